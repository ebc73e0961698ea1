"""The lab's scenarios. Each case is one sentence that is true of real servers; they run in the order of these imports."""

import sys

import case_start
import case_setup
import case_walk
import case_outside
import case_together
import case_faults
import case_refused
import case_cut
import case_hangs
import case_reboot
import case_canary
import case_crashes
import case_headless
import case_theirs
import runner

# Needs nothing before but servers that are set up, which a run of the faults alone sees to by itself. The last leaves a cluster
# that is good for nothing else.
FAULTS = (case_faults, case_refused, case_cut, case_hangs, case_reboot, case_canary, case_crashes)
WHOLE = (case_start, case_walk, case_outside, case_together, *FAULTS, case_headless, case_theirs)
FAULTS_ALONE = (case_start, case_setup, *FAULTS)

if __name__ == "__main__":
    arguments = sys.argv[1:]
    alone = arguments == ["--faults"]
    runner.main([] if alone else arguments, {module.__name__ for module in (FAULTS_ALONE if alone else WHOLE)})

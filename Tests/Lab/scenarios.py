"""The lab's scenarios. Each case is one sentence that is true of real servers; they run in the order of these imports."""

import sys

import case_start  # noqa: F401
import case_walk  # noqa: F401
import case_outside  # noqa: F401
import case_together  # noqa: F401
import case_faults  # noqa: F401
import case_headless  # noqa: F401
import case_theirs  # noqa: F401
import runner

if __name__ == "__main__":
    runner.main(sys.argv[1:])

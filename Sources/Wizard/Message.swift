import Guidebook
import Machines
import Reporting
import StepEngine
import TerminalUI

/// Something that the wizard hears of: from the terminal, from the engine, or as the answer to an effect.
enum Message: Sendable, Equatable {
    case begun
    case key(Key)
    case resized(Size)
    /// The process was asked to end, by this signal; nil where the terminal is gone.
    case terminated(Int32?)
    /// Time passes while something runs.
    case tick(Moment)
    case engine(Event, Moment)

    case identified(Identity)
    case opened(Opened)
    /// Another instance is at work; what its journal says so far, and who it is.
    case locked(RunState, holder: String)
    /// What that instance has done since, and whether it has ended.
    case followed([Follower.News], seconds: Double, isAlone: Bool)
    case found(Suggestions)
    /// Who was heard on the multicast group, this server perhaps among them.
    case heard([String])
    case surveyed(Preflight, RunState)
    case recovered(RunState)
    case verified(RunState)
    case previewed(String, Preview)
    /// Work on a step ended.
    case ended(String, Outcome, RunState)
    /// Files that a step wrote and somebody changed since.
    case conflictsFound(String, [Conflict])
    /// Who was at the files of steps, in words, by step.
    case traced([String: [String]])
    /// The processes of the running command.
    case inspected([ProcessEntry])
    case undoPreviewed(String, [String])
    case skipped(String, RunState)
    case reviewed(RunState)
    case secretKept(missing: [String])
    /// A part of a log, and beside which other part it lies; nil for its end, and for a log that cannot be read.
    case logRead(String, LogWindow?, beside: LogWindow?)
    case logFound(String, String, LogMatch?)
    case reportWritten([String])
    /// The board as text.
    case boardRead([String])
    /// The moment that was waited for is over.
    case quiet(Int)
    case clusterSaved(String)
    case clusterRead(String?)
    case shellEnded(String?)
    /// An effect could not be carried out.
    case refused(Effect, Refusal)

    /// What opening a run found.
    struct Opened: Sendable, Equatable {
        var state: RunState
        var missingSecrets: [String]
        /// Damage found in the journal, in words.
        var damage: String?
        /// When something was recorded last before this start, in ISO 8601; nil where nothing was.
        var latestBefore: String?
        /// Whether the server's clock was set back since then.
        var hasOlderClock = false
    }
}

import Guidebook
import Machines
import TerminalUI

/// Something that the wizard wants done outside of itself. Values, so that tests compare them.
enum Effect: Sendable, Equatable {
    case identify
    case open(Plan)
    /// Looks for files that may be answers.
    case search
    /// Listens for others on the multicast group, at this address.
    case listen(String)
    /// Looks at everything that must hold before the work.
    case survey
    case recover
    case verify([String]?)
    case preview(String)
    case perform(String)
    /// The same, over what somebody else changed.
    case take(String)
    /// Looks whether somebody changed what the step wrote.
    case findConflicts(String)
    /// Looks who was at the files of these steps.
    case trace([String])
    case confirm(String)
    case undo(String)
    case undoPreview(String)
    case skip(String, reason: String)
    case review
    case cancel(CommandSignal)
    /// Looks at the processes of the running command.
    case inspect
    case keep(Secret, as: String)
    /// Makes a secret up and keeps it; nobody sees it.
    case generate(String)
    /// Reads the end of a log.
    case readLog(String)
    case readLogBefore(LogWindow)
    case readLogAfter(LogWindow)
    case findInLog(String, String, from: Int, forward: Bool)
    case writeReport(Plan)
    /// Waits until nothing was typed for a moment; the count says how many keys had come.
    case awaitQuiet(Int)
    /// Looks for what the other servers have reported.
    case readBoard(Plan)
    case saveCluster(String)
    case readCluster
    case shell
    case redraw
    /// The next of the styles.
    case style
    case stop
    case leave(Int32)

    /// Whether it only looks around for the form: nobody has to wait for it.
    var isAside: Bool {
        switch self {
        case .search, .listen, .awaitQuiet, .inspect: true
        default: false
        }
    }

    /// Whether it replaces a file of the program's own: two of these at a time would be in each other's way.
    var replacesFile: Bool {
        switch self {
        case .keep, .generate, .writeReport, .saveCluster: true
        default: false
        }
    }
}

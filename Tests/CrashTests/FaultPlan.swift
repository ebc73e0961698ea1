/// What goes wrong in a run, and where. Operations and phases count from 1.
enum FaultPlan: Hashable, Sendable, CustomStringConvertible {
    /// The program is killed before its nth operation.
    case kill(Int)
    /// The program is killed in the middle of its nth operation, a write.
    case tear(Int)
    /// An operation of the program fails once.
    case error(Int, String)
    /// An operation of the program fails, and all that follow.
    case errors(Int, String)
    /// The program is killed before its nth operation while it takes a step back.
    case killUndo(Int, String)
    /// A supervisor is killed before the nth operation of all of them.
    case killSupervisor(Int)
    /// A command kills somebody at the nth phase of all commands: program, supervisor, command, both (supervisor and command),
    /// everything.
    case strike(Int, String)

    /// As the library reads it; nil where it is none of the program's own.
    var program: String? {
        switch self {
        case .kill(let number), .killUndo(let number, _): "kill:\(number)"
        case .tear(let number): "tear:\(number)"
        case .error(let number, let name): "error:\(number):\(name)"
        case .errors(let number, let name): "errors:\(number):\(name)"
        case .killSupervisor, .strike: nil
        }
    }

    var description: String {
        switch self {
        case .killUndo(let number, let step): "undo of \(step) killed before its operation \(number)"
        case .killSupervisor(let number): "supervisor killed before its operation \(number)"
        case .strike(let number, let whom): "\(whom) killed at phase \(number) of the commands"
        default: program ?? ""
        }
    }
}

import TerminalUI

/// Something on top of the page that has the keyboard.
enum Overlay: Sendable, Equatable {
    case question(Question)
    case skip(SkipForm)
    case secret(SecretForm)
    case server(ServerForm)
    case slip(SlipForm)
    case pager(Pager)
    case search(SearchForm)
    case hang(HangCard)

    var context: Context {
        switch self {
        case .question: .question
        case .skip: .skip
        case .secret: .secret
        case .server: .server
        case .slip: .slip
        case .pager(let pager): pager.subject == .help ? .help : .pager
        case .search: .search
        case .hang: .hang
        }
    }

    /// Whether a step waits for it.
    var isGate: Bool {
        switch self {
        case .question(let question): question.isGate
        case .secret: true
        case .skip, .server, .slip, .pager, .search, .hang: false
        }
    }

    /// Whether it loses its sense when the work ends.
    var isAboutWork: Bool {
        switch self {
        case .question(let question): question.purpose == .cancel || question.purpose == .leave
        case .hang: true
        default: false
        }
    }

    /// Whether another Ctrl-C means it.
    var isAboutLeaving: Bool {
        if case .question = self { return isAboutWork }
        return false
    }
}

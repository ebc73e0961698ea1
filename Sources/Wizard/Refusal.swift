import Guidebook
import Machines
import StepEngine

/// Why something cannot be done, in lines for the operator.
struct Refusal: Sendable, Equatable {
    /// The exit code of a program that ends because of it.
    var exitCode: Int32
    var title: String
    var lines: [String]

    init(exitCode: Int32, title: String, lines: [String]) {
        self.exitCode = exitCode
        self.title = title
        self.lines = lines
    }

    init(_ error: EngineError) {
        let title =
            switch error.kind {
            case .locked: "Another instance is at work"
            case .state: "The state directory cannot be used"
            case .foreign: "This state belongs to something else"
            case .request: "Not now"
            }
        let remedy = error.remedy.isEmpty ? [] : ["What to do: \(error.remedy)"]
        self.init(exitCode: error.kind.exitCode, title: title, lines: ["\(error.subject): \(error.what)"] + remedy)
    }

    init(_ error: DocumentError) {
        let count = error.problems.count
        let title = count == 1 ? "The cluster description has a mistake" : "The cluster description has \(count) mistakes"
        self.init(exitCode: 65, title: title, lines: error.problems.map(\.description))
    }

    init(_ error: any Error) {
        switch error {
        case let error as EngineError: self.init(error)
        case let error as DocumentError: self.init(error)
        case let error as MachineError: self.init(exitCode: 1, title: "That did not work", lines: [error.description])
        default: self.init(exitCode: 1, title: "That did not work", lines: ["\(error)"])
        }
    }
}

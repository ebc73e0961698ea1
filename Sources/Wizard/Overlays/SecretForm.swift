import Guidebook
import TerminalUI

/// Asks for a secret, twice and masked.
struct SecretForm: Sendable, Equatable {
    /// What has the focus, in order.
    enum Focus: Int, Sendable, CaseIterable { case first, second, keep, generate }

    static let leastLength = 8

    /// The secret's name.
    let name: String
    /// The step that waits for it.
    let step: String
    var first = TextField(maximumLength: 128, isMasked: true)
    var second = TextField(maximumLength: 128, isMasked: true)
    var focus = Focus.first
    var problem: String?

    mutating func move(by amount: Int) {
        let count = Focus.allCases.count
        focus = Focus(rawValue: (focus.rawValue + amount + count) % count) ?? .first
    }

    mutating func type(_ key: Key) {
        problem = nil
        switch focus {
        case .first: _ = first.handle(key)
        case .second: _ = second.handle(key)
        case .keep, .generate:
            if key == .left || key == .right { focus = focus == .keep ? .generate : .keep }
        }
    }

    /// The secret, or nil with the problem said.
    mutating func accepted() -> Secret? {
        if first.text.count < SecretForm.leastLength {
            problem = "Use at least \(SecretForm.leastLength) characters."
            focus = .first
        } else if first.text != second.text {
            problem = "The two do not agree; type it again."
            second.text = ""
            focus = .second
        } else {
            return Secret(first.text)
        }
        return nil
    }
}

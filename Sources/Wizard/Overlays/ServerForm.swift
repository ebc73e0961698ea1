import Guidebook
import TerminalUI

/// One server of the cluster form.
struct ServerForm: Sendable, Equatable {
    /// Its place in the list; nil for a new one.
    let index: Int?
    var name: TextField
    var address: TextField
    var roles: Set<Role>
    /// 0 the name, 1 the address, then the roles, then the button.
    var focus = 0
    /// Whether Enter has shown what is missing.
    var isChecked = false

    static let buttonIndex = 2 + Role.allCases.count

    init(index: Int?, server: Server) {
        self.index = index
        name = TextField(server.name, maximumLength: 253)
        address = TextField(server.address, maximumLength: 15)
        roles = Set(server.roles)
    }

    var server: Server { Server(name: name.text, address: address.text, roles: Array(roles)) }

    var nameProblem: String? { TextRule.hostName.problem(with: name.text) }
    var addressProblem: String? { TextRule.address.problem(with: address.text) }
    var rolesProblem: String? { roles.isEmpty ? "choose at least one role with Space" : nil }
    var isAcceptable: Bool { nameProblem == nil && addressProblem == nil && rolesProblem == nil }

    /// What is wrong where the focus is, or at all once everything was looked at.
    var problem: String? {
        switch focus {
        case 0: if isChecked || !name.text.isEmpty { return nameProblem }
        case 1: if isChecked || !address.text.isEmpty { return addressProblem }
        default: break
        }
        return isChecked ? nameProblem ?? addressProblem ?? rolesProblem : nil
    }

    mutating func move(by amount: Int) {
        let count = ServerForm.buttonIndex + 1
        focus = (focus + amount + count) % count
    }

    mutating func type(_ key: Key) {
        switch focus {
        case 0: _ = name.handle(key)
        case 1: _ = address.handle(key)
        case ServerForm.buttonIndex: break
        default:
            let role = Role.allCases[focus - 2]
            if key == .character(" ") { roles.formSymmetricDifference([role]) }
        }
    }
}

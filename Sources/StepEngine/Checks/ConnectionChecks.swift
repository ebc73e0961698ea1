import Guidebook
import Machines

/// Checks that ask another program: ports and commands.
extension Inspector {
    func connection(_ check: Check, _ address: String, _ port: String) async throws -> Finding {
        guard let number = Int(port) else { preconditionFailure("the port '\(port)' was validated with the cluster description") }
        guard let numeric = try await numeric(address) else {
            return Finding(
                check, false, expected: "it answers", found: "\(address) does not resolve",
                remedy: "put the name into /etc/hosts or the name service, or give the address itself")
        }
        let found: String
        let remedy: String
        let reachability = try await machine.connect(to: numeric, port: number, within: .seconds(5))
        switch reachability {
        case .open: (found, remedy) = ("it answers", "")
        case .refused: (found, remedy) = ("refused: nobody listens there", "look whether the service runs and on which address it listens")
        case .filtered: (found, remedy) = ("no answer within 5 s", "look for a firewall between the servers, or a wrong address")
        case .unreachable(let word): (found, remedy) = (word, "look at the routes of this server")
        }
        return Finding(check, reachability == .open, expected: "it answers", found: found, remedy: remedy)
    }

    /// The address behind a name; nil where there is none. A server that is not ours may be given by name.
    func numeric(_ address: String) async throws -> String? {
        if address.allSatisfy({ $0.isNumber || $0 == "." }) || address.contains(":") { return address }
        return try await machine.addresses(of: address).first
    }

    func command(_ check: Check, _ words: [String], _ status: Int32, _ text: String?) async throws -> Finding {
        let answer = try await ask(words)
        let isThere = text.map(answer.output.contains) ?? true
        let expected = text.map { "'\($0)' in its output" } ?? "exit status \(status)"
        let found = answer.status != status ? "exit status \(answer.status)" : isThere ? expected : "its output does not say so"
        return Finding(
            check, answer.status == status && isThere, expected: expected, found: found, evidence: answer.output.firstLine)
    }
}

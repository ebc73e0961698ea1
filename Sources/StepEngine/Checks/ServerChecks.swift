import Guidebook
import Machines

/// Checks of the server itself.
extension Inspector {
    func root(_ check: Check) async throws -> Finding {
        let isRoot = try await machine.identity().isRoot
        return Finding(
            check, isRoot, expected: "root", found: isRoot ? "root" : "an ordinary user", remedy: "start it with sudo joget-cluster")
    }

    func release(_ check: Check, _ supported: [String]) async throws -> Finding {
        let identity = try await machine.identity()
        let release = "\(identity.distribution) \(identity.release)"
        return Finding(
            check, supported.contains(release), expected: supported.joined(separator: ", "), found: release, otherwise: .warns,
            remedy: "the guide was not tried on this release; read each step before it runs")
    }

    func resolves(_ check: Check, _ names: String, _ address: String?) async throws -> Finding {
        var found: [String] = []
        var problems: [String] = []
        var facts: [String: String] = [:]
        for name in names.split(separator: " ").map(String.init) {
            let addresses = try await machine.addresses(of: name)
            facts["name.\(name)"] = addresses.sorted().joined(separator: " ")
            found.append("\(name) is \(addresses.isEmpty ? "unknown" : addresses.joined(separator: ", "))")
            if addresses.isEmpty {
                problems.append("\(name) does not resolve")
            } else if let loopback = addresses.first(where: { $0.hasPrefix("127.") }) {
                problems.append("\(name) resolves to \(loopback)")
            } else if let wanted = address ?? plan.cluster.server(named: name)?.address, addresses.first != wanted {
                problems.append("\(name) resolves to \(addresses[0]), not to \(wanted)")
            }
        }
        let expected = address.map { "\($0), and nothing of 127.*" } ?? "the addresses of the cluster description, and nothing of 127.*"
        var finding = Finding(
            check, problems.isEmpty, expected: expected, found: (problems.isEmpty ? found : problems).joined(separator: "; "),
            evidence: found.joined(separator: "; "),
            remedy:
                "put the names into /etc/hosts or the name service: one line 'address name' for each server, and take own names off the 127.* lines"
        )
        finding.facts = facts
        return finding
    }

    func freeSpace(_ check: Check, _ path: String, _ bytes: Int) async throws -> Finding {
        let free = try await machine.freeSpace(at: path)
        return Finding(
            check, free >= bytes, expected: "at least \(Inspector.amount(bytes))", found: Inspector.amount(free),
            remedy: "make room on the file system of \(path)")
    }

    private static func amount(_ bytes: Int) -> String {
        bytes >= 1 << 30 ? "\(bytes >> 30) GB" : "\(bytes >> 20) MB"
    }

    func clock(_ check: Check) async throws -> Finding {
        let answer = try await askOnce(["timedatectl", "show", "--property=NTPSynchronized", "--value"])
        let word = answer.output.trimmed
        return Finding(
            check, word == "yes", expected: "synchronised by the network", found: word == "yes" ? "synchronised" : "not synchronised",
            otherwise: .warns, evidence: "timedatectl says NTPSynchronized=\(word)",
            remedy: "install chrony or turn systemd-timesyncd on; the nodes compare time stamps in the database")
    }

    func portFree(_ check: Check, _ port: String, _ service: String) async throws -> Finding {
        let isTaken = try await machine.listeners().contains { String($0.port) == port }
        let isOurs = isTaken ? try await survey.service(service).isRunning : false
        return Finding(
            check, !isTaken || isOurs, expected: "free, or served by \(service)",
            found: isOurs ? "served by \(service)" : isTaken ? "taken by another program" : "free",
            remedy: "find the program with 'ss -ltnp sport = :\(port)' and stop it or move it")
    }

    func account(_ check: Check, _ name: String, _ id: String) async throws -> Finding {
        let answer = try await ask(["getent", "passwd", name])
        let fields = answer.output.trimmed.split(separator: ":", omittingEmptySubsequences: false)
        let found = answer.succeeded && fields.count > 3 ? "\(fields[2]):\(fields[3])" : "no such account"
        return Finding(
            check, found == "\(id):\(id)", expected: "user and group \(id)", found: found, evidence: answer.output.trimmed,
            remedy: "choose another number for share.owner-id, or remove the account that has the name")
    }

    func packages(_ check: Check, _ names: [String]) async throws -> Finding {
        let installed = try await survey.packages()
        let missing = names.filter { installed[$0] == nil }
        return Finding(
            check, missing.isEmpty, expected: "installed",
            found: missing.isEmpty
                ? names.map { "\($0) \(installed[$0] ?? "")" }.joined(separator: ", ") : "missing: \(missing.joined(separator: " "))")
    }

    func service(_ check: Check, _ name: String, _ isRunning: Bool, _ isEnabled: Bool) async throws -> Finding {
        let status = try await survey.service(name)
        let expected = "\(isRunning ? "running" : "stopped"), \(isEnabled ? "starts with the server" : "does not start with the server")"
        let found =
            !status.exists
            ? "there is no such unit"
            : "\(status.isRunning ? "running" : status.detail), \(status.isEnabled ? "starts with the server" : "does not start with the server")"
        return Finding(
            check, status.exists && status.isRunning == isRunning && status.isEnabled == isEnabled, expected: expected, found: found,
            remedy: "see why with 'journalctl -u \(name) -n 50'")
    }
}

extension String {
    /// Without blanks and line breaks at both ends.
    var trimmed: String {
        var text = Substring(self)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

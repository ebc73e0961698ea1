import Guidebook
import Machines

/// Shows that the shared directory is one and the same for all application servers, and can be worked with.
///
/// Each server leaves a signed word there, which the others read; it stays, because they come later.
struct ShareProof: Proof {
    let bench: Bench

    /// Where Joget needs room, in bytes.
    private static let room = 1 << 30
    /// How many synchronous writes are timed.
    private static let writes = 20
    /// What `flock` is told to end with when somebody else has the lock.
    private static let taken: Int32 = 9

    private var plan: Plan { bench.plan }
    private var inspector: Inspector { bench.inspector }
    private var mount: String { plan.values.text("share.mount") }
    private var account: String { plan.values.text("tomcat.account") }
    private var timing: String { "\(mount)/.joget-cluster-timing-\(plan.server.name)" }
    private var lock: String { "\(mount)/.joget-cluster-lock-\(plan.server.name)" }
    private var identity: String { "\(mount)/.joget-cluster-share" }

    private func word(of server: String) -> String { "\(mount)/.joget-cluster-proof-\(server)" }

    private func asAccount(_ words: [String]) -> [String] { ["runuser", "--user", account, "--"] + words }

    private var timedWriting: [String] {
        asAccount(["dd", "if=/dev/zero", "of=\(timing)", "bs=4096", "count=\(ShareProof.writes)", "oflag=sync"])
    }

    private var locking: [String] {
        let inner = ["flock", "--nonblock", "--conflict-exit-code", "\(ShareProof.taken)", lock, "true"]
        return asAccount(["flock", "--nonblock", lock] + inner)
    }

    var commands: [[String]] { [asAccount(["tee", word(of: plan.server.name)]), timedWriting, locking] }

    func clear(_ attempt: Attempt) async throws {
        // Where nothing is mounted, nothing was written.
        guard try await isMounted else { return }
        for path in [timing, lock] { try await bench.machine.remove(path) }
    }

    private var isMounted: Bool {
        get async throws { try await bench.machine.mounts().contains { $0.target == mount } }
    }

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        guard let mounted = try await bench.machine.mounts().last(where: { $0.target == mount }) else {
            return [
                Finding(
                    "shared directory", expected: "mounted at \(mount)", found: "nothing is mounted there", verdict: .fails,
                    remedy: "repeat the steps of the section 'Mount the shared directory'")
            ]
        }
        var findings = [try await written(from: mounted)]
        guard findings[0].isAcceptable else { return findings }
        for peer in plan.cluster.servers(with: .application) where peer.name != plan.server.name {
            findings.append(try await read(of: peer.name))
        }
        findings += [try await agents(), try await timed(), try await locked(), try await spacious()]
        return findings
    }

    // MARK: Writing and reading

    private func written(from mounted: Mount) async throws -> Finding {
        let title = "written by \(plan.server.name)"
        let expected = "by '\(account)', read back past the cache"
        let text = "\(plan.server.name) \(Journal.now()) \(Secret.generated().exposed())"
        let path = word(of: plan.server.name)
        let answer = try await inspector.ask(asAccount(["tee", path]), input: .bytes(Array((text + "\n").utf8)))
        guard answer.succeeded else {
            return Finding(
                title, expected: expected, found: "writing \(path) failed", verdict: .fails, evidence: answer.output.provingLine,
                remedy: "see that \(mounted.source) is writable for '\(account)' (step joget.writable)")
        }
        let back = try await past(path)
        let status = try await bench.machine.status(of: path)
        let owner = status.map { "owner \($0.ownerID):\($0.groupID), mode \(String($0.mode, radix: 8))" } ?? ""
        let source = plan.values.text("share.source")
        guard source.isEmpty || isSame(mounted.source, source) else {
            return Finding(
                title, expected: "\(source) mounted", found: "\(mounted.source) is mounted: another share", verdict: .fails,
                remedy: "unmount \(mount), then repeat the step mount.mount")
        }
        var facts = ["share.source": mounted.source]
        facts["share.id"] = try await shareIdentity()
        return Finding(
            title, expected: expected, found: back == text ? "read back: \(owner)" : "something else is read back",
            verdict: back == text ? .holds : .fails, evidence: back == text ? nil : back, facts: facts)
    }

    /// What is in the file on the file server, not in this server's memory. Empty where there is none.
    private func past(_ path: String) async throws -> String {
        let answer = try await inspector.ask(["dd", "if=\(path)", "iflag=direct", "bs=4096", "status=none"])
        return answer.succeeded ? answer.output.trimmed : ""
    }

    /// Addresses and names of one server are the same, as far as the path says so.
    private func isSame(_ mounted: String, _ wanted: String) -> Bool {
        guard let one = mounted.split(separator: ":").last, let other = wanted.split(separator: ":").last else { return false }
        return mounted == wanted || (one == other && mounted.prefix { $0 != ":" }.isEmpty == wanted.prefix { $0 != ":" }.isEmpty)
    }

    /// A random text that the first one leaves there: who reads the same one has the same directory.
    private func shareIdentity() async throws -> String? {
        if let bytes = try await bench.machine.read(identity, limit: 200) { return String(decoding: bytes, as: UTF8.self).trimmed }
        let fresh = Secret.generated().exposed()
        let answer = try await inspector.ask(asAccount(["tee", identity]), input: .bytes(Array((fresh + "\n").utf8)))
        return answer.succeeded ? fresh : nil
    }

    private func read(of peer: String) async throws -> Finding {
        let title = "written by \(peer)"
        let expected = "read here, of the same owner"
        let path = word(of: peer)
        guard let status = try await bench.machine.status(of: path) else {
            return Finding(
                title, expected: expected, found: "nothing of \(peer)'s is there", verdict: .warns,
                remedy: "run 'joget-cluster proof share' on \(peer), then here again; what is missing then is on another share")
        }
        let parts = try await past(path).split(separator: " ")
        guard parts.count == 3, parts[0] == peer else {
            return Finding(
                title, expected: expected, found: "\(path) holds something else", verdict: .fails,
                remedy: "remove it, and run 'joget-cluster proof share' on \(peer)")
        }
        let own = try await bench.machine.status(of: word(of: plan.server.name))
        guard own?.ownerID == status.ownerID, own?.groupID == status.groupID else {
            return Finding(
                title, expected: expected, found: "its owner is \(status.ownerID):\(status.groupID), mode \(String(status.mode, radix: 8))",
                verdict: .fails,
                remedy: "'\(account)' must have the same number on every application server, or the share map everybody to one")
        }
        return Finding(
            title, expected: expected, found: "read here, written at \(parts[1])", verdict: .holds,
            evidence: "owner \(status.ownerID):\(status.groupID), mode \(String(status.mode, radix: 8))")
    }

    /// What Java loads from there, for the comparison with the other servers.
    private func agents() async throws -> Finding {
        let names = try await bench.machine.list(mount) ?? []
        let found = names.filter { $0 == "wflow-cluster.jar" || ($0.hasPrefix("aspectjweaver-") && $0.hasSuffix(".jar")) }.sorted()
        let answer = try await inspector.ask(["sha256sum"] + found.map { "\(mount)/\($0)" }, timeout: .seconds(60))
        guard !found.isEmpty, answer.succeeded else {
            return Finding(
                "agents", expected: "can be read", found: found.isEmpty ? "there are none" : "cannot be read", verdict: .warns,
                evidence: found.isEmpty ? nil : answer.output.provingLine,
                remedy: "repeat the step joget.wflow on the first application server")
        }
        let sums = answer.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
        let facts = zip(found, sums).map { ("agent.\($0).sha256", $1) }
        return Finding(
            "agents", expected: "can be read", found: found.joined(separator: ", "), verdict: .holds,
            facts: Dictionary(facts, uniquingKeysWith: { $1 }))
    }

    // MARK: Speed, locks, room

    private func timed() async throws -> Finding {
        let answer = try await inspector.ask(timedWriting, timeout: .seconds(60))
        // The last line of dd ends in: copied, 0.0312 s, 2.6 MB/s
        let words = answer.output.split(separator: " ").map(String.init)
        let place = words.firstIndex(of: "s,")
        guard answer.succeeded, let place, place > 0, let seconds = Double(words[place - 1]) else {
            return Finding(
                "time of a write", expected: "below 0.1 s", found: "writing failed", verdict: .fails, evidence: answer.output.provingLine)
        }
        let each = (seconds / Double(ShareProof.writes)).rounded(to: 10_000)
        return Finding(
            "time of a write", expected: "below 0.1 s, until it is on the file server", found: "\(each) s, of \(ShareProof.writes)",
            verdict: each < 0.1 ? .holds : .warns, remedy: each < 0.1 ? nil : "a share as slow as this makes every upload slow")
    }

    private func locked() async throws -> Finding {
        let answer = try await inspector.ask(locking)
        let works = answer.status == ShareProof.taken
        return Finding(
            "locks", expected: "a file that is locked cannot be locked again",
            found: works ? "refused the second time" : answer.succeeded ? "locked twice" : "locking failed",
            verdict: works ? .holds : .fails, evidence: works ? nil : answer.output.provingLine,
            remedy: works ? nil : "mount the share with NFS 4, without 'nolock' or 'local_lock'")
    }

    private func spacious() async throws -> Finding {
        let free = try await bench.machine.freeSpace(at: mount)
        let holds = free >= ShareProof.room
        return Finding(
            "room", expected: "at least 1 GB", found: "\(free >> 20) MB", verdict: holds ? .holds : .warns,
            remedy: holds ? nil : "make room on the file server")
    }
}

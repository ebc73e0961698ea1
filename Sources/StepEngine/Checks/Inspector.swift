import Guidebook
import Machines

/// Evaluates checks. Nothing that it does changes the server, but for the nonce of a check that must write, and the first
/// server's note of which application all of them run.
struct Inspector {
    let machine: any Machine
    let plan: Plan
    let secrets: SecretStore
    let directory: StateDirectory
    let survey: Survey
    /// Whether a run may be under way beside it, which writes files of its own.
    var isPassingBy = false

    /// What a check sees now. What cannot be found out is a finding too.
    func finding(for check: Check) async -> Finding {
        do {
            return try await look(at: check)
        } catch let error as MachineError {
            return Finding(
                check.title, expected: "an answer", found: error.what, verdict: .unknown, evidence: error.description,
                remedy: error.remedy.isEmpty ? nil : error.remedy)
        } catch let secret as UnknownSecret {
            return Finding(
                check.title, expected: "a login", found: "the password is not known on this server", verdict: .unknown,
                remedy: secret.remedy)
        } catch {
            return Finding(check.title, expected: "an answer", found: "\(error)", verdict: .unknown)
        }
    }

    func findings(for checks: [Check]) async -> [Finding] {
        var findings: [Finding] = []
        for check in checks { findings.append(await finding(for: check)) }
        return findings
    }

    private func look(at check: Check) async throws -> Finding {
        switch check {
        case .root: try await root(check)
        case .release(let supported): try await release(check, supported)
        case .resolves(let names, let address): try await resolves(check, names, address)
        case .freeSpace(let path, let bytes): try await freeSpace(check, path, bytes)
        case .clock: try await clock(check)
        case .portFree(let port, let service): try await portFree(check, port, service)
        case .port(let address, let port): try await connection(check, address, port)
        case .account(let name, let id): try await account(check, name, id)
        case .file(let path, let attributes, let line): try await file(check, path, attributes, line)
        case .directory(let path, let attributes): try await folder(check, path, attributes)
        case .packages(let names): try await packages(check, names)
        case .service(let name, let isRunning, let isEnabled): try await service(check, name, isRunning, isEnabled)
        case .mounted(let source, let target, let type): try await mounted(check, source, target, type)
        case .exported(let path, let hosts): try await exported(check, path, hosts)
        case .stated(let file, let path): try await stated(check, file, path)
        case .command(let words, let status, let text): try await command(check, words, status, text)
        case .sql(let query, let expected, let account): try await sql(check, query, expected, account)
        case .login(let address, let port, let isGranted): try await login(check, address, port, isGranted)
        case .nonce(let directory, let name): try await nonce(check, directory, name)
        case .http(let url, let status, let text): try await http(check, url, status, text)
        case .sticky(let url, let routes): try await sticky(check, url, routes)
        case .java(let home): try await java(check, home)
        case .tomcat(let home): try await tomcat(check, home)
        case .otherTomcat(let home): try await otherTomcat(check, home)
        case .bundle(let archive, let sha256): try await bundle(check, archive, sha256)
        case .war(let path): try await war(check, path)
        case .agreed(let file, let record): try await agreed(check, file, record)
        case .agents(let directory): try await agents(check, directory)
        case .members(let log, let address, let peers): try await members(check, log, address, peers)
        case .nodes(let directory, let own, let names): try await nodes(check, directory, own, names)
        case .multicast(let address, let group): try await multicast(check, address, group)
        case .heard(let address, let group, let port): try await heard(check, address, group, port)
        case .fstab(let source, let target): try await fstab(check, source, target)
        case .memory(let heap): try await memory(check, heap)
        }
    }

    /// Runs a question and gives its answer.
    func ask(_ words: [String], input: Command.Input = .none, timeout: Duration = .seconds(20)) async throws -> CommandResult {
        let command = Command(words, input: input, timeout: timeout)
        try await secrets.guardAgainstLeaks(in: command)
        return try await machine.capture(command)
    }

    /// The same for a question that other checks of this look may ask too: its process is started once.
    func askOnce(_ words: [String], timeout: Duration = .seconds(60)) async throws -> CommandResult {
        if let known = await survey.answer(to: words) { return known }
        let answer = try await ask(words, timeout: timeout)
        await survey.remember(answer, to: words)
        return answer
    }
}

extension Finding {
    /// A finding that holds or fails.
    init(
        _ check: Check, _ holds: Bool, expected: String, found: String, otherwise: Verdict = .fails, evidence: String? = nil,
        remedy: String? = nil
    ) {
        self.init(
            check.title, expected: expected, found: found, verdict: holds ? .holds : otherwise,
            evidence: holds ? nil : evidence, remedy: holds ? nil : remedy)
    }
}

extension SecretStore {
    /// Refuses a command that would show a secret to everybody who lists processes.
    func guardAgainstLeaks(in command: Command) throws(MachineError) {
        let visible = command.arguments + command.environment.flatMap { [$0.key, $0.value] }
        for secret in all where visible.contains(where: secret.occurs(in:)) {
            throw MachineError(
                what: "the command was not started because its arguments would show a secret", subject: command.arguments[0],
                remedy: "choose a password that is not a word of the set-up itself")
        }
    }
}

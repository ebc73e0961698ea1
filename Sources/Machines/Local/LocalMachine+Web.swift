extension LocalMachine {
    /// What is read of an answer before it is given up; far more than any page of Joget's.
    private static let largestAnswer = 16 << 20

    public func fetch(_ request: WebRequest, within limit: Duration) async throws(MachineError) -> WebReply {
        try await fetch(request, within: limit, by: "curl")
    }

    func fetch(_ request: WebRequest, within limit: Duration, by program: String) async throws(MachineError) -> WebReply {
        let url = request.url
        guard ["http://", "https://"].contains(where: url.lowercased().hasPrefix) else {
            throw MachineError(what: "is no web address", subject: url, remedy: "write it as http://host:port/path")
        }
        let command = Command(
            [
                program, "--disable", "--silent", "--show-error", "--include", "--globoff", "--max-time", Self.seconds(limit),
                "--max-filesize", String(Self.largestAnswer), "--noproxy", "*", "--config", "-", url,
            ], input: try Self.configuration(request), timeout: limit + .seconds(5))
        let result: CommandResult
        do {
            result = try await capture(command)
        } catch {
            guard error.what.hasPrefix("there is no such program") else { throw error }
            throw MachineError(what: "there is no \(program) on this server", subject: program, remedy: "install the package \(program)")
        }
        guard result.succeeded else { throw MachineError(webFailure: result, of: url, within: limit) }
        guard let reply = WebReply(parsing: Array(result.output.utf8)) else {
            throw MachineError(what: "its answer is not HTTP", subject: url, remedy: "look which program listens on that port")
        }
        return reply
    }

    /// curl's number of seconds.
    private static func seconds(_ limit: Duration) -> String {
        let milliseconds = max(1, Int(limit / .milliseconds(1)))
        let rest = String(1000 + milliseconds % 1000).dropFirst()
        return "\(milliseconds / 1000).\(rest)"
    }

    /// A session's cookie opens that session to whoever has it: it goes by standard input, where nobody can list it.
    private static func configuration(_ request: WebRequest) throws(MachineError) -> Command.Input {
        guard let cookie = request.cookie else { return .none }
        guard cookie.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }) else {
            throw MachineError(what: "the cookie for it contains a control character", subject: request.url)
        }
        let escaped = cookie.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        return .bytes(Array("header = \"Cookie: \(escaped)\"\n".utf8))
    }
}

extension MachineError {
    /// Why curl brought no answer.
    fileprivate init(webFailure result: CommandResult, of url: String, within limit: Duration) {
        let words = Self.words(of: result)
        let (what, remedy) =
            switch result.status {
            case 3: ("is no web address", "write it as http://host:port/path")
            case 6: ("its name does not resolve", "put the name into /etc/hosts or the name service")
            case 7: ("no connection: \(words)", "look whether the service runs there, on which address it listens, and for a firewall")
            case 28 where words.hasPrefix("Operation timed out"):
                (
                    "no answer within \(limit), though somebody takes connections",
                    "wait if the server there is still starting; else read its log"
                )
            case 28, 124: ("no connection within \(limit)", "look for a firewall between the servers, or a wrong address")
            case 1: ("what answers is not HTTP", "look which program listens on that port")
            case 52: ("the connection was closed without an answer", "look which program listens on that port, and into its log")
            case 18, 56: ("the answer broke off: \(words)", "look into the log of the server there")
            case 63: ("the answer is larger than any page of Joget's", "look which program listens on that port")
            default: (words, "")
            }
        self.init(what: what, subject: url, remedy: remedy)
    }

    /// What curl said, without its name and number.
    private static func words(of result: CommandResult) -> String {
        let line = result.output.split(whereSeparator: \.isNewline).last { $0.hasPrefix("curl: (") } ?? ""
        let words = line.drop { $0 != ")" }.dropFirst(2)
        return words.isEmpty ? "curl ended with exit status \(result.status)" : String(words)
    }
}

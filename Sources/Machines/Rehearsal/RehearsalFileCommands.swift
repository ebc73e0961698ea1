/// The small programs that read and write files.
extension RehearsalServer {
    mutating func fileCommand(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        switch program {
        case "tee": try tee(command)
        case "cat": try concatenate(command)
        case "dd": try copyBlocks(command)
        case "mkdir": try makeDirectories(command)
        case "readlink": try readLink(command)
        case "mountpoint": try mountPoint(command)
        case "grep": try grep(command)
        case "test": test(Array(command.arguments.dropFirst()))
        default: throw unknown(command)
        }
    }

    private mutating func tee(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["-a", "--append"])
        var reply = RehearsalReply()
        reply.output = input(of: command)
        for path in arguments.operands {
            do throws(FileRefusal) {
                let before = arguments.has("-a", "--append") ? try files.bytes(of: path) ?? [] : []
                try files.write(before + input(of: command), to: path)
            } catch {
                reply.add(RehearsalReply(status: 1, "tee: \(path): \(error.text)"))
            }
        }
        return reply
    }

    private mutating func concatenate(_ command: Command) throws(MachineError) -> RehearsalReply {
        var reply = RehearsalReply()
        for path in try arguments(command, flags: []).operands {
            do throws(FileRefusal) {
                guard let bytes = try files.bytes(of: path) else { throw .missing }
                reply.output += bytes
            } catch {
                reply.add(RehearsalReply(status: 1, "cat: \(path): \(error.text)"))
            }
        }
        return reply
    }

    private mutating func makeDirectories(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["-p", "--parents"], values: ["-m", "--mode"])
        let mode = arguments.value("-m", "--mode").flatMap { UInt32($0, radix: 8) }
        var reply = RehearsalReply()
        for path in arguments.operands {
            do throws(FileRefusal) {
                if arguments.has("-p", "--parents") {
                    try makeParents(path, mode: mode)
                } else {
                    try files.makeDirectory(path, mode: mode ?? 0o755)
                }
            } catch {
                reply.add(RehearsalReply(status: 1, "mkdir: cannot create directory \u{2018}\(path)\u{2019}: \(error.text)"))
            }
        }
        return reply
    }

    /// Makes a directory and the missing ones above it.
    mutating func makeParents(_ path: String, mode: UInt32? = nil) throws(FileRefusal) {
        if let node = try files.node(path, followingLinks: true) {
            guard node.isDirectory else { throw .exists }
            return
        }
        let parent = RehearsalFiles.parent(of: path)
        if parent != path { try makeParents(parent) }
        try files.makeDirectory(path, mode: mode ?? 0o755)
    }

    private func readLink(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: [])
        guard arguments.operands.count == 1, let path = arguments.operands.first else { throw unknown(command) }
        // What is no link prints nothing, for whatever reason.
        guard case .link(let target)? = look(at: path, followingLinks: false)?.content else { return RehearsalReply(status: 1) }
        return RehearsalReply(target)
    }

    /// `grep --text --fixed-strings --regexp TEXT … FILE`.
    private func grep(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--text", "--fixed-strings"], values: ["--regexp"])
        guard arguments.has("--fixed-strings"), let patterns = arguments.values["--regexp"], arguments.operands.count == 1,
            let path = arguments.operands.first
        else { throw unknown(command) }
        do throws(FileRefusal) {
            guard let bytes = try files.bytes(of: path) else { throw .missing }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { line in
                patterns.contains { line.contains($0) }
            }
            var reply = RehearsalReply(status: lines.isEmpty ? 1 : 0)
            reply.say(lines.map(String.init))
            return reply
        } catch {
            return RehearsalReply(status: 2, "grep: \(path): \(error.text)")
        }
    }

    private func mountPoint(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--quiet", "-q"])
        guard arguments.has("--quiet", "-q"), arguments.operands.count == 1, let path = arguments.operands.first else {
            throw unknown(command)
        }
        // A way that is barred leads to no mount.
        let real = (try? files.resolved(path, followingLast: true)) ?? path
        return RehearsalReply(status: mounts.contains { $0.target == real } ? 0 : 32)
    }

    /// test(1) and `[`, as far as scripts here use them.
    func test(_ words: [String]) -> RehearsalReply {
        if words.first == "!" { return RehearsalReply(status: test(Array(words.dropFirst())).status == 0 ? 1 : 0) }
        let holds: Bool
        switch words.count {
        case 1: holds = !words[0].isEmpty
        case 2: holds = test(words[0], words[1])
        case 3 where words[1] == "=" || words[1] == "!=": holds = (words[0] == words[2]) == (words[1] == "=")
        default: holds = false
        }
        return RehearsalReply(status: holds ? 0 : 1)
    }

    private func test(_ condition: String, _ word: String) -> Bool {
        let node = look(at: word)
        switch condition {
        case "-n": return !word.isEmpty
        case "-z": return word.isEmpty
        case "-e": return node != nil
        case "-f": if case .file = node?.content { return true } else { return false }
        case "-d": return node?.isDirectory == true
        case "-L", "-h": return isLink(word)
        case "-s": if case .file(let bytes) = node?.content { return !bytes.isEmpty } else { return false }
        case "-r": return files.allows(.read, word)
        case "-w": return files.allows(.write, word)
        case "-x": return files.allows(.execute, word)
        default: return false
        }
    }
}

/// The small programs that read and write files.
extension RehearsalServer {
    mutating func fileCommand(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        switch program {
        case "tee": try tee(command)
        case "cat": try concatenate(command)
        case "rm": try removeFiles(command)
        case "dd": try copyBlocks(command)
        case "mkdir": try makeDirectories(command)
        case "chown": try changeOwner(command)
        case "chmod": try changeMode(command)
        case "unzip": try unzip(command)
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

    private mutating func removeFiles(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["-f", "--force"])
        var reply = RehearsalReply()
        for path in arguments.operands {
            do throws(FileRefusal) {
                guard try files.node(path, followingLinks: false)?.isDirectory != true else { throw .isDirectory }
                guard try files.remove(path) || arguments.has("-f", "--force") else { throw .missing }
            } catch {
                reply.add(RehearsalReply(status: 1, "rm: cannot remove '\(path)': \(error.text)"))
            }
        }
        return reply
    }

    /// Whole files only: a block size says nothing here.
    private mutating func copyBlocks(_ command: Command) throws(MachineError) -> RehearsalReply {
        var operands: [String: String] = [:]
        for word in command.arguments.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, ["if", "of", "status", "iflag", "oflag", "conv", "bs"].contains(parts[0]) else {
                throw unknown(command)
            }
            operands[parts[0]] = parts[1]
        }
        guard operands["status"] == "none" else { throw unknown(command) }
        var reply = RehearsalReply()
        var bytes = input(of: command)
        if let source = operands["if"] {
            do throws(FileRefusal) {
                guard let found = try files.bytes(of: source) else { throw .missing }
                bytes = found
            } catch {
                return RehearsalReply(status: 1, "dd: failed to open '\(source)': \(error.text)")
            }
        }
        guard let target = operands["of"] else {
            reply.output = bytes
            return reply
        }
        do throws(FileRefusal) {
            try files.write(bytes, to: target)
        } catch {
            let verb = error == .full ? "error writing" : "failed to open"
            return RehearsalReply(status: 1, "dd: \(verb) '\(target)': \(error.text)")
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

    private mutating func changeOwner(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: [])
        guard arguments.operands.count >= 2 else { throw unknown(command) }
        let names = arguments.operands[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var (owner, group): (UInt32?, UInt32?) = (nil, nil)
        if let name = names.first, !name.isEmpty {
            guard let number = number(.users, name) else {
                return RehearsalReply(status: 1, "chown: invalid user: \u{2018}\(name)\u{2019}")
            }
            owner = number
        }
        if names.count == 2, !names[1].isEmpty {
            guard let number = number(.groups, names[1]) else {
                return RehearsalReply(status: 1, "chown: invalid group: \u{2018}\(arguments.operands[0])\u{2019}")
            }
            group = number
        }
        return change(arguments.operands.dropFirst(), owner: owner, group: group, mode: nil) { path, refusal in
            refusal == .missing
                ? "chown: cannot access '\(path)': \(refusal.text)" : "chown: changing ownership of '\(path)': \(refusal.text)"
        }
    }

    private mutating func changeMode(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: [])
        guard arguments.operands.count >= 2, let mode = UInt32(arguments.operands[0], radix: 8) else { throw unknown(command) }
        return change(arguments.operands.dropFirst(), owner: nil, group: nil, mode: mode) { path, refusal in
            refusal == .missing
                ? "chmod: cannot access '\(path)': \(refusal.text)" : "chmod: changing permissions of '\(path)': \(refusal.text)"
        }
    }

    private mutating func change(
        _ paths: ArraySlice<String>, owner: UInt32?, group: UInt32?, mode: UInt32?, complaint: (String, FileRefusal) -> String
    ) -> RehearsalReply {
        var reply = RehearsalReply()
        for path in paths {
            do throws(FileRefusal) {
                try files.setAttributes(path, owner: owner, group: group, mode: mode)
            } catch {
                reply.add(RehearsalReply(status: 1, complaint(path, error)))
            }
        }
        return reply
    }

    private func unzip(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["-p"])
        guard arguments.has("-p"), arguments.operands.count == 2 else { throw unknown(command) }
        let (path, entry) = (arguments.operands[0], arguments.operands[1])
        // What cannot be read is no archive to unzip either.
        guard let bytes = try? files.bytes(of: path) else {
            return RehearsalReply(status: 9, "unzip:  cannot find or open \(path), \(path).zip or \(path).ZIP.")
        }
        guard let archive = seed.archives.first(where: { Self.archiveBytes($0.key) == bytes })?.value else {
            return RehearsalReply(
                status: 9, "[\(path)]", "  End-of-central-directory signature not found.  Either this file is not",
                "  a zipfile, or it constitutes one disk of a multi-part archive.")
        }
        guard let content = archive[entry] else { return RehearsalReply(status: 11, "caution: filename not matched:  \(entry)") }
        var reply = RehearsalReply()
        reply.output = content
        return reply
    }

    /// What stands in the file of a seeded archive, so that a copy of it is the same archive.
    static func archiveBytes(_ path: String) -> [UInt8] { Array("PK\u{3}\u{4} rehearsal archive \(path)".utf8) }
}

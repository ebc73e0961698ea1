/// The programs that look into archives and files as a whole.
extension RehearsalServer {
    mutating func archiveCommand(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        switch program {
        case "tar": try tar(command)
        case "gzip": try gzip(command)
        case "unzip": try unzip(command)
        case "sha256sum": try checksums(command)
        default: try compare(command)
        }
    }

    // MARK: - tar and gzip

    private static let isLost = "tar: Error is not recoverable: exiting now"

    private mutating func tar(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(
            command, flags: ["--list", "--extract", "--gzip", "--no-same-owner", "--to-stdout"],
            values: ["--file", "--directory", "--transform"])
        guard arguments.has("--list") != arguments.has("--extract"), arguments.has("--gzip"), let path = arguments.value("--file"),
            arguments.value("--transform") ?? "s,.*/,," == "s,.*/,,"
        else { throw unknown(command) }
        // What cannot be read cannot be opened either.
        guard let bytes = try? files.bytes(of: path) else {
            return RehearsalReply(
                status: 2, "tar (child): \(path): Cannot open: No such file or directory",
                "tar (child): Error is not recoverable: exiting now", "tar: Child returned status 2", Self.isLost)
        }
        if let directory = arguments.value("--directory"), !exists(directory) {
            return RehearsalReply(status: 2, "tar: \(directory): Cannot open: No such file or directory", Self.isLost)
        }
        guard let archive = RehearsalArchive(bytes), archive.format == .tarGzip else {
            return RehearsalReply(status: 2, "", "gzip: stdin: not in gzip format", "tar: Child returned status 1", Self.isLost)
        }
        var reply = members(of: archive, arguments)
        guard archive.isWhole else {
            reply.say(["", "gzip: stdin: unexpected end of file", "tar: Unexpected EOF in archive", Self.isLost])
            reply.status = 2
            return reply
        }
        return reply
    }

    /// Lists or unpacks what is wanted of an archive.
    private mutating func members(of archive: RehearsalArchive, _ arguments: RehearsalArguments) -> RehearsalReply {
        let wanted = arguments.operands
        let chosen = archive.entries.filter { entry in
            wanted.isEmpty || wanted.contains { entry.path == $0 || entry.path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
        }
        let missing = wanted.filter { name in
            !chosen.contains { $0.path == name || $0.path.hasPrefix(name.hasSuffix("/") ? name : name + "/") }
        }
        var reply = RehearsalReply()
        for entry in chosen {
            if arguments.has("--list") {
                reply.say(entry.path)
            } else if arguments.has("--to-stdout") {
                reply.output += entry.bytes
            } else {
                let isFlat = arguments.value("--transform") != nil
                let name = isFlat ? RehearsalFiles.name(of: entry.path) : entry.path
                reply.add(unpack(entry, as: name, below: arguments.value("--directory") ?? "/"))
            }
        }
        guard missing.isEmpty, reply.status == 0 else {
            reply.say(missing.map { "tar: \($0): Not found in archive" })
            reply.say("tar: Exiting with failure status due to previous errors")
            reply.status = 2
            return reply
        }
        return reply
    }

    private mutating func unpack(_ entry: RehearsalArchive.Entry, as name: String, below directory: String) -> RehearsalReply {
        let path = RehearsalFiles.joined(directory, String(name.hasSuffix("/") ? name.dropLast() : name[...]))
        do throws(FileRefusal) {
            try makeParents(RehearsalFiles.parent(of: path))
            let node = FileNode(content: entry.isDirectory ? .directory : .file(entry.bytes), mode: entry.mode)
            try files.put(node, at: path)
            return RehearsalReply()
        } catch {
            return RehearsalReply(status: 2, "tar: \(name): Cannot \(entry.isDirectory ? "mkdir" : "open"): \(error.text)")
        }
    }

    private func gzip(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--test"])
        guard arguments.has("--test"), arguments.operands.count == 1, let path = arguments.operands.first else { throw unknown(command) }
        // What cannot be read cannot be opened either.
        guard let bytes = try? files.bytes(of: path) else {
            return RehearsalReply(status: 1, "gzip: \(path.hasSuffix(".gz") ? path : path + ".gz"): No such file or directory")
        }
        guard let archive = RehearsalArchive(bytes), archive.format == .tarGzip else {
            return RehearsalReply(status: 1, "", "gzip: \(path): not in gzip format")
        }
        return archive.isWhole ? RehearsalReply() : RehearsalReply(status: 1, "", "gzip: \(path): unexpected end of file")
    }

    // MARK: - unzip

    private mutating func unzip(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["-p", "-Z1", "-q", "-o", "-j"], values: ["-d"])
        guard let path = arguments.operands.first else { throw unknown(command) }
        let isList = arguments.has("-Z1")
        // What cannot be read is no archive to unzip either.
        guard let bytes = try? files.bytes(of: path) else {
            return RehearsalReply(
                status: 9, "\(isList ? "zipinfo" : "unzip"):  cannot find or open \(path), \(path).zip or \(path).ZIP.")
        }
        guard let archive = RehearsalArchive(bytes), archive.format == .zip, archive.isWhole else {
            return RehearsalReply(
                status: 9, "[\(path)]", "  End-of-central-directory signature not found.  Either this file is not",
                "  a zipfile, or it constitutes one disk of a multi-part archive.  In the",
                "  latter case the central directory and zipfile comment will be found on", "  the last disk(s) of this archive.")
        }
        var reply = RehearsalReply()
        switch (arguments.operands.count, arguments.value("-d")) {
        case (1, nil) where isList: reply.say(archive.entries.map(\.path))
        case (2, nil) where arguments.has("-p"):
            let entry = arguments.operands[1]
            guard let content = archive[entry] else { return RehearsalReply(status: 11, "caution: filename not matched:  \(entry)") }
            reply.output = content
        case (_, let directory?) where arguments.has("-q"):
            let wanted = arguments.operands.dropFirst()
            if let missing = wanted.first(where: { archive[$0] == nil }) {
                return RehearsalReply(status: 11, "caution: filename not matched:  \(missing)")
            }
            for entry in archive.entries where wanted.isEmpty || wanted.contains(entry.path) {
                reply.add(inflate(entry, below: directory, arguments))
            }
        default: throw unknown(command)
        }
        return reply
    }

    private mutating func inflate(
        _ entry: RehearsalArchive.Entry, below directory: String, _ arguments: RehearsalArguments
    ) -> RehearsalReply {
        // Without their folders (-j), and over what is there (-o).
        let name = arguments.has("-j") ? RehearsalFiles.name(of: entry.path) : entry.path
        let path = RehearsalFiles.joined(directory, name)
        if !entry.isDirectory, exists(path), !arguments.has("-o") {
            return RehearsalReply(
                status: 1, "replace \(path)? [y]es, [n]o, [A]ll, [N]one, [r]ename:  NULL", "(EOF or read error, treating as \"[N]one\" ...)"
            )
        }
        let reply = unpack(entry, as: name, below: directory)
        return reply.status == 0 ? reply : RehearsalReply(status: 50, "checkdir error:  cannot create \(path)")
    }

    // MARK: - Whole files

    private func checksums(_ command: Command) throws(MachineError) -> RehearsalReply {
        var reply = RehearsalReply()
        for path in try arguments(command, flags: []).operands {
            do throws(FileRefusal) {
                guard let bytes = try files.bytes(of: path) else { throw .missing }
                reply.say("\(Digest.text(of: bytes))  \(path)")
            } catch {
                reply.add(RehearsalReply(status: 1, "sha256sum: \(path): \(error.text)"))
            }
        }
        return reply
    }

    private func compare(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--silent"])
        guard arguments.has("--silent"), arguments.operands.count == 2 else { throw unknown(command) }
        // Silent is silent: the status alone tells that a file cannot be read.
        let contents = arguments.operands.map { try? files.bytes(of: $0) }
        guard let one = contents[0], let other = contents[1] else { return RehearsalReply(status: 2) }
        return RehearsalReply(status: one == other ? 0 : 1)
    }
}

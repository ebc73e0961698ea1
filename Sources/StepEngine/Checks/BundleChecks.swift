import Guidebook
import Machines

/// Checks of the archive that brings Tomcat and Joget.
extension Inspector {
    /// Reading a large archive from a slow disk takes its time.
    private static let readingTime = Duration.seconds(600)

    func bundle(_ check: Check, _ archive: String, _ sha256: String) async throws -> Finding {
        let sum = sha256.isEmpty ? "" : ", checksum \(sha256.prefix(12))…"
        return try await finding(check, expected: "a whole archive with one Tomcat 9 in it\(sum)") {
            guard let status = try await machine.status(of: archive), status.kind == .file || status.kind == .link else {
                return try await unpackedAlready(insteadOf: archive)
            }
            let listing = try await archive.isZip ? zipListing(archive) : tarListing(archive)
            if !sha256.isEmpty { try await compare(archive, with: sha256.lowercased()) }
            let tomcat = try listing.tomcat()
            let version = try await version(of: tomcat, in: archive)
            return "\(listing.top) with Tomcat \(version)"
        }
    }

    /// An archive that is gone after it has served is no fault.
    private func unpackedAlready(insteadOf archive: String) async throws -> String {
        let home = "\(plan.values.text("application.home"))/tomcat"
        if try await machine.status(of: home) != nil {
            do {
                return "unpacked already: Tomcat \(try await tomcatVersion(at: home).number) in \(home)"
            } catch is Objection {}  // What is there instead does not stand in for the archive.
        }
        let others = await likelyBundles()
        throw Objection(
            archive.isEmpty ? "no archive is named" : "nothing is there",
            remedy: others.isEmpty
                ? "copy Joget's archive for Linux to this server, and say where it is with application.bundle"
                : "say so with application.bundle if it is one of these: \(others.joined(separator: ", "))")
    }

    /// Archives in the places where people put what they have downloaded, whose names speak of Joget or Tomcat.
    func likelyBundles() async -> [String] {
        // What may not be read, or is no folder, holds no archive for us.
        let homes = (try? await machine.list("/home")) ?? []
        var found: [String] = []
        for folder in ["/root", "/tmp", "/opt"] + homes.map({ "/home/\($0)" }) {
            let names = (try? await machine.list(folder)) ?? []
            found += names.filter(\.isNameOfBundle).map { "\(folder)/\($0)" }
        }
        return found
    }

    private func tarListing(_ archive: String) async throws -> BundleListing {
        let words = ["tar", "--list", "--gzip", "--file", archive]
        let test = try await askOnce(["gzip", "--test", archive], timeout: Inspector.readingTime)
        if !test.succeeded { throw damage(of: archive, test.output) }
        let list = try await askOnce(words, timeout: Inspector.readingTime)
        guard list.succeeded else {
            throw Objection(
                "it is compressed, but no tar archive", evidence: list.output.firstLine(with: "tar:"),
                remedy: "copy the archive again from its source")
        }
        return try await listing(list.output, orElse: words + ["--wildcards"])
    }

    /// Reads a list of paths. Of one that is too long to be kept whole, what matters is asked for by name.
    private func listing(_ output: String, orElse words: [String]) async throws -> BundleListing {
        guard output.utf8.count > 900_000 else { return try BundleListing(output) }
        let rest = try await askOnce(words + BundleListing.marks.map { "*\($0)" }, timeout: Inspector.readingTime)
        // Its last line is cut anywhere.
        return try BundleListing(output.split(whereSeparator: \.isNewline).dropLast().joined(separator: "\n") + "\n" + rest.output)
    }

    private func damage(of archive: String, _ output: String) -> Objection {
        let line = output.firstLine(with: "gzip:")
        let found =
            output.contains("not in gzip format")
            ? "it is no .tar.gz archive"
            : output.contains("unexpected end of file") ? "it is cut short: the copy did not come to its end" : "it is damaged"
        return Objection(found, evidence: line, remedy: "copy the archive again from its source, and compare its size there and here")
    }

    private func zipListing(_ archive: String) async throws -> BundleListing {
        let words = ["unzip", "-Z1", archive]
        let list = try await askOnce(words, timeout: Inspector.readingTime)
        guard list.succeeded else {
            throw Objection(
                "it is no whole .zip archive", evidence: list.output.firstLine,
                remedy: "copy the archive again from its source, and compare its size there and here")
        }
        return try await listing(list.output, orElse: words)
    }

    private func compare(_ archive: String, with sha256: String) async throws {
        let found = try await checksum(of: archive)
        guard found == sha256 else {
            throw Objection(
                "its checksum is \(found)", evidence: "wanted: \(sha256)",
                remedy: "copy the archive again; where it is the right one, mend application.bundle-sha256")
        }
    }

    /// The SHA-256 of a file in hexadecimal.
    func checksum(of path: String) async throws -> String {
        let answer = try await askOnce(["sha256sum", path], timeout: Inspector.readingTime)
        // A backslash comes first where the name has been escaped.
        let word = answer.output.drop { $0 == "\\" }.prefix { $0 != " " }
        guard answer.succeeded, word.count == 64 else {
            throw Objection("its checksum cannot be found out", evidence: answer.output.firstLine, verdict: .unknown)
        }
        return String(word)
    }

    /// The version of the Tomcat in the archive.
    private func version(of tomcat: String, in archive: String) async throws -> String {
        guard directory.isOpen else { return try versionByName(of: tomcat) }
        let folder = "\(directory.path)/run"
        try await machine.makeDirectory(folder, attributes: FileAttributes(mode: 0o700))
        let member = "\(tomcat)/lib/catalina.jar"
        let words =
            archive.isZip
            ? ["unzip", "-q", "-o", "-j", archive, member, "-d", folder]
            : ["tar", "--extract", "--gzip", "--file", archive, "--directory", folder, "--transform", "s,.*/,,", member]
        let answer = try await ask(words, timeout: Inspector.readingTime)
        guard answer.succeeded else {
            throw Objection(
                "\(member) cannot be taken out of the archive", evidence: answer.output.firstLine, remedy: "look whether the disk is full")
        }
        let library = "\(folder)/catalina.jar"
        do {
            // Not remembered: the next archive's library has the same path.
            let version = try await ask(["unzip", "-p", library, TomcatVersion.entry])
            try await machine.remove(library)
            return try judged(TomcatVersion(properties: version.output), member)
        } catch let error as MachineError {
            try await machine.remove(library)
            throw error
        }
    }

    /// Whoever only looks ahead, before any run, has no folder to unpack into.
    private func versionByName(of tomcat: String) throws -> String {
        let name = tomcat.split(separator: "/").last ?? ""
        let number = name.drop { !$0.isNumber }
        guard let version = TomcatVersion(number: String(number)) else {
            throw Objection("a Tomcat in the folder \(name), whose version is looked at when the run has begun", verdict: .unknown)
        }
        return try judged(version, String(name))
    }

    private func judged(_ version: TomcatVersion?, _ place: String) throws -> String {
        guard let version else {
            throw Objection(
                "\(place) does not say its version: it is no Tomcat's, or damaged", remedy: "copy the archive again from its source")
        }
        if let objection = version.objection { throw objection }
        return version.number
    }
}

extension String {
    /// Whether the archive of that name is a zip file.
    var isZip: Bool { lowercased().hasSuffix(".zip") }

    /// Whether a file of that name may be an archive of Joget or Tomcat.
    fileprivate var isNameOfBundle: Bool {
        let name = lowercased()
        return [".tar.gz", ".tgz", ".zip"].contains(where: name.hasSuffix) && ["joget", "tomcat"].contains(where: name.contains)
    }

    /// The first line that has the text in it, else the first that says something.
    func firstLine(with text: String) -> String {
        split(whereSeparator: \.isNewline).first { $0.contains(text) }.map(String.init) ?? firstLine
    }
}

import Guidebook
import Machines

/// What is unpacked already, and what is left to do.
extension ArchivePerformer {
    /// What there is to do, decided before anything is changed.
    struct Work {
        /// The folder below the action's directory.
        var top: String
        /// Whether it is in its place.
        var isUnpacked: Bool
        /// What it is.
        var receipt: ArchiveReceipt
    }

    func findings() async throws -> [Finding] {
        guard let place = try await place() else {
            return [
                Finding(
                    "archive in \(action.directory)", expected: "unpacked", found: "this program has not unpacked it", verdict: .fails)
            ]
        }
        var findings = [finding(for: place)]
        for link in action.links where link.isRequired || place.receipt.links[link.name] != nil {
            findings.append(try await finding(for: link))
        }
        let wrong = try await wrongFolders(place)
        if !action.writable.isEmpty && place.receipt.isWhole {
            findings.append(
                Finding(
                    "folders that \(action.group) writes to", expected: "they belong to \(action.group)",
                    found: wrong.isEmpty ? "they belong to \(action.group)" : "not so: \(wrong.joined(separator: ", "))",
                    verdict: wrong.isEmpty ? .holds : .fails))
        }
        return findings
    }

    private func finding(for place: Work) -> Finding {
        let isRight = action.sha256.isEmpty || place.receipt.sha256 == action.sha256.lowercased()
        let found =
            !place.receipt.isWhole
            ? "begun and not finished"
            : isRight
                ? "whole"
                : place.receipt.sha256.isEmpty
                    ? "from an archive whose checksum was not compared" : "from the archive with the checksum \(place.receipt.sha256)"
        return Finding(
            "archive in \(path(place.top))",
            expected: action.sha256.isEmpty ? "whole" : "whole, from the archive with the checksum \(action.sha256.lowercased())",
            found: found, verdict: isRight && place.receipt.isWhole ? .holds : .fails)
    }

    private func finding(for link: ArchiveAction.Link) async throws -> Finding {
        let status = try await bench.machine.status(of: path(link.name))
        let held = try await bench.machine.status(of: "\(path(link.name))/\(link.holding)")
        let holds = status?.kind == .link && held != nil
        let found =
            status.map { status in
                guard let target = status.target else { return "\(status.kind.words), which is no link" }
                return holds ? "a link to \(target)" : "a link to \(target), which holds no \(link.holding)"
            } ?? "nothing is there"
        return Finding(
            "link \(path(link.name))", expected: "a link to the folder with \(link.holding)", found: found, verdict: holds ? .holds : .fails
        )
    }

    // MARK: What is there

    /// The folder of this program's making to which a link leads, or else the one that came from this archive.
    private func place() async throws -> Work? {
        var places: [Work] = []
        for name in try await bench.machine.list(action.directory) ?? [] {
            // One that was moved aside has another name than its links say.
            guard let receipt = try await receipt(in: path(name)), receipt.links.values.allSatisfy({ $0.leads(into: name) }) else {
                continue
            }
            places.append(Work(top: name, isUnpacked: true, receipt: receipt))
        }
        for link in action.links {
            let target = try await bench.machine.status(of: path(link.name))?.target
            if let place = places.first(where: { target?.leads(into: $0.top) ?? false }) { return place }
        }
        return places.first { $0.receipt.source == action.source }
    }

    private func receipt(in folder: String) async throws -> ArchiveReceipt? {
        // A link leads to a folder that is looked at by its own name.
        guard try await bench.machine.status(of: folder)?.kind == .directory else { return nil }
        let bytes = try await bench.machine.read(ArchiveReceipt.path(in: folder), limit: 1 << 16)
        return bytes.flatMap { ArchiveReceipt(String(decoding: $0, as: UTF8.self)) }
    }

    // MARK: What is left to do

    /// The archive itself is asked only where its folder does not tell enough, because it may be gone by now.
    func work() async throws -> Work {
        if let place = try await place(), place.receipt.sha256 == action.sha256.lowercased() || action.sha256.isEmpty,
            action.links.allSatisfy({ !$0.isRequired || place.receipt.links[$0.name] != nil })
        {
            return place
        }
        let listing = try await archive.listing()
        var links: [String: String] = [:]
        for link in action.links { links[link.name] = try listing.folder(for: link) }
        guard !links.isEmpty else { throw StepFailure(reason: "\(action.source) holds nothing of what is needed here") }
        let size = try await archive.size()
        let receipt = ArchiveReceipt(source: action.source, size: size, sha256: action.sha256.lowercased(), links: links)
        let work = Work(top: listing.top, isUnpacked: false, receipt: receipt)
        return try await compared(work)
    }

    /// Refuses to touch what somebody else has put where the folder or one of its links belongs.
    private func compared(_ work: Work) async throws -> Work {
        for name in work.receipt.links.keys.sorted() {
            guard name != work.top else {
                throw StepFailure(reason: "the folder in \(action.source) has the name of a link, \(name); give it another one")
            }
            if let status = try await bench.machine.status(of: path(name)), status.kind != .link {
                throw StepFailure(reason: "\(path(name)) is \(status.kind.words) and no link; \(way)")
            }
        }
        let folder = path(work.top)
        guard try await bench.machine.status(of: folder) != nil else { return work }
        guard let receipt = try await receipt(in: folder) else {
            throw StepFailure(reason: "\(folder) is there already and was not unpacked by this program; \(way)")
        }
        let isSame =
            receipt.sha256.isEmpty || work.receipt.sha256.isEmpty
            ? receipt.size == work.receipt.size : receipt.sha256 == work.receipt.sha256
        guard isSame else {
            throw StepFailure(
                reason: "\(folder) is there already, unpacked from another archive (\(receipt.source)); move it away to unpack this one")
        }
        return Work(top: work.top, isUnpacked: true, receipt: work.receipt)
    }

    private var way: String { "move it away, or use application.kind: existing" }

    /// Links that do not lead where they should, by name.
    func wrongLinks(_ work: Work) async throws -> [(name: String, target: String)] {
        var wrong: [(name: String, target: String)] = []
        for (name, target) in work.receipt.links.sorted(by: { $0.key < $1.key }) where action.links.contains(where: { $0.name == name }) {
            if try await bench.linkTarget(of: path(name)) != target { wrong.append((name, target)) }
        }
        return wrong
    }

    /// Folders that are not yet the account's: all of them before the receipt says that they once were.
    func wrongFolders(_ work: Work) async throws -> [String] {
        let paths = action.writable.map(path)
        guard work.isUnpacked, work.receipt.isWhole else { return paths }
        var wrong: [String] = []
        for path in paths {
            let status = try await bench.machine.status(of: bench.followed(path))
            if status?.owner != action.group && status.map({ String($0.ownerID) }) != action.group { wrong.append(path) }
        }
        return wrong
    }

    /// How the receipt changes; nil where it says already that all is done.
    func receiptChange(_ work: Work) async throws -> Change? {
        let old = work.isUnpacked ? try await receipt(in: path(work.top)) : nil
        let new = work.receipt.whole
        // One that was begun and not finished is part of the same work.
        let former = old.flatMap { $0.isWhole ? Array($0.text.utf8) : nil } ?? []
        return old == new ? nil : .receipt(ArchiveReceipt.path(in: path(work.top)), from: former, to: new.text)
    }

    /// The receipt of a folder in which all is done, and its path; nil where there is none.
    func wholeReceipt() async throws -> (path: String, text: String)? {
        guard let place = try await place(), place.receipt.isWhole else { return nil }
        return (ArchiveReceipt.path(in: path(place.top)), place.receipt.text)
    }
}

extension Change {
    static func receipt(_ path: String, from old: [UInt8], to new: String) -> Change {
        .file(path: path, isNew: old.isEmpty, diff: rows(from: old, to: Array(new.utf8), path: path))
    }
}

extension ArchiveReceipt {
    /// The same, with everything done.
    var whole: ArchiveReceipt {
        var receipt = self
        receipt.isWhole = true
        return receipt
    }
}

extension String {
    /// Whether the relative path is that folder, or lies in it.
    fileprivate func leads(into folder: String) -> Bool { self == folder || hasPrefix(folder + "/") }
}

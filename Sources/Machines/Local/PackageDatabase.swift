import Glibc

/// The installed packages, from the text of dpkg's status file and of its unfinished updates.
struct PackageDatabase {
    private struct Key: Hashable {
        var name: String
        var architecture: String
    }

    /// Where the stanza under the reader has what.
    private struct Stanza {
        var name: Slice?
        var architecture: Slice?
        var status: Slice?
        var version: Slice?
    }

    private typealias Slice = UnsafeRawBufferPointer.SubSequence

    private var versions: [Key: String] = [:]

    init() {
        versions.reserveCapacity(4096)
    }

    /// Takes in the stanzas of `bytes`; a later one about the same package counts.
    mutating func read(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var stanza = Stanza()
            var start = 0
            while start < buffer.count {
                let rest = buffer.count - start
                let newline = memchr(buffer.baseAddress! + start, CInt(UInt8(ascii: "\n")), rest)
                let end = newline.map { UnsafeRawPointer($0) - buffer.baseAddress! } ?? buffer.count
                if start == end {
                    take(stanza)
                    stanza = Stanza()
                } else {
                    Self.note(buffer[start..<end], in: &stanza)
                }
                start = end + 1
            }
            take(stanza)
        }
    }

    /// Version by package name. Where a package is there for several architectures, the name alone means the machine's own
    /// and `name:architecture` the others.
    var installed: [String: String] {
        // The package manager itself is always of the machine's architecture.
        let native = versions.keys.first { $0.name == "dpkg" }?.architecture
        var result: [String: String] = [:]
        result.reserveCapacity(versions.count)
        var doubled: Set<String> = []
        for (key, version) in versions where result.updateValue(version, forKey: key.name) != nil {
            doubled.insert(key.name)
        }
        guard !doubled.isEmpty else { return result }
        for (name, keys) in Dictionary(grouping: versions.keys.filter { doubled.contains($0.name) }, by: \.name) {
            let own = keys.first { $0.architecture == native } ?? keys.min { $0.architecture < $1.architecture }
            for key in keys {
                result[key == own ? name : "\(name):\(key.architecture)"] = versions[key]
            }
        }
        return result
    }

    private static func note(_ line: Slice, in stanza: inout Stanza) {
        // Lines of a value start with a blank and match none of these.
        switch line.first {
        case UInt8(ascii: "P"): if let value = value(of: "Package:", line) { stanza.name = value }
        case UInt8(ascii: "S"): if let value = value(of: "Status:", line) { stanza.status = value }
        case UInt8(ascii: "V"): if let value = value(of: "Version:", line) { stanza.version = value }
        case UInt8(ascii: "A"): if let value = value(of: "Architecture:", line) { stanza.architecture = value }
        default: break
        }
    }

    private static func value(of field: StaticString, _ line: Slice) -> Slice? {
        let length = field.utf8CodeUnitCount
        guard line.count > length, memcmp(line.base.baseAddress! + line.startIndex, field.utf8Start, length) == 0 else { return nil }
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") }
        let value = line.dropFirst(length).drop(while: isBlank)
        return value.last.map(isBlank) == true ? value.prefix(through: value.lastIndex { !isBlank($0) } ?? value.startIndex) : value
    }

    private mutating func take(_ stanza: Stanza) {
        guard let name = stanza.name, let status = stanza.status else { return }
        let key = Key(
            name: String(decoding: name, as: UTF8.self),
            architecture: stanza.architecture.map { String(decoding: $0, as: UTF8.self) } ?? "")
        if Self.isInstalled(status), let version = stanza.version, !version.isEmpty {
            versions[key] = String(decoding: version, as: UTF8.self)
        } else {
            versions[key] = nil
        }
    }

    /// Whether the status says `ok installed` after what is wanted.
    private static func isInstalled(_ status: Slice) -> Bool {
        let words = status.split(separator: UInt8(ascii: " "))
        return words.count == 3 && words[1].elementsEqual("ok".utf8) && words[2].elementsEqual("installed".utf8)
    }
}

extension LocalMachine {
    public func installedPackages() async throws(MachineError) -> [String: String] {
        let path = "/var/lib/dpkg/status"
        guard let status = try contents(of: path, limit: 256 << 20) else {
            throw MachineError(what: "is missing", subject: path, remedy: "run this on Debian or Ubuntu")
        }
        var database = PackageDatabase()
        database.read(status)
        // What an interrupted dpkg has done but not yet put into its status file.
        let updates = "/var/lib/dpkg/updates"
        for name in try await list(updates) ?? [] where name.allSatisfy(\.isNumber) {
            database.read(try contents(of: "\(updates)/\(name)", limit: 16 << 20) ?? [])
        }
        return database.installed
    }
}

/// The mounted file systems, from the text of a mountinfo file.
struct MountTable {
    let mounts: [Mount]

    init(_ text: String) {
        mounts = text.split(separator: "\n").compactMap(Self.mount)
    }

    /// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`, with any number of optional
    /// fields before the dash.
    private static func mount(_ line: Substring) -> Mount? {
        let fields = line.split(separator: " ", omittingEmptySubsequences: false)
        guard let dash = fields.dropFirst(6).firstIndex(of: "-"), fields.count > dash + 3 else { return nil }
        var options = fields[5].split(separator: ",").map(String.init)
        for option in fields[dash + 3].split(separator: ",").map(String.init) {
            if option == "ro" {
                // A file system that is read-only is so wherever it is mounted.
                options = options.map { $0 == "rw" ? "ro" : $0 }
            } else if option != "rw" && !options.contains(option) {
                options.append(unescaped(option[...]))
            }
        }
        return Mount(
            source: unescaped(fields[dash + 2]), target: unescaped(fields[4]), type: unescaped(fields[dash + 1]), options: options)
    }

    /// The kernel writes white space, `\` and `#` as three octal digits.
    private static func unescaped(_ field: Substring) -> String {
        guard field.utf8.contains(UInt8(ascii: "\\")) else { return String(field) }
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest.removeFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension LocalMachine {
    public func mounts() async throws(MachineError) -> [Mount] {
        let path = "/proc/self/mountinfo"
        guard let bytes = try contents(of: path, limit: 64 << 20) else {
            throw MachineError(what: "is missing", subject: path)
        }
        return MountTable(String(decoding: bytes, as: UTF8.self)).mounts
    }
}

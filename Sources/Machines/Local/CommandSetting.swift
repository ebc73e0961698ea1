import CMachine
import Glibc
import SystemPackage

/// What every command finds around it, whatever the operator's shell has set.
enum CommandSetting {
    /// The environment of a command: nothing of ours, these values, and the command's own.
    static func environment(of command: Command) -> [String: String] {
        fixed.merging(command.environment) { $1 }
    }

    private static let fixed = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": "/root", "TERM": "dumb",
        "DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1",
    ]

    /// Refuses what the kernel would silently cut short.
    static func check(_ command: Command) throws(MachineError) {
        let words = command.arguments + command.environment.keys + command.environment.values
        if words.contains(where: { $0.utf8.contains(0) }) {
            throw MachineError(what: "an argument contains a NUL character", subject: command.arguments[0])
        }
    }

    /// A descriptor from which the command's input can be read; the bytes have no name in any file system.
    static func input(of command: Command) throws(MachineError) -> OpenFile {
        do throws(Errno) {
            guard case .bytes(let bytes) = command.input else { return try OpenFile("/dev/null", O_RDONLY) }
            let file = OpenFile(owning: try Errno.check { machine_nameless_file() })
            try file.writeAll(bytes)
            try Errno.check { lseek(file.descriptor, 0, SEEK_SET) }
            return file
        } catch {
            throw MachineError(error, "its input cannot be prepared", command.arguments[0])
        }
    }
}

extension [String] {
    /// Calls `body` with the words as C wants them, nil at the end.
    func withCStrings<Result>(_ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
        let words = map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        return body(words)
    }
}

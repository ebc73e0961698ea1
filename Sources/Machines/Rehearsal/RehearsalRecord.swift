import FoundationEssentials
import Glibc

/// The real files that a launched command leaves its traces in.
final class RehearsalRecord: Sendable {
    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Opens a log for appending.
    static func openLog(_ path: String) throws(MachineError) -> RehearsalRecord {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw MachineError(what: "cannot be written: \(String(cString: strerror(errno)))", subject: path)
        }
        return RehearsalRecord(descriptor: descriptor)
    }

    /// Refuses a status file that is there already: it would end the command before its time.
    static func demandNone(at path: String) throws(MachineError) {
        guard access(path, F_OK) != 0 else {
            throw MachineError(what: "cannot take the end of a command: File exists", subject: path)
        }
    }

    /// Adds a line. A disk that refuses costs the rehearsal its log, and nothing else.
    func append(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    func close() { _ = Glibc.close(descriptor) }

    /// Writes how the command ended, whole or not at all.
    static func write(_ end: CommandEnd, to path: String) {
        let draft = path + ".new"
        // An enum of numbers always encodes; a disk that refuses shows as a command that is lost.
        guard let bytes = try? JSONEncoder().encode(end), let log = try? openLog(draft) else { return }
        log.append(Array(bytes))
        _ = fsync(log.descriptor)
        log.close()
        _ = rename(draft, path)
    }

    /// How the command ended; nil where nothing is written.
    static func end(in path: String) throws(MachineError) -> CommandEnd? {
        // What cannot be read is not written yet.
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        do {
            return try JSONDecoder().decode(CommandEnd.self, from: bytes)
        } catch {
            throw MachineError(what: "does not say how a command ended", subject: path, remedy: "look into the log beside it")
        }
    }
}

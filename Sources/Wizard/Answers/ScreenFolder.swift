internal import Glibc
import Machines
import TerminalUI

/// A folder into which screens are kept, as text and as a picture.
public struct ScreenFolder: Sendable {
    /// Why there is no such folder, in words.
    public struct Refused: Error, CustomStringConvertible {
        public let description: String
    }

    let path: String
    /// Whether all clocks stand still in the screens, so that they are the same each time.
    let isStill: Bool

    /// Takes a folder that is there already.
    public init(path: String, isStill: Bool) throws(Refused) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, access(path, W_OK | X_OK) == 0 else {
            throw Refused(description: "\(path) is no folder that can be written to; make it, or name another one")
        }
        self.path = path
        self.isStill = isStill
    }

    func keep(_ frame: Frame, as name: String) async throws(MachineError) {
        try await write(frame.snapshot, to: "\(name).txt")
        try await write(frame.svg(title: name), to: "\(name).svg")
    }

    private func write(_ text: String, to name: String) async throws(MachineError) {
        try await LocalMachine(executable: "").replace(
            "\(path)/\(name)", with: Array(text.utf8), attributes: FileAttributes(mode: 0o644))
    }
}

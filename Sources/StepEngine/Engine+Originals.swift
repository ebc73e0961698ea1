internal import Machines

/// What the run keeps of files before it changes them.
extension Engine {
    /// Keeps bytes under `originals/`.
    func store(_ bytes: [UInt8], as name: String) async throws {
        let files = LocalMachine(executable: "")
        try await files.replace(directory.original(name), with: bytes, attributes: FileAttributes(mode: 0o600))
    }

    /// The bytes kept under a name; nil where there are none.
    func stored(_ name: String) async throws -> [UInt8]? {
        try await LocalMachine(executable: "").read(directory.original(name), limit: 1 << 26)
    }

    /// Keeps bytes under `originals/` under the first free one of the names `name-1`, `name-2`, …, and returns it.
    func storeNumbered(_ bytes: [UInt8], as name: String) async throws -> String {
        let files = LocalMachine(executable: "")
        var number = 1
        while try await files.status(of: directory.original("\(name)-\(number)")) != nil { number += 1 }
        try await store(bytes, as: "\(name)-\(number)")
        return "\(name)-\(number)"
    }

    /// Forgets the bytes kept under a name.
    func forget(_ name: String) async throws { try await LocalMachine(executable: "").remove(directory.original(name)) }
}

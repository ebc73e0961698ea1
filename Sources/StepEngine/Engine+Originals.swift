internal import Machines

/// What the run keeps of files before it changes them.
extension Engine {
    /// Keeps bytes under `originals/`.
    func store(_ bytes: [UInt8], as name: String) async throws {
        let files = LocalMachine(executable: "")
        try await files.replace(directory.original(name), with: bytes, attributes: FileAttributes(mode: 0o600))
    }

    /// Keeps what was there before a change under `originals/`. Something else that is kept there already, of which the journal
    /// does not know any more, gets a name of its own.
    func storeOriginal(_ bytes: [UInt8], as name: String) async throws {
        if let former = try await stored(name), former != bytes { _ = try await storeNumbered(former, as: name + ".earlier") }
        try await store(bytes, as: name)
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

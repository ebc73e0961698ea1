/// Something to be done with a file, as it is told to the process that does it.
enum FileErrand: Codable, Hashable {
    case status(String)
    case read(String, limit: Int)
    case list(String)
    /// The bytes go beside it.
    case replace(String, FileAttributes)
    case makeDirectory(String, FileAttributes)
    case setAttributes(String, FileAttributes)
    case remove(String)
    case freeSpace(String)

    var path: String {
        switch self {
        case .status(let path), .read(let path, _), .list(let path), .replace(let path, _), .makeDirectory(let path, _),
            .setAttributes(let path, _), .remove(let path), .freeSpace(let path):
            path
        }
    }

    /// Whether it changes something on the file server's disk.
    var isChange: Bool {
        switch self {
        case .status, .read, .list, .freeSpace: false
        case .replace, .makeDirectory, .setAttributes, .remove: true
        }
    }

    /// Does it in this process.
    func done(on machine: LocalMachine, with bytes: [UInt8]) async -> (FileAnswer, [UInt8]) {
        do throws(MachineError) {
            switch self {
            case .status(let path): return (.status(try await machine.status(of: path)), [])
            case .read(let path, let limit):
                let bytes = try await machine.read(path, limit: limit)
                return (.bytes(isThere: bytes != nil), bytes ?? [])
            case .list(let path): return (.names(try await machine.list(path)), [])
            case .replace(let path, let attributes): try await machine.replace(path, with: bytes, attributes: attributes)
            case .makeDirectory(let path, let attributes): try await machine.makeDirectory(path, attributes: attributes)
            case .setAttributes(let path, let attributes): try await machine.setAttributes(attributes, of: path)
            case .remove(let path): try await machine.remove(path)
            case .freeSpace(let path): return (.space(try await machine.freeSpace(at: path)), [])
            }
            return (.done, [])
        } catch {
            return (.refused(what: error.what, subject: error.subject, remedy: error.remedy), [])
        }
    }
}

/// What came of an errand.
enum FileAnswer: Codable, Hashable {
    case status(FileStatus?)
    /// The bytes come beside it.
    case bytes(isThere: Bool)
    case names([String]?)
    case space(Int)
    case done
    case refused(what: String, subject: String, remedy: String)
}

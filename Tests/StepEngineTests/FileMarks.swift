import Foundation
import Machines

/// The C library's calls for extended attributes, which its Swift module leaves out.
private enum Attributes {
    static let list = call("listxattr", as: (@convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<CChar>?, Int) -> Int).self)
    static let get = call(
        "getxattr", as: (@convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer?, Int) -> Int).self)
    static let set = call(
        "setxattr", as: (@convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer?, Int, CInt) -> CInt).self)

    private static func call<Function>(_ name: String, as type: Function.Type) -> Function {
        guard let symbol = dlsym(nil, name) else { preconditionFailure("the C library has \(name)") }
        return unsafeBitCast(symbol, to: type)
    }
}

/// Everything by which a file can be told from the same file changed and changed back.
struct FileMarks: Equatable {
    var bytes: [UInt8]
    var owner: UInt32
    var group: UInt32
    var mode: UInt32
    var seconds: Int
    var nanoseconds: Int
    /// Extended attributes, the access list among them, by name.
    var attributes: [String: [UInt8]]

    /// Those of the file behind a path.
    init(of path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, let bytes = FileManager.default.contents(atPath: path).map(Array.init) else {
            throw CocoaError(.fileNoSuchFile)
        }
        self.bytes = bytes
        (owner, group, mode) = (status.st_uid, status.st_gid, status.st_mode)
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        attributes = FileMarks.attributes(of: path)
    }

    private static func attributes(of path: String) -> [String: [UInt8]] {
        var names = [CChar](repeating: 0, count: 4096)
        let count = max(0, Attributes.list(path, &names, names.count))
        var found: [String: [UInt8]] = [:]
        for name in names[..<count].split(separator: 0).map({ String(decoding: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self) }) {
            var value = [UInt8](repeating: 0, count: 4096)
            found[name] = Array(value[..<max(0, Attributes.get(path, name, &value, value.count))])
        }
        return found
    }

    /// The number of the file that stands there, which another one takes when it is replaced.
    static func inode(of path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    /// Gives a file an attribute; false where the file system has none.
    static func set(_ name: String, _ value: [UInt8], on path: String) -> Bool { Attributes.set(path, name, value, value.count, 0) == 0 }

    /// Gives a file a time in the past.
    static func setTime(seconds: Int, nanoseconds: Int, of path: String) {
        let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
        utimensat(AT_FDCWD, path, [time, time], 0)
    }

    /// The access list that lets one more account read: version 2, owner, account 1, group, mask, others.
    static let accessList: [UInt8] = {
        let entries: [(tag: UInt16, rights: UInt16, id: UInt32)] = [
            (0x01, 6, .max), (0x02, 4, 1), (0x04, 4, .max), (0x10, 4, .max), (0x20, 4, .max),
        ]
        let little = { (number: UInt32, count: Int) in (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) } }
        return [2, 0, 0, 0] + entries.flatMap { little(UInt32($0.tag), 2) + little(UInt32($0.rights), 2) + little($0.id, 4) }
    }()
}

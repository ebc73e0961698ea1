import Glibc
import Guidebook

/// Finds the guide that belongs to this program.
///
/// `Bundle.module` would do, but the code that the package manager generates for it imports full Foundation.
enum Resources {
    /// The program's own path.
    static var executable: String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        precondition(count > 0, "/proc/self/exe names the running program")
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The folder with Guide and Templates: as installed, beside an unpacked program, or in the checkout it was built in.
    static func folder(_ given: String?) throws -> GuideFolder {
        if let given { return GuideFolder(path: given) }
        var parts = executable.split(separator: "/").dropLast()
        var places = [
            "/\(parts.dropLast().joined(separator: "/"))/share/joget-cluster", "/\(parts.dropLast().joined(separator: "/"))/share",
        ]
        while !parts.isEmpty {
            places.append("/\(parts.joined(separator: "/"))/Resources")
            parts = parts.dropLast()
        }
        guard let place = places.first(where: { access("\($0)/Guide", R_OK) == 0 }) else {
            throw Refusal(
                "the guide is not where the program looks for it (\(places[0])); reinstall, or name it with --guide DIR", .badDocument)
        }
        return GuideFolder(path: place)
    }
}

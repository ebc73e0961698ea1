public import Machines
import Guidebook

/// What lies on the server's disk and may be the answer to a question about a path.
public struct Suggestions: Sendable, Equatable {
    /// Paths by the parameter's name, newest first; nothing for a parameter of which nothing was found.
    public private(set) var paths: [String: [String]] = [:]

    /// The archive that is most likely meant: the newest of Joget's own, else the newest.
    public var bundle: String? {
        let bundles = paths["application.bundle"] ?? []
        return bundles.first { Suggestions.name(of: $0).hasPrefix("joget") } ?? bundles.first
    }

    /// Where people put what they have downloaded; the folders in /home come on top.
    private static let folders = ["/root", "/opt", "/tmp", "/var/tmp", "/srv"]

    /// Creates suggestions from paths that are sorted already.
    init(paths: [String: [String]] = [:]) { self.paths = paths }

    /// Looks into the usual folders, not below them.
    public static func found(on machine: any Machine) async -> Suggestions {
        var finds: [(parameter: String, path: String, modified: Int)] = []
        for folder in await folders + homes(on: machine) {
            // What cannot be read offers nothing; the operator may still type the path.
            for name in (try? await machine.list(folder)) ?? [] {
                let kinds = kinds(of: name)
                guard !kinds.isEmpty, let status = try? await machine.status(of: "\(folder)/\(name)") else { continue }
                for kind in kinds
                where kind.isFolder == (status.kind == .directory) && TextRule.path.problem(with: "\(folder)/\(name)") == nil {
                    finds.append((kind.parameter, "\(folder)/\(name)", status.modified))
                }
            }
        }
        finds.sort { ($0.modified, $1.path) > ($1.modified, $0.path) }
        return Suggestions(paths: Dictionary(grouping: finds, by: \.parameter).mapValues { $0.map(\.path) })
    }

    private static func homes(on machine: any Machine) async -> [String] {
        // A server without /home has no homes.
        ((try? await machine.list("/home")) ?? []).map { "/home/\($0)" }
    }

    /// The questions to which a file or folder of that name may be the answer.
    private static func kinds(of name: String) -> [(parameter: String, isFolder: Bool)] {
        switch name {
        case "jw.war": return [("application.war", false), ("database.schema", false)]
        case "jwdb-mysql.sql": return [("database.schema", false)]
        case "wflow": return [("application.wflow", true)]
        default: break
        }
        let isTomcat = name.hasPrefix("apache-tomcat-9")
        if name.hasSuffix(".tar.gz") && (isTomcat || name.hasPrefix("joget")) || name.hasSuffix(".zip") && isTomcat {
            return [("application.bundle", false)]
        }
        return isTomcat ? [("application.tomcat", true)] : []
    }

    private static func name(of path: String) -> Substring { path.split(separator: "/").last ?? "" }
}

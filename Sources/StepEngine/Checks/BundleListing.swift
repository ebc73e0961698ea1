/// What an archive holds, by its list of paths.
struct BundleListing {
    /// What makes a folder a Tomcat.
    static let marks = ["/bin/catalina.sh", "/lib/catalina.jar"]

    /// The one folder that holds everything.
    let top: String
    /// The folders that are Tomcats, as written in the list.
    let tomcats: [String]

    /// Reads the list; objects to paths that lead out of the place where it is unpacked.
    init(_ text: String) throws {
        // Between the paths tar complains of headers that other systems' tar has added.
        let paths = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("tar: ") }.map(String.init)
        if let path = paths.first(where: BundleListing.isStray) {
            throw Objection("the archive holds the path '\(path)', which leads elsewhere", remedy: BundleListing.remedy)
        }
        let parts = paths.map { $0.split(separator: "/").drop { $0 == "." } }
        let tops = Set(parts.compactMap(\.first)).sorted()
        guard let top = tops.first, tops.count == 1, parts.contains(where: { $0.count > 1 }) else {
            let some = tops.prefix(4).joined(separator: ", ") + (tops.count > 4 ? ", …" : "")
            throw Objection(
                tops.isEmpty ? "the archive is empty" : "the archive has no single folder at its top, but \(some)",
                remedy: BundleListing.remedy)
        }
        self.top = String(top)
        let all = Set(paths)
        let folders = all.filter { $0.hasSuffix(BundleListing.marks[0]) }.map { String($0.dropLast(BundleListing.marks[0].count)) }
        tomcats = folders.filter { all.contains($0 + BundleListing.marks[1]) }.sorted()
    }

    /// The one Tomcat.
    func tomcat() throws -> String {
        guard let tomcat = tomcats.first else {
            throw Objection("no Tomcat is in the archive (\(top))", remedy: BundleListing.remedy)
        }
        guard tomcats.count == 1 else {
            throw Objection(
                "the archive holds \(tomcats.count) Tomcats: \(tomcats.joined(separator: ", "))",
                remedy: "take Joget's own bundle, or the archive of one Tomcat 9")
        }
        return tomcat
    }

    private static let remedy = "take Joget's archive for Linux, or that of a plain Tomcat 9, as its source offers it"

    /// Whether a path is absolute, climbs, or would be taken for an option of a command.
    private static func isStray(_ path: String) -> Bool {
        path.hasPrefix("/") || path.hasPrefix("-") || path.split(separator: "/").contains("..")
    }
}

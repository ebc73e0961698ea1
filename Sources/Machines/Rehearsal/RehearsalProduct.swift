/// A file of a product that can lie on a rehearsed server: an archive to be unpacked, or an application to be deployed.
///
/// Archives take the form that their path's ending says: `.zip` or `.tar.gz`.
public enum RehearsalProduct: Sendable, Hashable {
    /// What a jw.war holds.
    public enum Application: Sendable, Hashable {
        /// Everything that a cluster needs.
        case enterprise
        /// The Community edition: no mark for clusters.
        case community
        /// Not marked as distributable.
        case withoutDistributable
        /// Without the database schema.
        case withoutSchema
        /// Another product's application.
        case foreign
    }

    /// A bundle of Joget's with a Tomcat of that version and this jw.war.
    case bundle(Application, tomcat: String)
    /// A plain Tomcat.
    case tomcat(version: String)
    /// A bundle in which two Tomcats lie side by side.
    case twoTomcats
    /// A bundle whose second half is missing.
    case truncated
    /// An archive of holiday letters.
    case noBundle
    /// A jw.war by itself.
    case war(Application)

    /// Joget's Enterprise bundle as it should be.
    public static let joget = bundle(.enterprise, tomcat: "9.0.86")
    /// A bundle whose jw.war is not marked as distributable.
    public static let withoutDistributable = bundle(.withoutDistributable, tomcat: "9.0.86")
    /// A bundle whose jw.war has no database schema in it.
    public static let withoutSchema = bundle(.withoutSchema, tomcat: "9.0.86")
    /// A bundle of the Community edition.
    public static let community = bundle(.community, tomcat: "9.0.86")

    /// The folder at the top of a bundle.
    static let top = "joget-enterprise-linux-8.1.6"

    /// What `wflow` in a bundle holds, by paths relative to it: for shares that somebody has filled already.
    public static var wflow: [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: wflowEntries.filter { !$0.isDirectory && !$0.path.isEmpty }.map { ($0.path, $0.bytes) })
    }

    /// The statements that make Joget's tables, as its application brings them: for databases that somebody has filled already.
    public static var schema: String { RehearsalSchema.text }

    /// The file's bytes.
    func bytes(at path: String) -> [UInt8] {
        let format: RehearsalArchive.Format = path.hasSuffix(".zip") || path.hasSuffix(".war") ? .zip : .tarGzip
        if case .truncated = self {
            let whole = RehearsalArchive(format, Self.joget.entries).bytes
            return Array(whole.prefix(whole.count * 6 / 10))
        }
        return RehearsalArchive(format, entries).bytes
    }

    /// The checksum (SHA-256) of the file at such a path.
    public func sha256(at path: String) -> String { Digest.text(of: bytes(at: path)) }

    private typealias Entry = RehearsalArchive.Entry

    private var entries: [Entry] {
        switch self {
        case .bundle(let application, let version): Self.bundle(application, [version])
        case .twoTomcats: Self.bundle(.enterprise, ["9.0.70", "9.0.86"])
        case .truncated: []
        case .tomcat(let version):
            Self.below(
                "apache-tomcat-\(version)", RehearsalTomcatFiles.entries(version: version, serverXML: RehearsalTomcatFiles.plainServerXML))
        case .noBundle: [Self.folder("holiday/"), Self.file("holiday/letter.txt", "Nothing of Joget is in here.\n")]
        case .war(let application): application.entries
        }
    }

    private static func bundle(_ application: Application, _ versions: [String]) -> [Entry] {
        var entries = [
            folder(""), file("VERSION.txt", "8.1.6\n"), file("README.txt", "Joget DX 8 Enterprise Edition\n"),
            file("setup.sh", "#!/bin/sh\nexec ./apache-ant-1.7.1/bin/ant setup\n", 0o755),
            file("tomcat.sh", RehearsalTomcatFiles.startScript(version: versions.last ?? ""), 0o755), folder("data/"),
            file("data/jwdb-empty.sql", RehearsalSchema.text),
        ]
        for version in versions {
            let files = RehearsalTomcatFiles.entries(version: version, serverXML: RehearsalTomcatFiles.jogetServerXML)
            let war = Entry(path: "webapps/jw.war", bytes: RehearsalArchive(.zip, application.entries).bytes, mode: 0o644)
            entries += below("apache-tomcat-\(version)", files + [war])
        }
        return below(top, entries + below("wflow", wflowEntries))
    }

    /// The shared directory as it is shipped; `app_datasource.properties` is not.
    private static var wflowEntries: [Entry] {
        let agent = [
            "wflow-cluster.jar": "wflow-cluster", "aspectjweaver-1.9.22.jar": "aspectjweaver", "glowroot/glowroot.jar": "glowroot",
        ]
        let agents = agent.sorted { $0.key < $1.key }.map { path, name in
            Entry(
                path: path, bytes: RehearsalArchive(files: [("META-INF/MANIFEST.MF", "Premain-Class: \(name).Agent\n")]).bytes, mode: 0o644)
        }
        return [
            folder(""), file("app_datasource-default.properties", RehearsalTomcatFiles.shippedDatasource), folder("app_resources/"),
            file("app_resources/welcome.txt", "A file of the shared directory as it is shipped.\n"), folder("glowroot/"),
        ] + agents
    }

    // MARK: - Entries

    fileprivate static func file(_ path: String, _ text: String, _ mode: UInt32 = 0o644) -> RehearsalArchive.Entry {
        RehearsalArchive.Entry(path: path, bytes: Array(text.utf8), mode: mode)
    }

    private static func folder(_ path: String) -> Entry { Entry(path: path, bytes: [], mode: 0o755) }

    private static func below(_ folder: String, _ entries: [Entry]) -> [Entry] {
        entries.map { Entry(path: "\(folder)/\($0.path)", bytes: $0.bytes, mode: $0.mode) }
    }
}

extension RehearsalProduct.Application {
    /// What the WAR holds.
    var entries: [RehearsalArchive.Entry] {
        let library = RehearsalArchive(files: [("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")]).bytes
        let name = self == .foreign ? "Petstore" : self == .community ? "Joget DX Community 8" : "Joget DX Enterprise 8"
        let mark = [.enterprise, .withoutSchema].contains(self) ? "    <distributable/>\n" : ""
        let descriptor = """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
                <display-name>\(name)</display-name>
            \(mark)    <session-config><tracking-mode>COOKIE</tracking-mode></session-config>
            </web-app>

            """
        var entries = [
            RehearsalProduct.file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"), RehearsalProduct.file("WEB-INF/web.xml", descriptor),
        ]
        guard self != .foreign else { return entries }
        entries.append(RehearsalArchive.Entry(path: "WEB-INF/lib/wflow-core.jar", bytes: library, mode: 0o644))
        entries.append(RehearsalProduct.file("index.jsp", "<%-- sends the browser on --%>\n"))
        if self != .withoutSchema {
            entries.append(RehearsalProduct.file("WEB-INF/classes/setup/sql/jwdb-mysql.sql", RehearsalSchema.text))
        }
        return entries
    }
}

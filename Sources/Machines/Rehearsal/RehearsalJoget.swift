/// Joget as an application of Tomcat's: its deployment, its settings, its database.
extension RehearsalServer {
    // MARK: - Deployment

    /// Deploys what lies in `webapps`.
    mutating func deploy(_ tomcat: inout RehearsalTomcat, _ log: inout RehearsalTomcatLog) {
        let folder = "\(tomcat.base)/webapps"
        let before = files.actor
        files.actor = tomcat.actor
        defer { files.actor = before }
        if exists("\(folder)/jw.war") { deployJoget("\(folder)/jw.war", &tomcat, &log) }
        guard exists("\(folder)/ROOT") else { return }
        log.info("catalina.startup.HostConfig.deployDirectory", "Deploying web application directory [\(folder)/ROOT]")
        log.info(
            "catalina.startup.HostConfig.deployDirectory",
            "Deployment of web application directory [\(folder)/ROOT] has finished in [35] ms")
    }

    private mutating func deployJoget(_ path: String, _ tomcat: inout RehearsalTomcat, _ log: inout RehearsalTomcatLog) {
        log.info("catalina.startup.HostConfig.deployWAR", "Deploying web application archive [\(path)]")
        // What cannot be read is no application.
        let bytes = files.allows(.read, path) ? (try? files.bytes(of: path)) ?? nil : nil
        guard let bytes, let archive = RehearsalArchive(bytes), archive.format == .zip, archive.isWhole else {
            let reason =
                bytes == nil
                ? "java.io.FileNotFoundException: \(path) (Permission denied)" : "java.util.zip.ZipException: zip END header not found"
            log.severe("catalina.startup.ContextConfig.beforeStart", "Exception fixing docBase for context [/jw]", reason)
            log.severe("catalina.core.StandardContext.startInternal", "Context [/jw] startup failed due to previous errors")
            // It is not tried again before the file changes.
            tomcat.application = .init(digest: digest(of: path) ?? "", isDistributable: false, isJoget: false)
            return
        }
        expand(archive, to: String(path.dropLast(".war".utf8.count)), &log)
        let descriptor = archive.text(of: "WEB-INF/web.xml")
        var application = RehearsalTomcat.Application(
            digest: Digest.text(of: bytes), isDistributable: descriptor.contains("<distributable") && !has(.warNotDistributable),
            isJoget: descriptor.contains("Joget"))
        log.wait(600)
        if application.isJoget {
            log.plain("Using base directory: \(wflowHome(of: tomcat))")
            report(jogetState(of: tomcat), &application, tomcat, &log)
        }
        tomcat.application = application
        startManager(tomcat, &log)
        log.info("catalina.startup.HostConfig.deployWAR", "Deployment of web application archive [\(path)] has finished in [7214] ms")
    }

    /// Unpacks an application beside its archive. Where that may not be written Tomcat complains, and runs it all the same.
    private mutating func expand(_ archive: RehearsalArchive, to folder: String, _ log: inout RehearsalTomcatLog) {
        do throws(FileRefusal) {
            _ = try files.removeTree(folder)
            try files.makeDirectory(folder, mode: 0o750)
            for entry in archive.entries where !entry.isDirectory {
                try makeParents(RehearsalFiles.parent(of: "\(folder)/\(entry.path)"))
                try files.write(entry.bytes, to: "\(folder)/\(entry.path)")
            }
        } catch {
            log.severe(
                "catalina.startup.ContextConfig.beforeStart", "Exception fixing docBase for context [/jw]",
                "java.io.IOException: Unable to create the directory [\(folder)]")
        }
    }

    private func digest(of path: String) -> String? {
        // No file, no digest.
        ((try? files.bytes(of: path)) ?? nil).map { Digest.text(of: $0) }
    }

    /// Deploys an application anew that has changed since, as Tomcat does within seconds.
    mutating func noticeChanges(of unit: String) {
        guard var tomcat = tomcats[unit], tomcat.settings.deploysChanges else { return }
        let path = "\(tomcat.base)/webapps/jw.war"
        let digest = digest(of: path)
        guard digest != tomcat.application?.digest else { return }
        var log = RehearsalTomcatLog(clock: logClock)
        if tomcat.application != nil { log.info("catalina.startup.HostConfig.undeploy", "Undeploying context [/jw]") }
        tomcat.application = nil
        let before = files.actor
        files.actor = tomcat.actor
        if digest != nil { deployJoget(path, &tomcat, &log) }
        files.actor = before
        tomcats[unit] = tomcat
        append(log, to: tomcat.log)
    }

    // MARK: - Settings and database

    /// What stands between a visitor and Joget.
    enum JogetState: Hashable {
        case ready
        case noProfile(String)
        case noDatabase(String)
    }

    /// The directory that Joget takes for its own.
    func wflowHome(of tomcat: RehearsalTomcat) -> String {
        guard let given = tomcat.property("wflow.home"), !given.isEmpty else {
            let home = account(.users, tomcat.userName)?.fields.dropFirst(5).first ?? "/root"
            return "\(home)/wflow"
        }
        return given.hasPrefix("/") ? given : "\(tomcat.home)/\(given)"
    }

    /// Whether Joget's settings are there and lead to its database.
    func jogetState(of tomcat: RehearsalTomcat) -> JogetState {
        let home = wflowHome(of: tomcat)
        guard let current = properties("\(home)/app_datasource.properties", tomcat.actor)?["currentProfile"], !current.isEmpty,
            let settings = properties("\(home)/app_datasource-\(current).properties", tomcat.actor)
        else { return .noProfile("No database profile configured") }
        let drivers = ["com.mysql.jdbc.Driver", "com.mysql.cj.jdbc.Driver", "org.mariadb.jdbc.Driver"]
        let driver = settings["workflowDriver"] ?? ""
        guard drivers.contains(driver) else { return .noDatabase("Cannot load JDBC driver class '\(driver)'") }
        guard let url = JDBCAddress(settings["workflowUrl"] ?? "") else { return .noDatabase("no suitable driver found for the address") }
        let user = settings["workflowUser"] ?? ""
        do throws(SQLRefusal) {
            let (server, session) = try logIn(
                host: url.host, port: url.port, user: user, password: settings["workflowPassword"], to: url.database)
            if server.flavour == .mySQL, server.needsPublicKey(session), url.parameters["useSSL"] == "false",
                url.parameters["allowPublicKeyRetrieval"] != "true"
            {
                return .noDatabase("Public Key Retrieval is not allowed")
            }
            guard server.schemas[url.database]?.tables["dir_role"] != nil else {
                return .noDatabase("Table '\(url.database).dir_role' doesn't exist")
            }
            guard server.allows(session, "SELECT", in: url.database) else { return .noDatabase("SELECT command denied to user '\(user)'") }
            return .ready
        } catch {
            return .noDatabase(error.number == 2002 || error.number == 2003 ? "Communications link failure" : error.text)
        }
    }

    /// The keys and values of a Java properties file that somebody may read; nil where there is none.
    private func properties(_ path: String, _ actor: FileActor) -> [String: String]? {
        var reading = files
        guard reading.acting(as: actor, { $0.allows(.read, path) }) else { return nil }
        var found: [String: String] = [:]
        for line in files.text(of: path).replacing("\\\n", with: "").split(whereSeparator: \.isNewline) {
            let text = line.drop { $0.isWhitespace }
            guard let first = text.first, first != "#", first != "!" else { continue }
            let (key, value) = Self.property(text)
            found[key] = value
        }
        return found
    }

    /// `key=value`, `key: value` or `key value`, escapes resolved.
    private static func property(_ line: Substring) -> (key: String, value: String) {
        var (key, value) = ("", "")
        var isEscaped = false
        var rest = line
        while let character = rest.popFirst() {
            if !isEscaped, "=: \t".contains(character) {
                rest = rest.drop { $0 == " " || $0 == "\t" }
                if character == " " || character == "\t", let sign = rest.first, "=:".contains(sign) { rest = rest.dropFirst() }
                break
            }
            if isEscaped || character != "\\" { key.append(character) }
            isEscaped = !isEscaped && character == "\\"
        }
        rest = rest.drop { $0 == " " || $0 == "\t" }
        isEscaped = false
        while let character = rest.popFirst() {
            if isEscaped, character == "u", let code = UInt32(rest.prefix(4), radix: 16), let scalar = Unicode.Scalar(code) {
                value.append(Character(scalar))
                rest = rest.dropFirst(4)
            } else if isEscaped {
                value.append(["n": "\n", "t": "\t", "r": "\r"][character] ?? character)
            } else if character != "\\" {
                value.append(character)
            }
            isEscaped = !isEscaped && character == "\\"
        }
        return (key, value)
    }

    // MARK: - Coming up

    /// Says what keeps Joget from coming up, once for each reason, and notes the node where nothing does.
    mutating func report(
        _ state: JogetState, _ application: inout RehearsalTomcat.Application, _ tomcat: RehearsalTomcat, _ log: inout RehearsalTomcatLog
    ) {
        let complaint: String
        switch state {
        case .ready: complaint = ""
        case .noProfile(let reason): complaint = "ERROR : \(reason)"
        case .noDatabase(let reason): complaint = "ERROR : Fail to connect database\n\(reason)"
        }
        if !complaint.isEmpty, complaint != application.complaint {
            log.plain("===== Error initializing WebApplicationContext =====", complaint)
        }
        application.complaint = complaint
        guard state == .ready, !application.isRegistered else { return }
        do throws(FileRefusal) {
            try register(tomcat)
            application.isRegistered = true
        } catch {
            log.plain("ERROR : \(wflowHome(of: tomcat))/servers.json (\(error.text))")
        }
    }

    /// Notes the node in the files of the shared directory that name all of them.
    private mutating func register(_ tomcat: RehearsalTomcat) throws(FileRefusal) {
        let home = wflowHome(of: tomcat)
        let node = tomcat.property("wflow.name") ?? seed.server
        let before = files.actor
        files.actor = tomcat.actor
        defer { files.actor = before }
        let known = files.text(of: "\(home)/servers.json").split(separator: "\"").map(String.init).filter { !"[], \n".contains($0) }
        let names = Set(known.filter { !$0.contains(",") && !$0.contains("[") && !$0.contains("]") }).union([node]).sorted()
        try files.write(Array("[\"\(names.joined(separator: "\",\""))\"]".utf8), to: "\(home)/servers.json")
        let addresses = files.text(of: "\(home)/serversIP.properties").split(separator: "\n").filter { !$0.hasPrefix("\(node)=") }
        let lines = addresses.map(String.init) + ["\(node)=\(resolve(seed.server).first ?? seed.address)"]
        try files.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "\(home)/serversIP.properties")
        try makeParents("\(home)/app_logs/\(node)")
    }
}

/// `jdbc:mysql://host:port/database?name=value&…`
struct JDBCAddress: Hashable {
    var host: String
    var port = 3306
    var database: String
    var parameters: [String: String] = [:]

    init?(_ text: String) {
        guard let scheme = ["jdbc:mysql://", "jdbc:mariadb://"].first(where: text.hasPrefix) else { return nil }
        let parts = text.dropFirst(scheme.utf8.count).split(separator: "?", maxSplits: 1).map(String.init)
        guard let place = parts.first, let slash = place.firstIndex(of: "/") else { return nil }
        let names = place[..<slash].split(separator: ":").map(String.init)
        guard let host = names.first else { return nil }
        self.host = host
        if names.count > 1 {
            guard let port = Int(names[1]) else { return nil }
            self.port = port
        }
        database = String(place[place.index(after: slash)...])
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            parameters[sides[0]] = sides.count > 1 ? sides[1] : ""
        }
    }
}

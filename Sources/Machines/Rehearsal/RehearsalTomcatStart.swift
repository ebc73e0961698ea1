/// Starting a Tomcat, from its script to its web applications.
extension RehearsalServer {
    /// Runs `catalina.sh run`; false where Tomcat ends soon. What it prints goes to the unit's file.
    mutating func startTomcat(
        _ unit: RehearsalUnit, script: String, _ environment: [String: String], _ actor: FileActor
    ) throws(MachineError) -> Bool {
        var log = RehearsalTomcatLog(clock: logClock)
        let output = unit.outputFile ?? Self.journal(of: unit.name)
        let own = RehearsalFiles.parent(of: RehearsalFiles.parent(of: script))
        let home = environment["CATALINA_HOME"] ?? own
        let before = files.actor
        files.actor = actor
        let tomcat = try begin(home, base: environment["CATALINA_BASE"] ?? home, environment, actor, &log)
        files.actor = before
        guard var tomcat else {
            append(log, to: output)
            return false
        }
        tomcat.log = output
        let lives = boot(&tomcat, &log)
        append(log, to: output)
        if lives { tomcats[unit.name] = tomcat }
        return lives
    }

    /// Adds to a log as the service manager does, who opened it as root.
    mutating func append(_ log: RehearsalTomcatLog, to path: String?) {
        logClock = log.clock + 1000
        guard let path, !log.text.isEmpty else { return }
        let before = files.actor
        files.actor = .root
        // A full disk keeps no log.
        try? files.write(((try? files.bytes(of: path)) ?? []) + Array(log.text.utf8), to: path)
        files.actor = before
    }

    // MARK: - Script and virtual machine

    /// What the script and the virtual machine do before Tomcat itself runs; nil where they end.
    private mutating func begin(
        _ home: String, base: String, _ environment: [String: String], _ actor: FileActor, _ log: inout RehearsalTomcatLog
    ) throws(MachineError) -> RehearsalTomcat? {
        guard let version = tomcatVersion(home), files.allows(.read, "\(home)/bin/bootstrap.jar") else {
            log.plain(
                "Error: Could not find or load main class org.apache.catalina.startup.Bootstrap",
                "Caused by: java.lang.ClassNotFoundException: org.apache.catalina.startup.Bootstrap")
            return nil
        }
        var variables = environment.merging(["CATALINA_HOME": home, "CATALINA_BASE": base]) { $1 }
        let settings = ["\(base)/bin/setenv.sh", "\(home)/bin/setenv.sh"].first { exists($0) && files.allows(.read, $0) }
        if let settings {
            let state = try runShell(files.text(of: settings), arguments: ["catalina.sh", "run"], environment: variables)
            variables = state.variables
            for line in String(decoding: state.errors, as: UTF8.self).split(separator: "\n") { log.plain(String(line)) }
            if state.leap == .outOfScript { return nil }
        }
        let (java, complaint) = chosenJava(variables)
        guard complaint.isEmpty, javaVersion(java) != nil else {
            log.plain(complaint.isEmpty ? "\(home)/bin/catalina.sh: 1: exec: \(java): not found" : complaint.joined(separator: "\n"))
            return nil
        }
        let options = ["JAVA_OPTS", "CATALINA_OPTS"].flatMap { (variables[$0] ?? "").split(separator: " ").map(String.init) }
        let refusal = javaComplaint(options)
        guard refusal.isEmpty else {
            log.plain(refusal.joined(separator: "\n"))
            return nil
        }
        return RehearsalTomcat(
            home: home, base: base, actor: actor, userName: name(.users, actor.user), version: version, java: java, options: options)
    }

    /// The version of the Tomcat in a directory; nil where there is none.
    func tomcatVersion(_ home: String) -> String? {
        let path = "\(home)/lib/catalina.jar"
        // What cannot be read is no Tomcat.
        guard files.allows(.read, path), let bytes = try? files.bytes(of: path), let archive = RehearsalArchive(bytes) else { return nil }
        let line = archive.text(of: RehearsalTomcatFiles.serverNumberPath).split(separator: "\n").first { $0.hasPrefix("server.number=") }
        return line.map { $0.dropFirst("server.number=".utf8.count).split(separator: ".").prefix(3).joined(separator: ".") }
    }

    // MARK: - Tomcat

    /// Tomcat's own start; false where it gives up.
    private mutating func boot(_ tomcat: inout RehearsalTomcat, _ log: inout RehearsalTomcatLog) -> Bool {
        let lines = [
            "Server version name:   Apache Tomcat/\(tomcat.version)", "Server version number: \(tomcat.version).0",
            "Java Home:             \(RehearsalFiles.parent(of: RehearsalFiles.parent(of: tomcat.java)))",
            "CATALINA_BASE:         \(tomcat.base)", "CATALINA_HOME:         \(tomcat.home)",
        ]
        guard let settings = settings(of: tomcat, &log) else { return false }
        tomcat.settings = settings
        let opening = lines + tomcat.options.map { "Command line argument: \($0)" }
        for line in opening { log.info("catalina.startup.VersionLoggerListener.log", line) }
        takePorts(&tomcat, &log)
        log.info("catalina.startup.Catalina.load", "Server initialization in [986] milliseconds")
        log.info("catalina.core.StandardService.startInternal", "Starting service [Catalina]")
        log.info("catalina.core.StandardEngine.startInternal", "Starting Servlet engine: [Apache Tomcat/\(tomcat.version)]")
        guard joinCluster(&tomcat, &log) else {
            for connector in tomcat.listeners {
                log.info("coyote.AbstractProtocol.pause", "Pausing ProtocolHandler [\"http-nio-\(connector.port)\"]")
            }
            log.info("catalina.core.StandardService.stopInternal", "Stopping service [Catalina]")
            return false
        }
        deploy(&tomcat, &log)
        for connector in tomcat.listeners {
            log.info("coyote.AbstractProtocol.start", "Starting ProtocolHandler [\"http-nio-\(connector.port)\"]")
        }
        log.info("catalina.startup.Catalina.start", "Server startup in [8730] milliseconds")
        return true
    }

    /// What server.xml asks for; nil where it cannot be read, or is no XML.
    private func settings(of tomcat: RehearsalTomcat, _ log: inout RehearsalTomcatLog) -> RehearsalTomcatSettings? {
        let path = "\(tomcat.base)/conf/server.xml"
        let notConfigured = { (log: inout RehearsalTomcatLog) in
            log.severe("catalina.startup.Bootstrap.main", "Cannot start server. Server instance is not configured.")
        }
        var reading = files
        let isReadable = reading.acting(as: tomcat.actor) { $0.allows(.read, path) }
        guard isReadable else {
            let reason = exists(path) ? "Permission denied" : "No such file or directory"
            log.warning("catalina.startup.Catalina.parseServerXml", "Unable to load server configuration from [\(path)]")
            log.plain("\tjava.io.FileNotFoundException: \(path) (\(reason))")
            notConfigured(&log)
            return nil
        }
        do throws(XMLRefusal) {
            return RehearsalTomcatSettings(try XMLReader.document(files.text(of: path)))
        } catch {
            let reason =
                "org.xml.sax.SAXParseException; systemId: file:\(path); lineNumber: \(error.line); columnNumber: \(error.column); "
                + error.text
            log.severe(
                "tomcat.util.digester.Digester.fatalError", "Parse fatal error at line [\(error.line)] column [\(error.column)]", reason)
            log.warning("catalina.startup.Catalina.parseServerXml", "Unable to load server configuration from [\(path)]")
            log.plain("\t\(reason)")
            notConfigured(&log)
            return nil
        }
    }

    /// Takes the HTTP ports; one that is taken already is missed, and Tomcat goes on.
    private func takePorts(_ tomcat: inout RehearsalTomcat, _ log: inout RehearsalTomcatLog) {
        let taken = Set(listeners.map(\.port))
        for connector in tomcat.settings.connectors {
            log.info("coyote.AbstractProtocol.init", "Initializing ProtocolHandler [\"http-nio-\(connector.port)\"]")
            if taken.contains(connector.port) {
                log.severe(
                    "catalina.util.LifecycleBase.handleSubClassException",
                    "Failed to initialize component [Connector[HTTP/1.1-\(connector.port)]]",
                    "org.apache.catalina.LifecycleException: Protocol handler initialization failed",
                    "java.net.BindException: Address already in use")
            } else {
                tomcat.listeners.append(connector)
            }
        }
    }

    /// Stops a Tomcat, if that unit runs one.
    mutating func endTomcat(_ unit: String) {
        guard let tomcat = tomcats.removeValue(forKey: unit) else { return }
        forgetSessions(at: Set(ownKeys(tomcat)))
        var log = RehearsalTomcatLog(clock: logClock)
        for connector in tomcat.listeners {
            log.info("coyote.AbstractProtocol.pause", "Pausing ProtocolHandler [\"http-nio-\(connector.port)\"]", thread: "Thread-1")
        }
        log.info("catalina.core.StandardService.stopInternal", "Stopping service [Catalina]", thread: "Thread-1")
        if tomcat.replicates {
            log.info(
                "catalina.ha.session.DeltaManager.stopInternal", "Manager [localhost#/jw] expiring sessions upon shutdown",
                thread: "Thread-1")
        }
        for connector in tomcat.listeners {
            log.info("coyote.AbstractProtocol.destroy", "Destroying ProtocolHandler [\"http-nio-\(connector.port)\"]", thread: "Thread-1")
        }
        append(log, to: tomcat.log)
    }
}

/// A Tomcat that runs.
struct RehearsalTomcat: Hashable {
    /// The directories that it calls home and base.
    var home: String
    var base: String
    /// Who runs it.
    var actor: FileActor
    var userName: String
    /// The version, such as 9.0.86.
    var version: String
    /// The Java program, and its options before the class path.
    var java: String
    var options: [String]
    var settings = RehearsalTomcatSettings()
    /// The HTTP ports that it could take.
    var listeners: [Listener] = []
    /// Where it takes the sessions of its peers; nil where it is in no cluster.
    var receiver: Listener?
    /// The addresses of the peers that it has found.
    var members: [String] = []
    /// What is deployed at /jw.
    var application: Application?
    /// Where its output goes; nil for the journal.
    var log: String?

    /// A deployed jw.war.
    struct Application: Hashable {
        /// What tells this file from another one.
        var digest: String
        var isDistributable: Bool
        /// Whether it is Joget's at all.
        var isJoget: Bool
        /// Whether Joget found its database, and noted the node.
        var isRegistered = false
        /// The last reason why it is not up.
        var complaint = ""
    }

    /// The value of a system property given as an option.
    func property(_ name: String) -> String? {
        options.last { $0.hasPrefix("-D\(name)=") }.map { String($0.dropFirst(name.utf8.count + 3)) }
    }

    /// Whether sessions are shared with the members.
    var replicates: Bool { receiver != nil && application?.isDistributable == true }

    /// The whole command line, as the process list shows it.
    var commandLine: String {
        let path = ["-classpath", "\(home)/bin/bootstrap.jar:\(base)/bin/tomcat-juli.jar"]
        let ends = ["-Dcatalina.base=\(base)", "-Dcatalina.home=\(home)", "-Djava.io.tmpdir=\(base)/temp"]
        let logging =
            ["-Djava.util.logging.config.file=\(base)/conf/logging.properties"]
            + ["-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager"]
        return ([java] + logging + options + path + ends + ["org.apache.catalina.startup.Bootstrap", "start"]).joined(separator: " ")
    }
}

/// What a server.xml asks for.
struct RehearsalTomcatSettings: Hashable {
    enum Membership: Hashable {
        /// Heartbeats on a multicast group, through the interface of an address where one is given.
        case multicast(group: String, port: Int, bind: String?)
        /// The addresses of the peers.
        case fixed([String])
    }

    struct Cluster: Hashable {
        /// The address on which sessions are taken; nil for that of the own name.
        var address: String?
        var port = 4000
        /// How many further ports are tried.
        var autoBind = 100
        var membership = Membership.multicast(group: "228.0.0.4", port: 45564, bind: nil)
    }

    var connectors: [Listener] = []
    var shutdownPort = 8005
    var route: String?
    var cluster: Cluster?
    /// Whether applications that change are deployed anew while Tomcat runs.
    var deploysChanges = true

    init() {}

    /// Reads the document.
    init(_ root: XMLElement) {
        shutdownPort = root.attributes["port"].flatMap { Int($0) } ?? 8005
        connectors = root.all("Connector").filter { !($0.attributes["protocol"] ?? "HTTP").contains("AJP") }.map {
            Listener(address: $0.attributes["address"] ?? "::", port: $0.attributes["port"].flatMap { Int($0) } ?? 8080)
        }
        let engine = root.first("Engine")
        route = engine?.attributes["jvmRoute"].flatMap { $0.isEmpty ? nil : $0 }
        cluster = (engine?.first("Cluster") ?? root.first("Cluster")).map(Self.cluster)
        deploysChanges = root.first("Host")?.attributes["autoDeploy"] != "false"
    }

    private static func cluster(_ element: XMLElement) -> Cluster {
        var cluster = Cluster()
        if let receiver = element.first("Receiver") {
            cluster.address = receiver.attributes["address"].flatMap { $0 == "auto" ? nil : $0 }
            cluster.port = receiver.attributes["port"].flatMap { Int($0) } ?? 4000
            cluster.autoBind = receiver.attributes["autoBind"].flatMap { Int($0) } ?? 100
        }
        let isFixed = (element.all("Membership") + element.all("Interceptor")).contains {
            $0.attributes["className"]?.contains("StaticMembership") == true
        }
        if isFixed {
            cluster.membership = .fixed(element.all("Member").compactMap { $0.attributes["host"] })
        } else if let membership = element.first("Membership") {
            cluster.membership = .multicast(
                group: membership.attributes["address"] ?? "228.0.0.4",
                port: membership.attributes["port"].flatMap { Int($0) } ?? 45564, bind: membership.attributes["bind"])
        }
        return cluster
    }
}

import Machines
import Testing

/// An application server on its way through the guide.
enum RehearsalNode {
    static let bundle = "/root/joget-enterprise-linux-8.1.6.tar.gz"
    static let home = "/opt/joget/tomcat"
    static let share = "/opt/joget/shared/wflow"
    static let log = "/opt/joget/tomcat/logs/catalina.out"
    static let login = "http://10.0.0.21:8080/jw/web/login"

    static let unit = """
        [Unit]
        Wants=network-online.target
        After=network-online.target
        RequiresMountsFor=/opt/joget/shared/wflow
        [Service]
        Type=exec
        User=joget
        Group=joget
        WorkingDirectory=/opt/joget/tomcat
        Environment=CATALINA_HOME=/opt/joget/tomcat
        Environment=CATALINA_BASE=/opt/joget/tomcat
        ExecStart=/opt/joget/tomcat/bin/catalina.sh run
        StandardOutput=append:/opt/joget/tomcat/logs/catalina.out
        StandardError=inherit
        [Install]
        WantedBy=multi-user.target

        """

    static let options = """
        for each in /usr/lib/jvm/java-17-openjdk-* /opt/java-17*; do
            if [ -x "$each/bin/java" ]; then JRE_HOME=$each; break; fi
        done
        unset JAVA_HOME
        export JRE_HOME
        case "$1" in run|start|debug)
            JAVA_OPTS="$JAVA_OPTS -Xmx2048M -Dwflow.home=/opt/joget/shared/wflow -Dwflow.name=node01"
            for pattern in 'wflow-cluster.jar' 'aspectjweaver-*.jar' 'glowroot/glowroot.jar'; do
                agent=$(ls -v /opt/joget/shared/wflow/$pattern 2> /dev/null | tail -n 1)
                if [ -n "$agent" ]; then JAVA_OPTS="$JAVA_OPTS -javaagent:$agent"; fi
            done
            export JAVA_OPTS ;;
        esac

        """

    static let database = """
        CREATE DATABASE jwedb CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
        CREATE USER 'joget'@'10.0.0.21' IDENTIFIED BY 'secret';
        GRANT ALL PRIVILEGES ON `jwedb`.* TO 'joget'@'10.0.0.21';
        """

    /// app1 between its file server and its database, with the bundle on its disk.
    static func seed(_ change: (inout RehearsalSeed) -> Void = { _ in }) -> RehearsalSeed {
        RehearsalCluster.debian("app1") { seed in
            seed.products[bundle] = .joget
            seed.remoteExports = [.init(server: "files1", path: "/export/wflow", squashesRoot: false, owner: 880, mode: 0o750)]
            seed.remoteDatabases = [.init(server: "db1", script: database)]
            change(&seed)
        }
    }

    /// A cluster element, static between app1 and app2 unless other membership is given.
    static func cluster(membership: String? = nil, receiver: String = "address=\"10.0.0.21\" port=\"4000\" autoBind=\"0\"") -> String {
        let fixed = """
            <Membership className="org.apache.catalina.tribes.membership.StaticMembershipService">
              <LocalMember className="org.apache.catalina.tribes.membership.StaticMember" host="10.0.0.21" port="4000"/>
              <Member className="org.apache.catalina.tribes.membership.StaticMember" host="10.0.0.22" port="4000"/>
            </Membership>
            """
        return """
            <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"><Channel>\(membership ?? fixed)
            <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" \(receiver)/></Channel></Cluster>
            """
    }
}

extension RehearsalMachine {
    /// Does what the guide does before Tomcat is started: packages, account, share, bundle, settings, options, tables.
    func prepareJoget(java: Bool = true, settings: Bool = true, tables: Bool = true) async throws {
        try await succeed("apt-get install -y nfs-common mariadb-client curl unzip\(java ? " openjdk-17-jre-headless" : "")")
        try await succeed("groupadd --system --gid 880 joget")
        try await succeed("useradd --system --uid 880 --gid 880 --home-dir /nonexistent --no-create-home joget")
        try makeDirectory(RehearsalNode.share, attributes: FileAttributes())
        try await succeed("tee -a /etc/fstab", input: "files1:/export/wflow /opt/joget/shared/wflow nfs rw,hard,_netdev,nofail 0 0\n")
        try await succeed("mount /opt/joget/shared/wflow")
        try await unpack(RehearsalNode.bundle)
        let copy = RehearsalNode.share + "/.joget-cluster-copy"
        try await succeed("cp --recursive /opt/joget/bundle/wflow/. \(copy)")
        try await succeed("cp --recursive --link --no-clobber \(copy)/. \(RehearsalNode.share)")
        try await succeed("rm --recursive --force \(copy)")
        try await succeed("chown --recursive joget:joget \(RehearsalNode.share)")
        if settings { try putSettings() }
        if tables { try await loadTables() }
        try put("\(RehearsalNode.home)/bin/setenv.sh", RehearsalNode.options, mode: 0o755)
        try put("/etc/systemd/system/joget.service", RehearsalNode.unit)
        try await succeed("systemctl daemon-reload")
    }

    /// Unpacks an archive below /opt/joget as the guide does.
    func unpack(_ path: String) async throws {
        let staging = "/opt/joget/.joget-cluster-unpack"
        try await succeed("rm --recursive --force \(staging)")
        try makeDirectory(staging, attributes: FileAttributes(mode: 0o700))
        try await succeed("tar --extract --gzip --no-same-owner --file \(path) --directory \(staging)")
        let top = try #require(try list(staging)?.first)
        try await succeed("chown --recursive --no-dereference root:joget \(staging)")
        try await succeed("chmod --recursive u=rwX,g=rX,o= \(staging)")
        try await succeed("mv --no-target-directory \(staging)/\(top) /opt/joget/\(top)")
        let tomcat = try #require(try list("/opt/joget/\(top)")?.first { $0.hasPrefix("apache-tomcat") })
        try await succeed("ln --symbolic --force --no-dereference \(top)/\(tomcat) /opt/joget/tomcat")
        try await succeed("ln --symbolic --force --no-dereference \(top) /opt/joget/bundle")
        for folder in ["logs", "temp", "work", "webapps", "conf/Catalina"] {
            try await succeed("mkdir --parents /opt/joget/tomcat/\(folder)")
            try await succeed("chown --recursive joget:joget /opt/joget/tomcat/\(folder)")
            try await succeed("chmod --recursive u=rwX,g=rX,o= /opt/joget/tomcat/\(folder)")
        }
    }

    func putSettings(url: String = "jdbc:mysql://10.0.0.12:3306/jwedb?characterEncoding=UTF-8&useSSL=false&allowPublicKeyRetrieval=true")
        throws
    {
        try put("\(RehearsalNode.share)/app_datasource.properties", "currentProfile=default\n")
        let escaped = url.map { ":=".contains($0) ? "\\\($0)" : String($0) }.joined()
        let lines = ["workflowDriver=com.mysql.cj.jdbc.Driver", "workflowUrl=\(escaped)", "workflowUser=joget", "workflowPassword=secret"]
        let path = "\(RehearsalNode.share)/app_datasource-default.properties"
        try put(path, lines.map { $0 + "\n" }.joined(), mode: 0o640)
        try setAttributes(FileAttributes(owner: "880", group: "880"), of: path)
    }

    func loadTables() async throws {
        let schema = try await succeed("unzip -p \(RehearsalNode.home)/webapps/jw.war WEB-INF/classes/setup/sql/jwdb-mysql.sql")
        try put("/root/own.cnf", "[client]\nuser=joget\npassword=secret\nhost=10.0.0.12\nport=3306\nprotocol=tcp\n", mode: 0o600)
        try await succeed("mariadb --defaults-file=/root/own.cnf --batch jwedb", input: schema)
    }

    /// Gives Tomcat its name and a cluster element, as the guide's edit does.
    func joinCluster(_ cluster: String = RehearsalNode.cluster(), route: String = "node01") throws {
        let path = "\(RehearsalNode.home)/conf/server.xml"
        let text = try #require(try text(path))
        let named = text.replacing(
            "<Engine name=\"Catalina\" defaultHost=\"localhost\">",
            with: "<Engine name=\"Catalina\" defaultHost=\"localhost\" jvmRoute=\"\(route)\">")
        try put(path, named.replacing("<Host name=\"localhost\"", with: cluster + "\n<Host name=\"localhost\""))
    }

    func page(_ url: String = RehearsalNode.login, cookie: String? = nil) throws -> WebReply {
        try fetch(WebRequest(url, cookie: cookie), within: .seconds(5))
    }

    func state(_ name: String) -> ServiceStatus? { services([name])[name] }
}

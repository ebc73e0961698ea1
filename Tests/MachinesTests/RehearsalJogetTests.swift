import Machines
import Testing

@Suite("Joget in a rehearsal")
struct RehearsalJogetTests {
    /// An application server with everything in place but the start.
    private func ready(
        _ faults: [RehearsalFault] = [], java: Bool = true, settings: Bool = true, tables: Bool = true,
        _ change: (inout RehearsalSeed) -> Void = { _ in }
    ) async throws -> RehearsalMachine {
        let machine = RehearsalMachine(seed: RehearsalNode.seed(change), faults: faults)
        try await machine.prepareJoget(java: java, settings: settings, tables: tables)
        return machine
    }

    /// Starts Joget and gives what its log says.
    @discardableResult
    private func start(_ machine: RehearsalMachine) async throws -> String {
        try await machine.succeed("systemctl start joget")
        return try await machine.text(RehearsalNode.log) ?? ""
    }

    @Test("Joget starts, answers, and notes itself on the share; after a restart of the server too")
    func starts() async throws {
        let machine = try await ready()
        try await machine.succeed("systemctl enable joget")
        let log = try await start(machine)
        #expect(await machine.state("joget") == ServiceStatus(exists: true, isRunning: true, isEnabled: true, detail: "active (running)"))
        let page = try await machine.page()
        #expect(page.status == 200 && page.body.contains("Joget"))
        #expect(try await machine.text("\(RehearsalNode.share)/servers.json") == "[\"node01\"]")
        #expect(try await machine.status(of: "\(RehearsalNode.share)/servers.json")?.ownerID == 880)
        #expect(log.contains("INFO [main] org.apache.catalina.startup.Catalina.start Server startup in ["))
        #expect(log.contains("Using base directory: /opt/joget/shared/wflow\n"))
        #expect(!log.contains("DeltaManager"))
        await machine.restart()
        #expect(try await machine.page().status == 200)
        try await machine.succeed("systemctl stop joget")
        #expect(try await machine.text(RehearsalNode.log)?.hasSuffix("Destroying ProtocolHandler [\"http-nio-8080\"]\n") == true)
        await #expect(throws: MachineError.self) { try await machine.page() }
    }

    @Test("The process list shows who runs Tomcat, with its options in order")
    func listsProcess() async throws {
        let machine = try await ready()
        try await start(machine)
        let list = try await machine.succeed("ps -ww -eo pid=,user=,args=")
        let line = try #require(list.split(separator: "\n").first { $0.hasSuffix("org.apache.catalina.startup.Bootstrap start") })
        #expect(
            line.contains(" joget    /usr/lib/jvm/java-17-openjdk-amd64/bin/java ") && line.contains(" -Dcatalina.base=/opt/joget/tomcat "))
        #expect(
            line.contains(
                " -Dwflow.name=node01 -javaagent:/opt/joget/shared/wflow/wflow-cluster.jar"
                    + " -javaagent:/opt/joget/shared/wflow/aspectjweaver-1.9.22.jar"
                    + " -javaagent:/opt/joget/shared/wflow/glowroot/glowroot.jar "
            ))
        let number = try #require(line.split(separator: " ").first)
        #expect(try await machine.text("/proc/\(number)/cgroup") == "0::/system.slice/joget.service\n")
        #expect(await machine.listeners().map(\.port).filter { $0 > 1000 } == [8005, 8080])
    }

    @Test("Without the share the service is not started at all")
    func needsShare() async throws {
        let machine = try await ready()
        try await machine.succeed("umount \(RehearsalNode.share)")
        await machine.switchOn(.exportMissing)
        #expect(try await machine.run("systemctl start joget").output.hasPrefix("A dependency job for joget.service failed."))
        #expect(await machine.state("joget")?.isRunning == false)
        await machine.switchOff(.exportMissing)
        try await start(machine)
        #expect(try await machine.page().status == 200)
    }

    @Test("Without Java the script says what it misses, and the unit is failed")
    func needsJava() async throws {
        let machine = try await ready(java: false)
        let log = try await start(machine)
        #expect(log.hasPrefix("Neither the JAVA_HOME nor the JRE_HOME environment variable is defined\n"))
        #expect(await machine.state("joget")?.detail == "failed (Result: exit-code)")
        try await machine.succeed("apt-get install -y openjdk-17-jre-headless")
        try await start(machine)
        #expect(await machine.state("joget")?.isRunning == true)
        await machine.switchOn(.javaMissing)
        try await machine.succeed("systemctl restart joget")
        #expect(await machine.state("joget")?.isRunning == false)
        await #expect(throws: MachineError.self) { try await machine.run("java -version") }
    }

    @Test("A Java that was unpacked by hand is found as well")
    func findsOwnJava() async throws {
        let machine = try await ready(java: false) { $0.javaHomes = ["/opt/java-17.0.13": "17.0.13"] }
        #expect(try await machine.succeed("/opt/java-17.0.13/bin/java -version").hasPrefix("openjdk version \"17.0.13\""))
        try await start(machine)
        #expect(await machine.state("joget")?.isRunning == true)
    }

    @Test("Without its account, or with a log folder that is gone, the service cannot be started")
    func needsAccountAndFolder() async throws {
        let machine = try await ready()
        try await machine.succeed("rm --recursive --force /opt/joget/tomcat/logs")
        #expect(try await machine.run("systemctl start joget").status == 1)
        try await machine.succeed("mkdir /opt/joget/tomcat/logs")
        try await machine.succeed("userdel joget")
        #expect(try await machine.run("systemctl start joget").status == 1)
    }

    @Test("A server.xml that is no XML stops Tomcat, and the log names the place")
    func needsXML() async throws {
        let machine = try await ready()
        let path = "\(RehearsalNode.home)/conf/server.xml"
        let text = try #require(try await machine.text(path))
        try await machine.put(path, text.replacing("</Engine>", with: ""))
        let log = try await start(machine)
        #expect(log.contains("SEVERE [main] org.apache.tomcat.util.digester.Digester.fatalError Parse fatal error at line ["))
        #expect(log.contains("The element type \"Engine\" must be terminated by the matching end-tag \"</Engine>\"."))
        #expect(log.contains("Cannot start server. Server instance is not configured."))
        #expect(await machine.state("joget")?.isRunning == false)
    }

    @Test("An agent that is missing stops Java before Tomcat begins")
    func needsAgents() async throws {
        let machine = try await ready()
        let script = try #require(try await machine.text("\(RehearsalNode.home)/bin/setenv.sh"))
        try await machine.put("\(RehearsalNode.home)/bin/setenv.sh", script + "\nJAVA_OPTS=\"$JAVA_OPTS -javaagent:/nothing.jar\"\n")
        let log = try await start(machine)
        #expect(
            log == """
                Error opening zip file or JAR manifest missing : /nothing.jar
                Error occurred during initialization of VM
                agent library failed to init: instrument

                """)
        try await machine.put("\(RehearsalNode.home)/bin/setenv.sh", script.replacing("-Xmx2048M", with: "-Xmx2048Q"))
        #expect(
            try await start(machine).contains("Invalid maximum heap size: -Xmx2048Q\nError: Could not create the Java Virtual Machine.\n"))
    }

    @Test("Files that the account may not read stop Tomcat as they do on a server")
    func needsRights() async throws {
        let machine = try await ready()
        try await machine.succeed("chmod 0600 \(RehearsalNode.home)/conf/server.xml")
        #expect(try await start(machine).contains("server.xml (Permission denied)"))
        try await machine.succeed("chmod 0640 \(RehearsalNode.home)/conf/server.xml")
        try await machine.succeed("chmod 0600 \(RehearsalNode.home)/bin/catalina.sh")
        #expect(try await machine.run("systemctl restart joget").status == 1)
    }

    @Test("Without a profile Joget offers to set itself up")
    func needsProfile() async throws {
        let machine = try await ready(settings: false)
        let log = try await start(machine)
        #expect(log.contains("===== Error initializing WebApplicationContext =====\nERROR : No database profile configured\n"))
        let page = try await machine.page()
        #expect(page.status == 302 && page.header("location") == "/jw/setup")
        #expect(try await machine.page("http://10.0.0.21:8080/jw/setup").status == 200)
        #expect(try await machine.text("\(RehearsalNode.share)/servers.json") == nil)
        try await machine.putSettings()
        #expect(try await machine.page().status == 200)
        #expect(try await machine.text("\(RehearsalNode.share)/servers.json") == "[\"node01\"]")
    }

    @Test(
        "A database that cannot be used is refused with 403, and the log says why",
        arguments: [
            ("jdbc:mysql://10.0.0.12:3307/jwedb", "Communications link failure"),
            ("jdbc:mysql://10.0.0.12:3306/other", "Access denied for user 'joget'@'10.0.0.21' to database 'other'"),
            ("jdbc:oracle://10.0.0.12:3306/jwedb", "no suitable driver"),
        ])
    func needsDatabase(url: String, reason: String) async throws {
        let machine = try await ready()
        try await machine.putSettings(url: url)
        let log = try await start(machine)
        #expect(log.contains("ERROR : Fail to connect database\n") && log.contains(reason))
        #expect(try await machine.page().header("location") == "/jw/setup")
        #expect(try await machine.page("http://10.0.0.21:8080/jw/setup").status == 403)
    }

    @Test("A wrong password, missing tables and a MySQL that hides its key are told apart")
    func tellsDatabaseFaults() async throws {
        let machine = try await ready(tables: false)
        #expect(try await start(machine).contains("Table 'jwedb.dir_role' doesn't exist"))
        try await machine.loadTables()
        #expect(try await machine.page().status == 200)
        await machine.switchOn(.databaseRefusesPassword)
        #expect(try await machine.page().status == 302)
        #expect(
            try await machine.text(RehearsalNode.log)?.contains("Access denied for user 'joget'@'10.0.0.21' (using password: YES)") == true)
        let mysql = try await ready { $0.remoteDatabases[0].isMySQL = true }
        try await start(mysql)
        #expect(try await mysql.page().status == 200)
        try await mysql.putSettings(url: "jdbc:mysql://10.0.0.12:3306/jwedb?useSSL=false")
        #expect(try await mysql.page().status == 302)
        #expect(try await mysql.text(RehearsalNode.log)?.hasSuffix("Public Key Retrieval is not allowed\n") == true)
    }

    @Test("A share on which Joget may not write keeps the node out of the list")
    func needsWritableShare() async throws {
        let machine = try await ready()
        try await machine.setAttributes(FileAttributes(owner: "root", mode: 0o755), of: RehearsalNode.share)
        #expect(try await start(machine).contains("ERROR : /opt/joget/shared/wflow/servers.json (Permission denied)\n"))
        #expect(try await machine.page().status == 200)
        #expect(try await machine.text("\(RehearsalNode.share)/servers.json") == nil)
    }

    @Test("A port that is taken leaves Tomcat without its page")
    func needsPort() async throws {
        let machine = try await ready([.portTaken(8080)])
        #expect(try await start(machine).contains("java.net.BindException: Address already in use"))
        #expect(await machine.state("joget")?.isRunning == true)
        let error = await #expect(throws: MachineError.self) { try await machine.page() }
        #expect(error?.what == "what answers is not HTTP")
    }

    @Test("A jw.war that is put in place while Tomcat runs is deployed")
    func deploysLater() async throws {
        let machine = try await ready { $0.products["/root/other.war"] = .war(.foreign) }
        try await machine.succeed("mv --no-target-directory \(RehearsalNode.home)/webapps/jw.war /root/jw.war")
        try await start(machine)
        #expect(try await machine.page().status == 404)
        let target = "\(RehearsalNode.home)/webapps/jw.war"
        try await machine.succeed("cp --dereference /root/jw.war \(target)")
        #expect(try await machine.page().status == 404)
        #expect(try await machine.text(RehearsalNode.log)?.contains("jw.war (Permission denied)") == true)
        try await machine.succeed("rm \(target)")
        #expect(try await machine.page().status == 404)
        try await machine.succeed("cp --dereference /root/jw.war /root/readable.war")
        try await machine.succeed("chmod 0644 /root/readable.war")
        try await machine.succeed("mv --no-target-directory /root/readable.war \(target)")
        #expect(try await machine.page().status == 200)
        #expect(try await machine.text("\(RehearsalNode.home)/webapps/jw/WEB-INF/web.xml")?.contains("Joget") == true)
        try await machine.succeed("cp --dereference /root/other.war \(target)")
        #expect(try await machine.page().status == 404)
        #expect(try await machine.text(RehearsalNode.log)?.contains("Undeploying context [/jw]") == true)
    }

    @Test("A Tomcat of somebody else's runs from the beginning")
    func knowsOtherTomcats() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.tomcatServices = [.init()] })
        #expect(await machine.state("tomcat9")?.isRunning == true)
        let list = try await machine.succeed("ps -ww -eo pid=,user=,args=")
        #expect(list.contains(" tomcat   /usr/bin/java ") && list.contains("-Dcatalina.home=/opt/tomcat9 "))
        #expect(await machine.listeners().contains(Listener(address: "::", port: 8080)))
        try await machine.succeed("apt-get install -y unzip curl")
        let version = "unzip -p /opt/tomcat9/lib/catalina.jar org/apache/catalina/util/ServerInfo.properties"
        #expect(try await machine.succeed(version).contains("server.number=9.0.70.0"))
        #expect(try await machine.page("http://app1:8080/").status == 200)
        #expect(try await machine.page("http://10.0.0.21:8080/jw/web/login").status == 404)
    }
}

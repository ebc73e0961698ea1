import StepEngine
import Testing

@Suite("Known failures of Joget, Java and Tomcat")
struct KnownFailureTestsJoget {
    @Test("F8: a shared directory that is not mounted when Java starts")
    func notMounted() {
        expect(
            "F8", in: .log(CatalinaOut.agentMissing),
            proof: "Error opening zip file or JAR manifest missing : /opt/joget/shared/wflow/wflow-cluster.jar")
        expect("F8", .likely, in: .output("agent library failed to init: instrument"), proof: "instrument")
        expect(
            "F8", .likely,
            in: .finding(
                "Joget's agents in /opt/joget/shared/wflow", found: "missing: wflow-cluster.jar, aspectjweaver-*.jar",
                evidence: "/opt/joget/shared/wflow: empty"), proof: ": empty")
        let community = Symptoms.finding(
            "Joget's agents in /opt/joget/shared/wflow", found: "missing: wflow-cluster.jar",
            evidence: "/opt/joget/shared/wflow: app_datasource-default.properties aspectjweaver-1.9.7.jar")
        #expect(KnownFailure.diagnoses(of: community) == [], "a Community edition is mounted well enough")
    }

    @Test("F10: a Joget that finds no database profile")
    func noProfile() {
        expect("F10", in: .log("java.sql.SQLException: No database profile configured"), proof: "No database profile configured")
        let setup = """
            HTTP/1.1 302\u{20}
            Location: http://10.99.0.1:8080/jw/setup
            Content-Length: 0

            HTTP/1.1 200\u{20}
            Content-Type: text/html;charset=UTF-8
            """
        expect("F10", in: .output(setup), proof: "Location: http://10.99.0.1:8080/jw/setup")
        expect(
            "F10",
            in: .finding(
                login, found: "Joget has no database profile: it offers to set itself up",
                evidence: "HTTP 302, to http://10.99.0.1:8080/jw/setup; that page answers with status 200"), proof: "status 200")
    }

    private let login = "http://10.99.0.1:8080/jw/web/login answers"

    @Test("F11: a set-up page that Joget keeps closed, because it has settings and no database")
    func closedSetup() {
        expect(
            "F11", .likely,
            in: .finding(
                login, found: "Joget does not reach its database",
                evidence: "HTTP 302, to http://10.99.0.1:8080/jw/setup; that page answers with status 403"), proof: "status 403")
    }

    @Test("Where Joget's words fit a missing profile and a silent database, both are named, the usual one first")
    func profileOrDatabase() {
        let words = Symptoms.log("===== Error initializing WebApplicationContext =====\nERROR : Fail to connect database\n")
        let diagnoses = KnownFailure.diagnoses(of: words)
        #expect(diagnoses.map(\.failure) == ["F11", "F10"])
        #expect(diagnoses.map(\.certainty) == [.likely, .possible])
        let page = "HTTP 302, to http://10.99.0.1:8080/jw/setup; that page answers with status 500"
        let redirected = KnownFailure.diagnoses(of: .finding(login, found: "Joget leads to its set-up page", evidence: page))
        #expect(redirected.map(\.failure) == ["F11", "F10"] && redirected.allSatisfy { $0.certainty == .possible })
        let named = KnownFailure.diagnoses(of: words + .output("java.sql.SQLException: No database profile configured"))
        #expect(named.first?.failure == "F10", "the sure one comes first")
    }

    @Test("F18: a node's name that comes after the agent which is to read it")
    func nameAfterAgent() {
        let options =
            "-Xmx2048M -Dwflow.home=/opt/joget/shared/wflow -javaagent:/opt/joget/shared/wflow/wflow-cluster.jar -Dwflow.name=node1"
        expect("F18", in: .output("JAVA_OPTS=\(options)"), proof: "-Dwflow.name=node1")
        let started = options.split(separator: " ")
            .map { "23-Nov-2026 02:50:51 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Command line argument: \($0)" }
        expect("F18", in: .log(started.joined(separator: "\n")), proof: "Command line argument: -Dwflow.name=node1")
        #expect(KnownFailure.diagnoses(of: .log(started.reversed().joined(separator: "\n"))) == [], "before the agent it is right")
    }

    @Test("F18: a node without a name, and one whose name is not there")
    func sharedName() {
        expect(
            "F18", in: .finding("nodes that Joget lists", found: "node01 is not among them: (no name)", evidence: #"[""]"#),
            proof: "(no name)")
        expect(
            "F18", .possible, in: .finding("nodes that Joget lists", found: "node01 is not among them: node02", evidence: #"["node02"]"#),
            proof: "node01 is not among them")
    }

    @Test("F19: a release with known cluster faults", arguments: ["8.0.4", "Joget DX 8.0-RC2", "version 7.0.40 (Enterprise)"])
    func oldRelease(version: String) {
        expect("F19", in: .finding("Joget version", found: version, verdict: .warns), proof: version)
        expect("F19", in: .log("Joget\n\(version)\n", at: "/opt/joget/bundle/VERSION.txt"), proof: version)
    }

    @Test("A release without them is none", arguments: ["8.0.11", "8.0.12", "8.1.6", "9.0.7", "8"])
    func newRelease(version: String) {
        #expect(KnownFailure.diagnoses(of: .finding("Joget version", found: version, verdict: .warns)) == [])
        #expect(KnownFailure.diagnoses(of: .log(version, at: "/opt/joget/bundle/VERSION.txt")) == [])
        #expect(KnownFailure.diagnoses(of: .log("8.0.4", at: "/var/log/other.log")) == [], "a number in another file is no release")
        let file = Symptoms.finding("file /opt/joget/bundle/VERSION.txt", found: "0.5 kB")
        #expect(KnownFailure.diagnoses(of: file) == [], "nor is what is said about the file")
    }

    @Test("F19: keys that clash when processes start")
    func clash() {
        let line = "java.sql.SQLIntegrityConstraintViolationException: Duplicate entry '1004' for key 'SHKProcesses.I1_SHKProcesses'"
        expect("F19", .possible, in: .log(line), proof: "Duplicate entry '1004'")
    }

    @Test("F20: a node without a license")
    func noLicense() {
        expect("F20", in: .finding("Joget's license", found: "three users at most"), proof: "three users")
        expect("F20", .likely, in: .output("<a href=\"#\">License: Joget DX Enterprise 8</a>"), proof: "License: Joget DX Enterprise 8")
    }

    @Test("A Java that is too old, told by itself")
    func oldJava() {
        expect(
            "java-too-old",
            in: .log(
                "Error: LinkageError occurred while loading main class A\n\tjava.lang.UnsupportedClassVersionError: A has been compiled by "
                    + "a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only "
                    + "recognizes class file versions up to 61.0"), proof: "class file version 65.0")
        expect(
            "java-too-old", in: .log("java.lang.UnsupportedClassVersionError: org/joget/A : Unsupported major.minor version 55.0"),
            proof: "55.0")
    }

    @Test("A Java that is too new for Joget's libraries")
    func newJava() {
        expect(
            "java-too-new", in: .log("java.lang.IllegalArgumentException: Unsupported class file major version 65"),
            proof: "major version 65")
    }

    @Test("A heap that does not fit, and one that is used up")
    func memory() {
        expect(
            "java-memory",
            in: .log(
                """
                Error occurred during initialization of VM
                Could not reserve enough space for 94371840000KB object heap
                """), proof: "94371840000KB")
        expect(
            "java-memory",
            in: .log(
                """
                OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00007f6770000000, 68719476736, 0) failed; error=\
                'Not enough space' (errno=12)
                #
                # There is insufficient memory for the Java Runtime Environment to continue.
                # Native memory allocation (mmap) failed to map 68719476736 bytes. Error detail: committing reserved memory.
                """), proof: "insufficient memory")
        expect("java-memory", in: .log("java.lang.OutOfMemoryError: Java heap space"), proof: "Java heap space")
    }

    @Test("An option that Java does not know")
    func option() {
        expect(
            "java-option",
            in: .log(
                "Invalid maximum heap size: -Xmx1024MB\nError: Could not create the Java Virtual Machine.\n"
                    + "Error: A fatal exception has occurred. Program will exit."), proof: "-Xmx1024MB")
        expect("java-option", in: .log("Unrecognized VM option 'UseConcMarkSweepGC'"), proof: "UseConcMarkSweepGC")
        expect("java-option", in: .log("Unrecognized option: --add-opens"), proof: "--add-opens")
    }

    @Test("A server.xml that is no XML any more, with the line that breaks it")
    func serverXML() {
        expect(
            "server-xml-broken", in: .log(CatalinaOut.second + "\n" + CatalinaOut.broken),
            proof: "server.xml; lineNumber: 8; columnNumber: 26")
        expect(
            "server-xml-broken", .likely, in: .log("SEVERE: Cannot start server. Server instance is not configured."),
            proof: "not configured")
    }
}

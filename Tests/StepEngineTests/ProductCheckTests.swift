import Foundation
import Guidebook
import Testing

@testable import StepEngine

@Suite("Checks of what Joget runs on")
struct ProductCheckTests {
    /// A program that calls itself Java, and notes each time that it is asked.
    private func layJava(_ line: String, in look: Look, at name: String = "jdk") throws -> String {
        let note = look["asked"]
        try look.write(
            "#!/bin/sh\necho asked >> \(note)\necho '\(line)' >&2\necho 'OpenJDK Runtime' >&2\n", to: "\(name)/bin/java", mode: 0o755)
        return look[name]
    }

    @Test("Java 11 and 17 are taken", arguments: ["17.0.15", "11.0.2"])
    func java(number: String) async throws {
        let look = try await Look()
        let home = try layJava("openjdk version \"\(number)\" 2025-04-15", in: look)
        #expect(
            await look.at(.java(home: home))
                == Finding("Java 11 or 17", expected: "Java 11 or 17", found: "Java \(number), \(home)/bin/java", verdict: .holds))
    }

    @Test("Another Java is refused by its number, with what helps", arguments: ["21.0.4", "1.8.0_412"])
    func otherJava(number: String) async throws {
        let look = try await Look()
        let home = try layJava("openjdk version \"\(number)\" 2025-04-15", in: look)
        let finding = await look.at(.java(home: home))
        #expect(finding.verdict == .fails && finding.found == "Java \(number), \(home)/bin/java: Joget DX 8 supports 11 and 17")
        #expect(finding.remedy?.contains("application.java-home") == true)
    }

    @Test("No Java is told apart from a program that is none")
    func noJava() async throws {
        let look = try await Look()
        #expect(await look.at(.java(home: look["none"])).found == "no Java at \(look["none"])")
        let home = try layJava("hello", in: look)
        #expect(await look.at(.java(home: home)).found == "\(home)/bin/java says no version: Joget DX 8 supports 11 and 17")
    }

    @Test("In one look a Java is asked for its version once, in the next one again")
    func askedOnce() async throws {
        let look = try await Look()
        let home = try layJava("openjdk version \"17.0.1\"", in: look)
        for _ in 0..<3 { #expect(await look.at(.java(home: home)).verdict == .holds) }
        #expect(try look.text(of: "asked") == "asked\n")
        let inspector = look.inspector
        let next = Inspector(
            machine: inspector.machine, plan: inspector.plan, secrets: inspector.secrets, directory: inspector.directory,
            survey: Survey(inspector.machine))
        #expect(await next.finding(for: .java(home: home)).verdict == .holds)
        #expect(try look.text(of: "asked") == "asked\nasked\n")
    }

    static let installed = ((try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/jvm")) ?? [])
        .first { $0.hasPrefix("java-17-openjdk-") }

    @Test(
        "Where nothing is said, Java is found in its usual place", .enabled(if: installed != nil, "this machine has no package of Java 17"))
    func usualPlace() async throws {
        let finding = await (try Look()).at(.java(home: ""))
        #expect(finding.verdict == .holds && finding.found.hasPrefix("Java 17."))
        #expect(finding.found.hasSuffix(", /usr/lib/jvm/\(Self.installed ?? "")/bin/java"))
    }

    @Test(
        "The version is read as every Java prints it",
        arguments: [
            ("openjdk version \"17.0.15\" 2025-04-15", 17), ("java version \"1.8.0_202\"", 8), ("openjdk version \"21\" 2023-09-19", 21),
            ("openjdk version \"17-ea\" 2021-09-14", 17), ("Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version \"11.0.2\"", 11),
        ])
    func javaVersion(output: String, major: Int) {
        #expect(JavaVersion(output: output)?.major == major)
    }

    @Test("What is no version is not taken for one", arguments: ["", "version 17", "version \"\"", "version \"x\""])
    func noVersion(output: String) {
        #expect(JavaVersion(output: output) == nil)
        #expect(TomcatVersion(properties: output) == nil && TomcatVersion(number: output) == nil)
    }

    @Test("A Tomcat 9 is known by its own number")
    func tomcat() async throws {
        let look = try await Look()
        try look.layTomcat("9.0.43", in: "tomcat")
        #expect(
            await look.at(.tomcat(home: look["tomcat"]))
                == Finding("Tomcat 9 at \(look["tomcat"])", expected: "Tomcat 9", found: "Tomcat 9.0.43", verdict: .holds))
    }

    @Test(
        "Another Tomcat is refused with the reason",
        arguments: [
            ("10.1.6", "Joget DX 8 is written for javax.servlet, and since version 10 Tomcat has jakarta.servlet"),
            ("11.0.0", "Joget DX 8 is written for javax.servlet, and since version 10 Tomcat has jakarta.servlet"),
            ("8.5.41", "Joget DX 8 supports Tomcat 9 alone"),
        ])
    func otherVersion(number: String, reason: String) async throws {
        let look = try await Look()
        try look.layTomcat(number, in: "tomcat")
        let finding = await look.at(.tomcat(home: look["tomcat"]))
        #expect(finding.verdict == .fails && finding.found == "Tomcat \(number): \(reason)" && finding.remedy?.contains("Tomcat 9") == true)
    }

    @Test("A directory that is no Tomcat says what is missing in it")
    func noTomcat() async throws {
        let look = try await Look(answers: ["application.kind": "existing", "application.tomcat": "@/tomcat"])
        let missing = await look.at(.tomcat(home: look["tomcat"]))
        #expect(missing.verdict == .fails && missing.found == "there is no bin/catalina.sh in \(look["tomcat"])")
        #expect(missing.remedy == "name the directory that holds bin, conf and webapps with application.tomcat")
        try look.write("", to: "tomcat/bin/catalina.sh")
        try look.write("no archive", to: "tomcat/lib/catalina.jar")
        let broken = await look.at(.tomcat(home: look["tomcat"]))
        // A new look: the first one went no further than the script.
        #expect(broken.found == "\(look["tomcat"])/lib/catalina.jar does not say its version: it is no Tomcat, or damaged")
        #expect(broken.evidence?.isEmpty == false)
    }

    @Test("A Tomcat that runs is named with who runs it and how to use it; the one that is meant is none of these")
    func otherTomcat() async throws {
        let look = try await Look()
        try look.write("", to: "joget-1/tomcat/bin/x")
        try look.run("ln", "-s", "joget-1/tomcat", "tomcat")
        let other = Process()
        other.executableURL = URL(filePath: "/bin/sh")
        other.arguments = [
            "-c", "read line", "java", "-Xmx1g", "-Dcatalina.base=\(look["joget-1/tomcat"])", "-Dcatalina.home=/usr/share/tomcat9",
            "org.apache.catalina.startup.Bootstrap", "start",
        ]
        let input = Pipe()
        other.standardInput = input
        try other.run()
        defer { other.terminate() }
        let found = await look.at(.otherTomcat(home: "/opt/joget/tomcat"))
        #expect(found.verdict == .fails && found.expected == "none but the one in /opt/joget/tomcat")
        #expect(found.found.hasPrefix("user \(NSUserName()) runs a Tomcat from \(look["joget-1/tomcat"])"), "\(found)")
        #expect(found.found.hasSuffix("(process \(other.processIdentifier))"))
        #expect(
            found.remedy?.contains("application.kind: existing, application.tomcat: \(look["joget-1/tomcat"]), application.service: ")
                == true)
        #expect(found.evidence?.hasPrefix("\(other.processIdentifier) \(NSUserName()) /bin/sh … -Dcatalina.base=") == true)
        let own = await look.at(.otherTomcat(home: look["tomcat"]))
        #expect(own.verdict == .holds && own.found == "the one in \(look["tomcat"])", "a link leads to it")
    }

    @Test("Running Tomcats are read as ps prints them")
    func processes() {
        let debian = TomcatProcess(
            line:
                " 412 tomcat   /usr/lib/jvm/default-java/bin/java -Djava.util.logging.config.file=/var/lib/tomcat9/conf/logging.properties "
                + "-classpath /usr/share/tomcat9/bin/bootstrap.jar -Dcatalina.base=/var/lib/tomcat9 -Dcatalina.home=/usr/share/tomcat9 "
                + "-Djava.io.tmpdir=/tmp org.apache.catalina.startup.Bootstrap start")
        #expect(debian?.pid == 412 && debian?.user == "tomcat" && debian?.homes == ["/var/lib/tomcat9", "/usr/share/tomcat9"])
        let blank = TomcatProcess(line: "7 joe java -Dcatalina.home=/srv/my tomcat org.apache.catalina.startup.Bootstrap start")
        #expect(blank?.homes == ["/srv/my tomcat"])
        #expect(TomcatProcess(line: "7 joe vi org.apache.catalina.startup.Bootstrap.java") == nil)
        #expect(TomcatProcess(line: "7 joe") == nil)
    }

    @Test("A heap with room beside it holds; one that is too large is a warning with the kernel's own number")
    func memory() async throws {
        let look = try await Look()
        let small = await look.at(.memory(heap: "1M"))
        #expect(small.verdict == .holds && small.expected == "at least 513 MB: the heap of 1M and 512 MB beside it")
        let large = await look.at(.memory(heap: "1048576G"))
        #expect(large.verdict == .warns && large.evidence?.hasPrefix("MemTotal:") == true)
        #expect(large.remedy?.contains("application.memory") == true)
        #expect(Inspector.megabytes("2G") == 2048 && Inspector.megabytes("512M") == 512 && Inspector.megabytes("2T") == nil)
    }
}

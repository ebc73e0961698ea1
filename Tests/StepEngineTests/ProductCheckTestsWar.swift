import Foundation
import Guidebook
import Machines
import Testing

@testable import StepEngine

@Suite("Checks of Joget's own files")
struct ProductCheckTestsWar {
    private static let mark = "<distributable/>"
    private static let schema = "WEB-INF/classes/setup/sql/jwdb-mysql.sql"

    private func war(_ look: Look, mark: String = mark, name: String = "Joget DX Enterprise 8", hasSchema: Bool = true) throws -> String {
        try look.write("<web-app>\n<display-name>\(name)</display-name>\n\(mark)\n</web-app>\n", to: "war/WEB-INF/web.xml")
        try look.write("x", to: "war/WEB-INF/lib/x.jar")
        if hasSchema { try look.write("CREATE TABLE dir_role (id INT);", to: "war/\(Self.schema)") }
        return try look.pack("war", into: "jw.war")
    }

    @Test("A WAR of Joget's that is marked as distributable and holds the schema is the right one")
    func right() async throws {
        let look = try await Look()
        let finding = await look.at(.war(path: try war(look)))
        #expect(finding.verdict == .holds && finding.found == "Joget's, distributable, with the schema")
    }

    @Test("A WAR without the mark is refused, also where it stands in a comment", arguments: ["", "<!-- \(mark) -->", "<!--\n\(mark)"])
    func notDistributable(mark: String) async throws {
        let look = try await Look()
        let finding = await look.at(.war(path: try war(look, mark: mark, name: "Joget DX")))
        #expect(finding.verdict == .fails)
        #expect(
            finding.found == "it is not marked as distributable: Community edition, or changed; sessions would not be replicated")
        #expect(finding.evidence == "WEB-INF/web.xml (Joget DX) has no <distributable/>")
    }

    @Test("A WAR without the schema is a warning: the tables may be there already")
    func noSchema() async throws {
        let look = try await Look()
        let finding = await look.at(.war(path: try war(look, hasSchema: false)))
        #expect(finding.verdict == .warns && finding.found.hasSuffix("holds no \(Self.schema)") && finding.isAcceptable)
    }

    @Test("In a WAR of very many files the schema is found too", arguments: [true, false])
    func manyFiles(hasSchema: Bool) async throws {
        let look = try await Look()
        _ = try war(look, hasSchema: hasSchema)
        try FileManager.default.createDirectory(atPath: look["war/js"], withIntermediateDirectories: true)
        for number in 0..<9000 { try write([], to: look["war/js/\(number)-\(String(repeating: "x", count: 110))"]) }
        // The schema last, where a list that is cut short does not show it.
        try look.run("sh", "-c", "rm ../jw.war; find js | zip -q ../jw.war -@; zip -q -r ../jw.war WEB-INF", in: "war")
        #expect(await look.at(.war(path: look["jw.war"])).verdict == (hasSchema ? .holds : .warns))
    }

    @Test("What is no WAR of Joget's is told for what it is")
    func noWar() async throws {
        let look = try await Look()
        #expect(await look.at(.war(path: look["none.war"])).found == "nothing is there")
        let text = try look.write("<html>Please log in</html>", to: "page.war")
        let page = await look.at(.war(path: text))
        #expect(
            page.verdict == .fails && page.found == "it is no whole archive, so no web application either"
                && page.evidence?.isEmpty == false)
        let other = await look.at(.war(path: try war(look, name: "Petstore")))
        #expect(other.verdict == .fails && other.found == "it is a web application, but not Joget's" && other.evidence == "Petstore")
        try look.write("x", to: "plain/x.txt")
        #expect(
            await look.at(.war(path: try look.pack("plain", into: "x.war"))).found
                == "it holds no WEB-INF/web.xml: it is no web application")
    }

    @Test("The first server notes the checksum; the others compare theirs with it")
    func agreed() async throws {
        let first = try await Look(answers: ["share.mount": "/no/share"])
        let file = try first.write("jw", to: "jw.war")
        let record = first[".joget-cluster-jw.war.sha256"]
        let begun = await first.at(.agreed(file: file, record: record))
        #expect(begun.verdict == .holds && begun.found.hasPrefix("written by this server, the first: "), "\(begun)")
        #expect(try first.text(of: ".joget-cluster-jw.war.sha256") == Digest.text(of: Array("jw".utf8)) + "  jw.war\n")

        let second = try await Look("app2", answers: ["share.mount": "/no/share"])
        #expect(await second.at(.agreed(file: file, record: record)).found.hasPrefix("the same, "))
        let changed = try second.write("other", to: "jw.war")
        let other = await second.at(.agreed(file: changed, record: record))
        #expect(other.verdict == .fails && other.found.hasPrefix("another file than that of the other servers: its checksum is "))
        #expect(
            other.evidence?.hasSuffix("  jw.war") == true && other.remedy?.hasPrefix("copy \(changed) from app1 to this server") == true)
        #expect(try first.text(of: ".joget-cluster-jw.war.sha256").hasPrefix(Digest.text(of: Array("jw".utf8))), "nobody overwrites it")
    }

    @Test("Before the first server has noted it, the others wait and write nothing")
    func notYetAgreed() async throws {
        let look = try await Look("app2", answers: ["share.mount": "/no/share"])
        let finding = await look.at(.agreed(file: try look.write("jw", to: "jw.war"), record: look["record"]))
        #expect(finding.verdict == .warns && finding.found == "the first application server has not put it there yet")
        #expect(finding.remedy == "set up app1, then look again here")
        #expect(!FileManager.default.fileExists(atPath: look["record"]))
    }

    @Test("Nothing is noted before a run begins, nor into an empty mount point")
    func nothingWritten() async throws {
        let looking = try await Look(answers: ["share.mount": "/no/share"], hasBegun: false)
        let early = await looking.at(.agreed(file: try looking.write("jw", to: "jw.war"), record: looking["record"]))
        #expect(early.verdict == .warns && !FileManager.default.fileExists(atPath: looking["record"]))
        let look = try await Look(answers: ["share.mount": "@/share"])
        let file = try look.write("jw", to: "jw.war")
        try look.write("", to: "share/x")
        let finding = await look.at(.agreed(file: file, record: look["share/record"]))
        #expect(finding.verdict == .fails && finding.found.hasPrefix("nothing is mounted at \(look["share"])"))
        #expect(!FileManager.default.fileExists(atPath: look["share/record"]))
    }

    @Test("A record that holds no checksum, and a file that is not there, are said")
    func brokenRecord() async throws {
        let look = try await Look(answers: ["share.mount": "/no/share"])
        let file = try look.write("jw", to: "jw.war")
        let finding = await look.at(.agreed(file: file, record: try look.write("hello\n", to: "record")))
        #expect(finding.verdict == .fails && finding.found == "the record says 'hello', which is no checksum")
        #expect(await look.at(.agreed(file: look["none"], record: look["record"])).found == "there is no \(look["none"])")
    }

    @Test("Joget's agents are found in their order; the newest weaver counts by its numbers")
    func agents() async throws {
        let look = try await Look()
        try look.write("", to: "wflow/wflow-cluster.jar")
        try look.write("", to: "wflow/aspectjweaver-1.9.7.jar")
        try look.write("", to: "wflow/glowroot/glowroot.jar")
        let whole = await look.at(.agents(directory: look["wflow"]))
        #expect(whole.verdict == .holds && whole.found == "wflow-cluster.jar, aspectjweaver-1.9.7.jar, glowroot/glowroot.jar")
        try look.write("", to: "wflow/aspectjweaver-1.9.22.jar")
        let two = await look.at(.agents(directory: look["wflow"]))
        #expect(two.verdict == .warns)
        #expect(two.found == "wflow-cluster.jar, aspectjweaver-1.9.22.jar, glowroot/glowroot.jar, the newest of 2")
        #expect(two.evidence == "aspectjweaver-1.9.7.jar aspectjweaver-1.9.22.jar")
    }

    @Test("A missing agent is named; without Glowroot Joget runs")
    func missingAgents() async throws {
        let look = try await Look()
        let none = await look.at(.agents(directory: look["wflow"]))
        #expect(
            none.verdict == .fails && none.found == "missing: wflow-cluster.jar, aspectjweaver-*.jar"
                && none.evidence == "\(look["wflow"]): empty")
        try look.write("", to: "wflow/aspectjweaver-1.9.7.jar")
        let community = await look.at(.agents(directory: look["wflow"]))
        #expect(
            community.verdict == .fails && community.found == "missing: wflow-cluster.jar"
                && community.remedy?.contains("Community") == true)
        try look.write("", to: "wflow/wflow-cluster.jar")
        let plain = await look.at(.agents(directory: look["wflow"]))
        #expect(plain.verdict == .warns && plain.found == "wflow-cluster.jar, aspectjweaver-1.9.7.jar; no glowroot/glowroot.jar")
    }
}

import Foundation
import StepEngine
import Testing

@Suite("An archive that is refused", .enabled(if: DiskMachine.isUsable))
struct RefusedArchiveTests {
    /// An archive, or a place for it, with which nothing can be done.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What is said, ROOT standing for the folder.
        var reason: String
        var prepare: @Sendable (DiskBed) throws -> Void
    }

    private static let way = "move it away, or use application.kind: existing"

    static let cases = [
        Case(
            testDescription: "no archive",
            reason: "ROOT/bundle.tar.gz cannot be read as an archive made by tar and gzip "
                + "(gzip: stdin: not in gzip format)"
        ) { try $0.put("this is a page that says 404", at: "bundle.tar.gz") },
        Case(
            testDescription: "truncated",
            reason: "ROOT/bundle.tar.gz ends too early: it was not copied or downloaded whole "
                + "(gzip: stdin: unexpected end of file)"
        ) { bed in
            try bed.pack()
            try bed.run("truncate", "--size=-20", bed["bundle.tar.gz"])
        },
        Case(testDescription: "two folders", reason: "ROOT/bundle.tar.gz must hold one folder with everything in it, but it holds one, two")
        { bed in
            try bed.put("", at: "tree/one/bin/catalina.sh")
            try bed.put("", at: "tree/two/file")
            try bed.run("tar", "-czf", bed["bundle.tar.gz"], "-C", bed["tree"], "one", "two")
        },
        Case(testDescription: "one file", reason: "ROOT/bundle.tar.gz must hold one folder, but it holds the file jw.war alone") { bed in
            try bed.put("", at: "tree/jw.war")
            try bed.run("tar", "-czf", bed["bundle.tar.gz"], "-C", bed["tree"], "jw.war")
        },
        Case(testDescription: "nothing in it", reason: "ROOT/bundle.tar.gz is empty") { bed in
            try bed.run("tar", "-czf", bed["bundle.tar.gz"], "--files-from=/dev/null")
        },
        Case(
            testDescription: "another product",
            reason: "ROOT/bundle.tar.gz holds no folder with bin/catalina.sh; "
                + "it is another archive than the one that is needed"
        ) { bed in
            try bed.put("", at: "tree/jboss/bin/standalone.sh")
            try bed.run("tar", "-czf", bed["bundle.tar.gz"], "-C", bed["tree"], "jboss")
        },
        Case(
            testDescription: "two Tomcats",
            reason: "ROOT/bundle.tar.gz holds several folders with bin/catalina.sh: all/t1, all/t2; "
                + "which one is meant cannot be told"
        ) { bed in
            for name in ["t1", "t2"] { try bed.put("", at: "tree/all/\(name)/bin/catalina.sh") }
            try bed.run("tar", "-czf", bed["bundle.tar.gz"], "-C", bed["tree"], "all")
        },
        Case(
            testDescription: "an absolute path",
            reason: "ROOT/bundle.tar.gz holds 'ROOT/tree/t/file', which lies outside of its folder; "
                + "an archive of a product never does that"
        ) { bed in
            try bed.put("", at: "tree/t/bin/catalina.sh")
            try bed.put("", at: "tree/t/file")
            try bed.run("tar", "-czPf", bed["bundle.tar.gz"], "-C", bed["tree"], "t/bin/catalina.sh", bed["tree/t/file"])
        },
        Case(
            testDescription: "a path that climbs",
            reason: "ROOT/bundle.tar.gz holds 't/../../file', which lies outside of its folder; "
                + "an archive of a product never does that"
        ) { bed in
            try bed.put("", at: "tree/t/bin/catalina.sh")
            try bed.put("", at: "file")
            try bed.run("tar", "-czPf", bed["bundle.tar.gz"], "-C", bed["tree"], "t/bin/catalina.sh", "t/../../file")
        },
        Case(testDescription: "a directory in place of the archive", reason: "ROOT/bundle.tar.gz is a directory, not an archive") {
            try $0.put("", at: "bundle.tar.gz/file")
        },
        Case(
            testDescription: "a folder of somebody else's",
            reason: "ROOT/opt/bundle-8.1 is there already and was not unpacked by this program; \(way)"
        ) { bed in
            try bed.pack()
            try bed.put("theirs", at: "opt/bundle-8.1/apache-tomcat-9.0.90/bin/catalina.sh")
        },
        Case(testDescription: "a folder where the link belongs", reason: "ROOT/opt/tomcat is a directory and no link; \(way)") { bed in
            try bed.pack()
            try bed.put("theirs", at: "opt/tomcat/bin/catalina.sh")
        },
        Case(
            testDescription: "the same name from another archive",
            reason: "ROOT/opt/bundle-8.1 is there already, unpacked from another archive (/root/first.tar.gz); "
                + "move it away to unpack this one"
        ) { bed in
            try bed.pack()
            try bed.put("source: /root/first.tar.gz\nsize: 1\nstate: whole\n", at: "opt/bundle-8.1/.joget-cluster")
        },
        Case(
            testDescription: "a folder with the name of a link",
            reason: "the folder in ROOT/bundle.tar.gz has the name of a link, tomcat; give it another one"
        ) { try $0.pack("tomcat") },
    ]

    @Test("It says so in one message, before and after trying, and nothing is touched", arguments: cases)
    func refused(wrong: Case) async throws {
        let bed = try DiskBed(ArchiveStep.body(), prepare: wrong.prepare)
        let before = try await bed.picture()
        let engine = try await bed.engine()
        let reason = wrong.reason.replacing("ROOT", with: bed.scratch["root"])
        #expect(try await engine.preview("s.one").problem == reason)
        #expect(try await engine.perform("s.one") == .failed)
        let state = await engine.state["s.one"]
        #expect(state.reason == reason && !state.canUndo)
        #expect(try await bed.picture() == before && bed.machine.launches.isEmpty)
    }
}

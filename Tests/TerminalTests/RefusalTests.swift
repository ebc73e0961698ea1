import FaultLedger
import Foundation
import Testing

/// Whatever is wrong before the first step: one clear message, the right exit code, nothing changed.
struct RefusalTests {
    /// A description with one mistake: what is wrong with it, its text, the line, and words of the message.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var line: Int
        var words: String

        init(_ description: String, _ text: String, line: Int, _ words: String) {
            testDescription = description
            self.text = text
            self.line = line
            self.words = words
        }
    }

    static let mistakes = [
        Mistake("an unknown key", ClusterFile.spoilt("name: demo", "name: demo\nnmae: demo"), line: 3, "nmae"),
        Mistake(
            "an unknown key of a server", ClusterFile.spoilt("    address: 192.0.2.12", "    adress: x\n    address: 192.0.2.12"), line: 8,
            "adress"),
        Mistake("an address that is none", ClusterFile.spoilt("192.0.2.13", "192.0.2.300"), line: 11, "servers[2].address: '192.0.2.300'"),
        Mistake("two servers with one address", ClusterFile.spoilt("192.0.2.13", "192.0.2.12"), line: 11, "also the address of"),
        Mistake("a role that is none", ClusterFile.spoilt("[balancer]", "[balancer, butler]"), line: 15, "'butler' is not a role"),
        Mistake("malformed YAML", ClusterFile.spoilt("roles: [database]", "roles: [database"), line: 10, "not valid YAML"),
        Mistake("a tabulator", ClusterFile.spoilt("  - name: db1", "\t- name: db1"), line: 7, "not valid YAML"),
        Mistake("a word for a list", ClusterFile.spoilt("version: 1", "version: 1\nshare: nfs"), line: 2, "share"),
        Mistake("a newer form", ClusterFile.spoilt("version: 1", "version: 2"), line: 1, "version"),
        Mistake(
            "a route with a dot", ClusterFile.spoilt("[application]", "[application]\n    route: a.b"), line: 13, "servers[2].route: 'a.b'"),
        Mistake(
            "a route for a server without sessions", ClusterFile.spoilt("[balancer]", "[balancer]\n    route: node09"), line: 16,
            "servers[3].route: is for application servers only"),
        Mistake(
            "one route for two servers",
            ClusterFile.spoilt(
                "  - name: lb1", "  - name: app2\n    address: 192.0.2.14\n    roles: [application]\n    route: node01\n  - name: lb1"),
            line: 16, "servers[3].route: 'node01' is also the route of app1"),
        Mistake(
            "a role for a layer that is there already", ClusterFile.spoilt("version: 1", "version: 1\nshare: { kind: existing }"), line: 4,
            "a server has the role file-server, but 'share.kind: existing'"),
        Mistake("commands for a name", ClusterFile.spoilt("name: app1", "name: \"$(reboot)\""), line: 10, "servers[2].name"),
    ]

    @Test("A mistake in the description is named with file and line", arguments: mistakes)
    func description(mistake: Mistake) async throws {
        let scratch = try Scratch()
        let file = try scratch.write(mistake.text, to: "cluster.yaml")
        let before = try scratch.listing()
        let commands = [
            ["cluster", "check", file], ["plan", "--cluster", file], ["apply", "--yes", "--cluster", file], ["--cluster", file],
        ]
        for command in commands {
            let result = try await Headless.run(command + ["--rehearse", "--state", scratch.state])
            result.expectRefusal(65, "\(file):\(mistake.line): ", mistake.words)
        }
        #expect(try scratch.listing() == before)
    }

    // These two look at the real server, and change nothing on it: a rehearsal needs a good description to play anything.

    @Test("The wizard shows the mistake, and reads the file again when it is mended", .enabled(if: geteuid() == 0))
    func mended() async throws {
        let scratch = try Scratch()
        let file = try scratch.write(ClusterFile.spoilt("192.0.2.13", "192.0.2.300"), to: "cluster.yaml")
        try await Terminal.run(["--cluster", file, "--state", scratch.state, "--server", "fs1"]) { terminal in
            try await terminal.expect("cluster.yaml:11: servers[2].address: '192.0.2.300'")
            _ = try scratch.write(ClusterFile.good, to: "cluster.yaml")
            terminal.type("r")
            try await terminal.expect("Enter begins.")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
        }
    }

    @Test("A wizard that is left with a mistake unmended says it again, and ends with 65", .enabled(if: geteuid() == 0))
    func unmended() async throws {
        let scratch = try Scratch()
        let file = try scratch.write(ClusterFile.spoilt("[balancer]", "[butler]"), to: "cluster.yaml")
        let before = try scratch.listing()
        try await Terminal.run(["--cluster", file, "--state", scratch.state, "--server", "fs1"]) { terminal in
            try await terminal.expect("'butler' is not a role")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(65))
            #expect(terminal.isRestored)
        }
        #expect(try scratch.listing() == before)
    }

    @Test("All mistakes of a description are said at once, a line each")
    func several() async throws {
        let scratch = try Scratch()
        let text = ClusterFile.spoilt("192.0.2.13", "192.0.2.300").replacing("[balancer]", with: "[butler]")
        let file = try scratch.write(text, to: "cluster.yaml")
        let result = try await Headless.run(["cluster", "check", file])
        #expect(result.code == 65)
        #expect(result.complaints.contains { $0.contains("\(file):11: ") } && result.complaints.contains { $0.contains("\(file):15: ") })
    }

    @Test("A description that is missing, empty, or no text is refused by name")
    func noDescription() async throws {
        let scratch = try Scratch()
        try await Headless.run(["plan", "--rehearse", "--cluster", "\(scratch.path)/none.yaml"])
            .expectRefusal(65, "\(scratch.path)/none.yaml", "no such file")
        let empty = try scratch.write("", to: "empty.yaml")
        try await Headless.run(["cluster", "check", empty]).expectRefusal(65, empty, "empty")
        let latin = "\(scratch.path)/latin.yaml"
        try Data([0x6E, 0x61, 0x6D, 0x65, 0x3A, 0x20, 0xFC, 0x0A]).write(to: URL(filePath: latin))
        try await Headless.run(["cluster", "check", latin]).expectRefusal(65, latin, "UTF-8")
        try await Headless.run(["cluster", "check", scratch.path]).expectRefusal(65, scratch.path)
    }

    @Test(
        "A word that the program does not know is wrong usage",
        arguments: [
            (["plan", "--rehearse", "--role", "butler"], "'butler' is not a role"),
            (["--rehearse", "--role", "butler"], "'butler' is not a role"),
            (["plan", "--rehearse", "no.such.step"], "no.such.step"),
            (["apply", "--rehearse", "--yes", "no.such.step"], "no.such.step"),
            (["undo", "--rehearse", "--yes", "no.such.step"], "no.such.step"),
            (
                ["preflight", "--rehearse", "--fix", "no-such-check"],
                "'no-such-check' is no check of this server's preflight; it has root,"
            ),
            (["preflight", "--rehearse", "--waive", "shared-directory.export", "--reason", "x"], "is no check of this server's preflight"),
            (["verify", "--rehearse", "no.such.step"], "no.such.step"),
            (["plan", "--rehearse", "--server", "nobody"], "no server 'nobody'"),
            (["secret", "--rehearse", "love-letter"], "love-letter"),
            (["plan", "--rehearse", "--state", ""], "a path is empty"),
        ])
    func unknown(arguments: [String], words: String) async throws {
        let scratch = try Scratch()
        let state = arguments.contains("--state") ? [] : ["--state", scratch.state]
        try await Headless.run(arguments + state).expectRefusal(64, words)
        #expect(try scratch.listing().isEmpty)
    }

    @Test("An option or subcommand that does not exist is wrong usage", arguments: [["--butler"], ["plan", "--butler"], ["serve"]])
    func usage(arguments: [String]) async throws {
        let result = try await Headless.run(arguments)
        #expect(result.code == 64)
        #expect(result.complaint.contains(arguments.last ?? "?"))
    }

    @Test(
        "Without root nothing is changed, and the message says what to do", .enabled(if: geteuid() == 0),
        arguments: [
            [], ["preflight", "--fix-all", "--yes"], ["apply", "--yes"], ["verify"], ["status"], ["report"],
            ["undo", "--yes", "prepare.root"], ["secret", "database.password"],
        ])
    func notRoot(arguments: [String]) async throws {
        let scratch = try Scratch()
        chmod(scratch.path, 0o777)
        let file = try scratch.write(ClusterFile.good, to: "cluster.yaml")
        let before = try scratch.listing()
        try await Headless.run(arguments + ["--cluster", file, "--state", scratch.state], asNobody: true)
            .expectRefusal(77, "root", "sudo", "--rehearse")
        #expect(try scratch.listing() == before)
    }

    @Test("A state directory of somebody else is not used", .enabled(if: geteuid() == 0))
    func foreignState() async throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(
            atPath: scratch.state, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        chmod(scratch.path, 0o755)
        for command in [["status"], ["apply", "--yes"]] {
            try await Headless.run(command + ["--rehearse", "--state", scratch.state], asNobody: true).expectRefusal(74, scratch.state)
        }
        chmod(scratch.path, 0o700)
        try await Headless.run(["apply", "--yes", "--rehearse", "--state", scratch.state], asNobody: true).expectRefusal(74, scratch.state)
        #expect(try scratch.listing(of: scratch.state).isEmpty)
    }

    @Test("A file, a symbolic link or a place that cannot be made is no state directory")
    func badState() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("mine", to: "file")
        let link = "\(scratch.path)/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/tmp")
        let before = try scratch.listing()
        for path in [file, link, "\(file)/below", "/proc/nowhere"] {
            try await Headless.run(["apply", "--yes", "--rehearse", "--state", path]).expectRefusal(74, path)
        }
        #expect(try scratch.listing() == before)
        try await Terminal.run(["--rehearse", "--state", file]) { terminal in
            try await terminal.expect("The state directory cannot be used")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(74))
        }
    }

    @Test("A second instance does not come in, and names the first one")
    func second() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        try await Terminal.run(state) { first in
            try await first.expect("Enter begins.")
            let before = try scratch.listing()
            for command in [["apply", "--yes"], ["undo", "--yes", "prepare.root"], ["verify"]] {
                try await Headless.run(command + state).expectRefusal(75, "process \(first.child.id)")
            }
            try await Terminal.run(state) { second in
                try await second.expect("Another instance is at work")
                try await second.expect("process \(first.child.id)")
                second.type("\r")
                try await second.expect("READ-ONLY")
                second.type("q")
                #expect(try await second.end() == .exited(75))
                #expect(second.isRestored)
            }
            #expect(try await Headless.run(["status"] + state).code == 2, "looking is allowed")
            #expect(try scratch.listing() == before)
            first.child.send(SIGKILL)
            #expect(try await first.end() == .killed(signal: SIGKILL))
        }
        let isFree = try await Headless.run(["apply", "prepare.root"] + state).code == 0
        #expect(isFree, "death frees the lock")
        FaultLedger.note(7, "instances beside a running one: one works, the others do not", tried: 4, held: isFree ? 4 : 0)
    }
}

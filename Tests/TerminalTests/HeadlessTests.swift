import Foundation
import Testing

/// Everything that the wizard does, from a script.
struct HeadlessTests {
    @Test("A plan names every step, with and without JSON, and changes nothing")
    func plan() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        let text = try await Headless.run(["plan"] + state)
        #expect(text.code == 0 && text.complaint.isEmpty)
        let result = try await Headless.run(["plan", "--json"] + state)
        #expect(result.code == 0)
        let steps = try #require(result.json() as? [[String: Any]])
        let names = steps.compactMap { $0["id"] as? String }
        #expect(names.count == steps.count && names.contains("shared-directory.export"))
        for name in names { #expect(text.output.contains("\(name): ")) }
        let list = try await Headless.run(["plan", "--list"] + state)
        // Below a step stands only what it speaks to.
        let (below, lines) = (list.output.split(separator: "\n").filter { $0.hasPrefix(" ") }, list.output.split(separator: "\n"))
        #expect(lines.count - below.count == names.count)
        #expect(!below.isEmpty && below.allSatisfy { $0.hasPrefix("    speaks to ") })
        #expect(try scratch.listing().isEmpty)
    }

    @Test("Applying does everything, and status, report, verify and undo tell of the same run")
    func run() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        #expect(try await Headless.run(["status"] + state).code == 2, "nothing is begun")
        #expect(try scratch.listing().isEmpty)

        let apply = try await Headless.run(["apply", "--yes", "--json"] + state)
        #expect(apply.code == 0 && apply.complaint.isEmpty)
        let applied = try #require(apply.json() as? [String: Any])
        #expect(applied["isComplete"] as? Bool == true && (applied["changed"] as? Int ?? 0) > 0)

        let status = try await Headless.run(["status", "--json"] + state)
        #expect(status.code == 0)
        #expect(try status.json() is [String: Any])
        let report = try await Headless.run(["report", "--json"] + state)
        #expect(report.code == 0)
        #expect(try report.json() is [String: Any])
        let markdown = try await Headless.run(["report"] + state)
        #expect(markdown.output.hasPrefix("# ") && markdown.output.contains("apt-get"))

        // A new process pretends a new machine, on which nothing has been changed.
        let verify = try await Headless.run(["verify", "--json"] + state)
        #expect(verify.code == 1)
        let verified = try #require(verify.json() as? [[String: Any]])
        #expect(verified.first { $0["id"] as? String == "prepare.own-name" }?["holds"] as? Bool == false)
        #expect(verified.first { $0["id"] as? String == "prepare.root" }?["holds"] as? Bool == true)
        try await expectUndo(state)
    }

    private func expectUndo(_ state: [String]) async throws {
        let asked = try await Headless.run(["undo", "prepare.own-name"] + state)
        #expect(asked.code == 2 && asked.output.contains("/etc/hosts") && asked.complaint.contains("--yes"))
        let shown = try await Headless.run(["undo", "--show", "prepare.own-name"] + state)
        #expect(shown.code == 0 && shown.output == asked.output)
        let undone = try await Headless.run(["undo", "--yes", "--json", "prepare.own-name"] + state)
        #expect(undone.code == 0)
        #expect((try undone.json() as? [String: Any])?["outcome"] as? String == "undone")
        try await Headless.run(["undo", "--yes", "--json", "prepare.own-name"] + state).expectRefusal(64, "nothing to undo")
    }

    @Test("Applying stops at the first failure with 1, and says what failed")
    func failure() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--role", "database", "--state", scratch.state]
        // Without a database server no database can be created.
        let apply = try await Headless.run(["apply", "--yes", "--json", "prepare.root", "database.create", "database.network"] + state)
        #expect(apply.code == 1 && apply.complaint.isEmpty)
        let answer = try #require(apply.json() as? [String: Any])
        #expect(answer["isComplete"] as? Bool == false)
        let steps = try #require(answer["steps"] as? [[String: Any]])
        #expect(steps.compactMap { $0["id"] as? String } == ["prepare.root", "database.create"])
        #expect(steps.compactMap { $0["outcome"] as? String } == ["unchanged", "failed"])
        let text = try await Headless.run(["apply", "database.create"] + state)
        #expect(text.code == 1 && text.output.contains("[FAIL] database.create"))
        #expect(try await Headless.run(["status"] + state).code == 1)
    }

    @Test("Steps can be named, and a second time nothing is changed")
    func named() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        for _ in 1...2 {
            let result = try await Headless.run(["apply", "--json", "prepare.clock", "prepare.root"] + state)
            #expect(result.code == 0)
            let answer = try #require(result.json() as? [String: Any])
            #expect(answer["changed"] as? Int == 0)
            #expect((answer["steps"] as? [[String: Any]])?.compactMap { $0["id"] as? String } == ["prepare.root", "prepare.clock"])
        }
        #expect(try await Headless.run(["status"] + state).code == 2)
        #expect(try await Headless.run(["verify"] + state).code == 0)
    }

    @Test("A step that needs a secret says how to enter it, and one that disturbs others wants a word of agreement")
    func agreement() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--role", "database", "--state", scratch.state]
        for (step, words) in [("database.user", "joget-cluster secret database.password"), ("database.settings", "--yes")] {
            let result = try await Headless.run(["apply", "--json", "prepare.root", step] + state)
            #expect(result.code == 2)
            #expect(result.complaint.contains(words), "\(result.complaint)")
            let answer = try #require(result.json() as? [String: Any])
            #expect((answer["stopped"] as? String)?.contains(words) == true)
            #expect((answer["steps"] as? [[String: Any]])?.compactMap { $0["id"] as? String } == ["prepare.root"])
        }
    }

    @Test("A report is written as Markdown and as JSON")
    func report() async throws {
        let scratch = try Scratch()
        let state = ["--rehearse", "--state", scratch.state]
        #expect(try await Headless.run(["apply", "prepare.root"] + state).code == 0)
        let result = try await Headless.run(["report", "--output", scratch.path] + state)
        #expect(result.code == 0)
        #expect(result.output == "\(scratch.path)/report-fs1.md\n\(scratch.path)/report-fs1.json\n\(scratch.path)/report-fs1.html\n")
        let json = try Data(contentsOf: URL(filePath: "\(scratch.path)/report-fs1.json"))
        #expect(try JSONSerialization.jsonObject(with: json) is [String: Any])
        let text = try String(contentsOfFile: "\(scratch.path)/report-fs1.md", encoding: .utf8)
        #expect(text.contains("prepare.root"))
    }

    @Test("The guide is listed, read and checked")
    func guide() async throws {
        let list = try await Headless.run(["guide", "--list"])
        #expect(list.code == 0 && list.output.contains("prepare.root: ") && list.output.contains("[every server]"))
        let whole = try await Headless.run(["guide"])
        #expect(whole.code == 0 && whole.output.count > list.output.count && whole.output.contains("Erratum: "))
        let scratch = try Scratch()
        try await Headless.run(["guide", "--validate", scratch.path]).expectRefusal(65, scratch.path)
    }

    @Test("The pretended cluster is checked and shown, and what is shown is a description again")
    func cluster() async throws {
        let scratch = try Scratch()
        #expect(try await Headless.run(["cluster", "check", "--rehearse", "--state", scratch.state]).code == 0)
        let json = try await Headless.run(["cluster", "show", "--json", "--rehearse", "--state", scratch.state])
        #expect((try json.json() as? [String: Any])?["name"] as? String == "rehearsal")
        let text = try await Headless.run(["cluster", "show", "--rehearse", "--state", scratch.state])
        let file = try scratch.write(text.output, to: "cluster.yaml")
        #expect(try await Headless.run(["cluster", "check", file]).code == 0)
        #expect(try await Headless.run(["cluster", "show", file]).output == text.output)
    }

    private static let answers = """
        demo
        all1
        192.0.2.21
        file-server database application balancer

        all1
        app2
        192.0.2.300
        192.0.2.21
        192.0.2.22
        application
        node01
        blue


        """

    @Test("A description is written from answers on standard input, asked again where they will not do, and accepted")
    func clusterInit() async throws {
        let scratch = try Scratch()
        let file = "\(scratch.path)/cluster.yaml"
        // Enough empty answers for every question that has a standard.
        let input = HeadlessTests.answers + String(repeating: "\n", count: 60)
        let result = try await Headless.run(["cluster", "init", file, "--rehearse", "--state", scratch.state], input: input)
        #expect(result.code == 0, "\(result.complaint)")
        for words in [
            "'192.0.2.300' is not an IPv4 address", "'all1' is in the list already", "'192.0.2.21' is the address of all1 already",
            "'node01' is the route of all1 already",
        ] { #expect(result.output.contains(words), "\(result.output)") }
        #expect(!result.output.contains("Existing share"), "what an answer makes idle is not asked")
        let check = try await Headless.run(["cluster", "check", file])
        #expect(check.code == 0 && check.output.contains("demo: 2 servers"), "\(check.complaint)")
        let servers = try #require((try await Headless.run(["cluster", "show", "--json", file]).json() as? [String: Any])?["servers"])
        #expect((servers as? [[String: Any]])?.compactMap { $0["route"] as? String } == ["node01", "blue"])
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)

        let before = try scratch.listing()
        try await expectNoOverwriting(file)
        #expect(try scratch.listing() == before)
    }

    private func expectNoOverwriting(_ file: String) async throws {
        let result = try await Headless.run(["cluster", "init", file, "--rehearse"], input: HeadlessTests.answers)
        result.expectRefusal(65, file, "not overwritten")
    }

    @Test("Layers that are there already need no server, and what the whole lacks is said line by line")
    func existingLayers() async throws {
        let scratch = try Scratch()
        let file = "\(scratch.path)/cluster.yaml"
        let arguments = ["cluster", "init", file, "--rehearse", "--state", scratch.state]
        let servers = "demo\napp1\n192.0.2.21\napplication\n\n\n"
        let lacking = try await Headless.run(arguments, input: servers + String(repeating: "\n", count: 60))
        #expect(lacking.code == 65)
        #expect(
            lacking.complaints == [
                "joget-cluster: servers: no server has the role file-server", "joget-cluster: servers: no server has the role database",
                "joget-cluster: servers: no server has the role balancer", "joget-cluster: nothing was written",
            ])
        #expect(try scratch.listing().isEmpty)
        // An existing share, at nas1; an existing database, whose address is demanded; an external balancer.
        let share = "existing\nnas1:/export/wflow\n\n\n"
        let database = "existing\n\ndb.example.org\n\n\n\n\n\n\n"
        let rest = String(repeating: "\n", count: 13) + "external\nlb.example.org\n\n"
        let result = try await Headless.run(arguments, input: servers + share + database + rest)
        #expect(result.code == 0, "\(result.output)\(result.complaint)")
        #expect(result.output.contains("this must be answered"))
        #expect(try await Headless.run(["cluster", "check", file]).output == "demo: 1 servers, no mistakes\n")
    }

    @Test("Answers that end too soon write nothing")
    func unfinished() async throws {
        let scratch = try Scratch()
        let result = try await Headless.run(
            ["cluster", "init", "\(scratch.path)/cluster.yaml", "--rehearse", "--state", scratch.state], input: HeadlessTests.answers)
        #expect(result.code == 2)
        #expect(result.complaint.contains("nothing was written"))
        #expect(try scratch.listing().isEmpty)
    }

    static let commands = [
        ["plan"], ["preflight"], ["preflight", "--fix-all", "--yes"], ["status"], ["verify"], ["apply", "prepare.root"],
        ["apply", "--yes"], ["report"], ["cluster", "check"],
        ["apply", "--role", "database", "database.create"], ["plan", "--role", "butler"], [],
    ]

    @Test("A rehearsal without --state leaves nothing behind", arguments: commands)
    func tidy(arguments: [String]) async throws {
        let scratch = try Scratch()
        let result = try await Headless.run(arguments + ["--rehearse"], environment: ["TMPDIR": scratch.path])
        #expect(try scratch.listing().isEmpty)
        #expect(!result.output.contains(scratch.path), "nobody is sent to what is gone")
    }

    @Test("Help and version are answered without a server")
    func help() async throws {
        for arguments in [["--help"], ["apply", "--help"], ["--version"]] {
            let result = try await Headless.run(arguments)
            #expect(result.code == 0 && !result.output.isEmpty && result.complaint.isEmpty)
        }
    }
}

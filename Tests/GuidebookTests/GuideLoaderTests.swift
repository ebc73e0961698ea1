import Guidebook
import Testing

@Suite("Reading a guide")
struct GuideLoaderTests {
    @Test("The sample that the other tests spoil is sound")
    func sound() { #expect(SampleGuide.complaints([SampleGuide.section(SampleGuide.step)]).isEmpty) }

    @Test(
        "A spoilt step is refused with file, line, place and what is wrong",
        arguments: [
            ("timeout: 30s", "timeout: 30s\ncolour: red", "10-s.yaml:12: steps[0].colour: there is no such key; the keys here are"),
            (
                "mode: \"0755\"", "mode: \"0755\", colour: red",
                "10-s.yaml:10: steps[0].directory.colour: there is no such key; the keys here are path, owner, group, mode"
            ),
            (
                "directory:", "folder:",
                "10-s.yaml:6: steps[0]: found no action; a step has exactly one of packages, directory, file, edit, service, mount, sql, run, archive, copy, link, modules, manual, proof"
            ),
            (
                "timeout: 30s", "timeout: 30s\npackages: [a]",
                "10-s.yaml:6: steps[0]: found the actions packages and directory; a step has exactly one of"
            ),
            ("timeout: 30s", "", "10-s.yaml:6: steps[0].timeout: is missing; say how long one command may take, such as 30s or 10m"),
            ("timeout: 30s", "timeout: 30", "10-s.yaml:11: steps[0].timeout: '30' is not a time; write it as 30s, 5m or 1h"),
            ("title: One", "", "10-s.yaml:6: steps[0].title: is missing"),
            ("text: Makes a directory.", "", "10-s.yaml:6: steps[0].text: is missing"),
            ("id: s.one", "id: t.one", "10-s.yaml:6: steps[0].id: 't.one' does not begin with its section's name; write 's.…'"),
            (
                "roles: [application]", "",
                "10-s.yaml:6: steps[0].roles: is missing; choose from file-server, database, application, balancer, or 'every'"
            ),
            (
                "roles: [application]", "roles: [app]",
                "10-s.yaml:9: steps[0].roles: 'app' is not a role; choose from file-server, database, application, balancer, or 'every'"
            ),
            (
                "mode: \"0755\"", "mode: \"755\"",
                "10-s.yaml:10: steps[0].directory.mode: '755' is not a mode; write four octal digits in quotes, such as \"0755\""
            ),
            (
                "directory: { path: /srv/one, mode: \"0755\" }", "copy: { from: /srv/a, to: /srv/b, as: tomcat }",
                "10-s.yaml:10: steps[0].copy.as: needs 'tree: true'; a single file's copy takes 'owner'"
            ),
            ("path: /srv/one, ", "", "10-s.yaml:10: steps[0].directory.path: is missing"),
            (
                "timeout: 30s", "timeout: 30s\nthen: [reboot]",
                "10-s.yaml:12: steps[0].then: 'reboot' is not a handler; write 'restart NAME', 'try-restart NAME', 'reload NAME' or 'daemon-reload'"
            ),
            (
                "timeout: 30s", "timeout: 30s\nchecks: [ { pong: {} } ]",
                "10-s.yaml:12: steps[0].checks[0]: 'pong' is not a check; the checks are root, release,"
            ),
            (
                "timeout: 30s", "timeout: 30s\nchecks: [ { port: { address: a, port: 1, host: b } } ]",
                "10-s.yaml:12: steps[0].checks[0].port.host: there is no such key; the keys here are address, port"
            ),
            (
                "timeout: 30s", "timeout: 30s\nchecks: [ { free-space: { path: /, at-least: 2T } } ]",
                "10-s.yaml:12: steps[0].checks[0].free-space.at-least: '2T' is not an amount; write it as 500M or 2G"
            ),
            (
                "timeout: 30s", "timeout: 30s\nwhen: { share.colour: red }",
                "10-s.yaml:12: steps[0].when.share.colour: there is no value of that name"
            ),
            ("Makes a directory.", "\"For {{self.nmae}}.\"", "10-s.yaml:6: steps[0]: '{{self.nmae}}' is not declared anywhere"),
            (
                "Makes a directory.", "\"For {{each-server}}.\"",
                "10-s.yaml:6: steps[0]: '{{each-server}}' is a list and may stand in templates only"
            ),
            (
                "Makes a directory.", "\"For {{database.password}}.\"",
                "10-s.yaml:6: steps[0]: '{{database.password}}' is a secret and may stand in templates only, never in a command or text"
            ),
            ("/srv/one", "\"/srv/{{ share . nope }}\"", "10-s.yaml:6: steps[0]: '{{share.nope}}' is not declared anywhere"),
            (
                "directory: { path: /srv/one, mode: \"0755\" }", "file: { path: /etc/x, template: none.conf }",
                "10-s.yaml:10: steps[0].file.template: there is no template named 'none.conf'"
            ),
            (
                "directory: { path: /srv/one, mode: \"0755\" }", "edit: { path: /etc/x }",
                "10-s.yaml:10: steps[0].edit.path: says which file but not what; give 'fstab', 'hosts', 'properties' or 'server-xml'"
            ),
            (
                "directory: { path: /srv/one, mode: \"0755\" }", "run: { command: [\"true\"] }\nundo: { command: [\"true\"] }",
                "10-s.yaml:6: steps[0].checks: a step of this kind needs at least one check; without it nobody knows whether it is done"
            ),
            (
                "directory: { path: /srv/one, mode: \"0755\" }", "proof:",
                "10-s.yaml:6: steps[0].checks: a step of this kind needs at least one check; without it nobody knows whether it is done"
            ),
            (
                "directory: { path: /srv/one, mode: \"0755\" }", "run: { command: [\"true\"] }\nchecks: [ { root: } ]",
                "10-s.yaml:6: steps[0].undo: is missing; a step of kind run says 'command', 'sql', or 'none' with a reason"
            ),
            (
                "timeout: 30s", "timeout: 30s\nundo: { sql: none.sql }",
                "10-s.yaml:12: steps[0].undo.sql: there is no template named 'none.sql'"
            ),
            ("timeout: 30s", "timeout: 30s\nundo: { }", "10-s.yaml:12: steps[0].undo.none: say 'command', 'sql', or 'none' with a reason"),
        ])
    func spoilt(old: String, new: String, message: String) throws {
        let lines = try SampleGuide.complaints(replacing: old, by: new)
        #expect(lines.contains { $0.hasPrefix(message) }, "found: \(lines)")
    }

    @Test("A secret in an argument list or environment is refused before anything is run")
    func secretArgument() throws {
        let lines = try SampleGuide.complaints(
            replacing: "directory: { path: /srv/one, mode: \"0755\" }",
            by: "run: { command: [mysql, \"-p{{database.password}}\"] }\nundo: { none: It is a test. }\nchecks: [ { root: } ]")
        #expect(
            lines == [
                "10-s.yaml:6: steps[0]: '{{database.password}}' is a secret and may stand in templates only, never in a command or text"
            ])
    }

    @Test(
        "The undo, checks, requirements and handlers of a step are searched for undeclared names as well",
        arguments: [
            "undo: { none: \"{{no.undo}}\" }", "checks: [ { file: { path: \"{{no.check}}\" } } ]",
            "requires: [ { file: { path: \"{{no.requirement}}\" } } ]",
            "respects: [ { file: { path: \"{{no.respect}}\" } } ]", "then: [\"reload {{no.handler}}\"]", "warning: \"{{no.warning}}\"",
            "erratum: \"{{no.erratum}}\"",
        ])
    func undeclaredEverywhere(addition: String) throws {
        let lines = try SampleGuide.complaints(replacing: "timeout: 30s", by: "timeout: 30s\n\(addition)")
        #expect(lines.count == 1 && lines[0].hasSuffix("is not declared anywhere"), "found: \(lines)")
    }

    @Test("An undo that its action would never run is refused", arguments: ["command: [rm, /srv/one]", "sql: drop.sql"])
    func strayUndo(words: String) throws {
        let lines = try SampleGuide.complaints(
            replacing: "timeout: 30s", by: "timeout: 30s\nundo: { \(words) }", templates: ["drop.sql": "SELECT 1;"])
        #expect(lines.count == 1 && lines[0].hasSuffix("this one is 'directory'"), "found: \(lines)")
    }

    @Test("An undeclared name in a section's own text is refused")
    func undeclaredInSection() {
        let text = SampleGuide.section(SampleGuide.step, head: "id: s\ntitle: Section\ntext: \"About {{self.nmae}}.\"")
        let lines = SampleGuide.complaints([text])
        #expect(lines.count == 1 && lines[0].hasSuffix("'{{self.nmae}}' is not declared anywhere"), "found: \(lines)")
    }

    @Test("A step id is given once in the whole guide")
    func duplicateID() {
        let section = SampleGuide.section(SampleGuide.step)
        let lines = SampleGuide.complaints([section, section])
        #expect(lines.contains { $0.contains("s.one: two steps have this id; every id is given once and for ever") }, "found: \(lines)")
    }

    @Test(
        "A command without a program is refused, wherever it stands",
        arguments: [
            "checks: [ { command: { contains: x } } ]", "checks: [ { command: { run: [] } } ]", "undo: { command: [] }",
        ])
    func emptyCommand(addition: String) throws {
        #expect(try !SampleGuide.complaints(replacing: "timeout: 30s", by: "timeout: 30s\n\(addition)").isEmpty)
    }

    @Test("A step that installs no package, and a candidate that nobody validates, are refused")
    func emptyLists() throws {
        #expect(try !SampleGuide.complaints(replacing: "directory: { path: /srv/one, mode: \"0755\" }", by: "packages: []").isEmpty)
        let file = "file: { path: /etc/x, template: x.conf, validate: [] }"
        let lines = try SampleGuide.complaints(
            replacing: "directory: { path: /srv/one, mode: \"0755\" }", by: file, templates: ["x.conf": "x"])
        #expect(!lines.isEmpty)
    }

    @Test(
        "Numbers beyond all reason are a complaint, not a crash",
        arguments: [
            "timeout: 9223372036854775807h", "timeout: 30s\nchecks: [ { free-space: { path: /, at-least: 9223372036854775807G } } ]",
            "timeout: 30s\nchecks: [ { command: { run: [\"true\"], status: 9999999999 } } ]",
        ])
    func hugeNumbers(text: String) async {
        // In a process of its own: a trap there is a failure here.
        await #expect(processExitsWith: .success) { [text] in
            _ = try SampleGuide.complaints(replacing: "timeout: 30s", by: text)
        }
    }

    @Test("A section needs id, title, text and steps; an empty folder is no guide")
    func sections() {
        #expect(SampleGuide.complaints([]) == ["guide: it has no sections"])
        #expect(SampleGuide.complaints([""]) == ["10-s.yaml: the file is empty; a section has id, title, text and steps"])
        let lines = SampleGuide.complaints(["colour: red\n"])
        for key in ["id", "title", "text"] { #expect(lines.contains("10-s.yaml:1: \(key): is missing")) }
        #expect(lines.contains("10-s.yaml:1: steps: a section needs at least one step"))
        #expect(lines.contains("10-s.yaml:1: colour: there is no such key; the keys here are id, title, text, steps"))
    }

    @Test("Files are read in the order of their names, and any change of any file changes the digest")
    func orderAndDigest() throws {
        let first = GuideLoader.File(
            name: "10-a.yaml",
            text: SampleGuide.section(SampleGuide.step.replacing("s.one", with: "a.one"), head: "id: a\ntitle: A\ntext: t"))
        let second = GuideLoader.File(
            name: "20-b.yaml",
            text: SampleGuide.section(SampleGuide.step.replacing("s.one", with: "b.one"), head: "id: b\ntitle: B\ntext: t"))
        let template = GuideLoader.File(name: "x.conf", text: "x")
        let guide = try GuideLoader.guide(sections: [second, first], templates: [template])
        #expect(guide.sections.map(\.id) == ["a", "b"])
        #expect(guide.digest.count == 64)
        #expect(try GuideLoader.guide(sections: [first, second], templates: [template]).digest == guide.digest)
        for changed in [
            [first, second, GuideLoader.File(name: "x.conf", text: "y")],
            [first, GuideLoader.File(name: second.name, text: second.text + "\n"), template],
        ] {
            #expect(try GuideLoader.guide(sections: Array(changed[..<2]), templates: [changed[2]]).digest != guide.digest)
        }
    }

    @Test("Block text becomes paragraphs, for screens that wrap it anew")
    func paragraphs() throws {
        let step = SampleGuide.step.replacing("text: Makes a directory.", with: "text: |\n  One line\n  and its end.\n\n  Another.\n")
        let guide = try GuideLoader.guide(sections: [GuideLoader.File(name: "a", text: SampleGuide.section(step))], templates: [])
        #expect(guide.step("s.one")?.text == "One line and its end.\n\nAnother.")
    }
}

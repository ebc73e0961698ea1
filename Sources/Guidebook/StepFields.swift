/// Reads the parts of a step that have a form of their own.
struct StepFields {
    let reader: Reader
    let templates: [String: Template]

    static let actionKinds = [
        "packages", "directory", "file", "edit", "service", "mount", "sql", "run", "archive", "copy", "link", "modules", "manual",
        "proof",
    ]

    func roles() -> [Role] {
        let words = reader.texts("roles") ?? []
        if words.isEmpty { reader.complain("roles", "is missing; choose from \(Role.names), or 'every'") }
        if words == ["every"] { return Role.allCases }
        return words.compactMap { word in
            if let role = Role(rawValue: word) { return role }
            reader.complain("roles", "'\(word)' is not a role; choose from \(Role.names), or 'every'")
            return nil
        }
    }

    func conditions() -> [String: [String]] {
        guard let conditions = reader.reader("when") else { return [:] }
        var texts: [String: [String]] = [:]
        for key in conditions.keys {
            texts[key] = conditions.texts(key) ?? []
            if !Vocabulary.texts.contains(key) { conditions.complain(key, "there is no value of that name") }
        }
        return texts
    }

    func timeout() -> Duration {
        if reader.text("timeout") == nil { reader.complain("timeout", "is missing; say how long one command may take, such as 30s or 10m") }
        return reader.duration("timeout") ?? .seconds(30)
    }

    func handlers() -> [Handler] {
        (reader.texts("then") ?? []).compactMap { text in
            let words = text.split(separator: " ", maxSplits: 1).map(String.init)
            switch (words.first, words.count) {
            case ("restart", 2): return .restart(words[1])
            case ("reload", 2): return .reload(words[1])
            case ("try-restart", 2): return .tryRestart(words[1])
            case ("daemon-reload", 1): return .daemonReload
            default:
                reader.complain(
                    "then", "'\(text)' is not a handler; write 'restart NAME', 'try-restart NAME', 'reload NAME' or 'daemon-reload'")
                return nil
            }
        }
    }

    func undo(for action: Action) -> Undo {
        guard let undo = reader.reader("undo") else {
            if !action.bringsUndo {
                reader.complain("undo", "is missing; a step of kind \(action.kind) says 'command', 'sql', or 'none' with a reason")
            }
            return .automatic
        }
        defer { undo.finish() }
        if let reason = undo.text("none") { return .none(reason) }
        if undo.value("command") != nil {
            if case .run = action {} else { undo.complain("command", "belongs to an action 'run'; this one is '\(action.kind)'") }
            return .command(undo.command("command"))
        }
        if let name = undo.text("sql") {
            if case .sql = action {} else { undo.complain("sql", "belongs to an action 'sql'; this one is '\(action.kind)'") }
            requireTemplate(name, undo, "sql")
            return .sql(name, only: StepFields(reader: undo, templates: templates).checks("only-if"))
        }
        undo.complain("none", "say 'command', 'sql', or 'none' with a reason")
        return .automatic
    }

    func checks(_ key: String) -> [Check] {
        reader.items(key).enumerated().compactMap { index, node in
            CheckFields(Reader(node, path: "\(reader.place(key))[\(index)]", log: reader.log)).check()
        }
    }

    func action() -> Action {
        let present = StepFields.actionKinds.filter {
            reader.value($0) != nil || (reader.keys.contains($0) && ["proof", "manual"].contains($0))
        }
        guard present.count == 1, let kind = present.first else {
            let found = present.isEmpty ? "no action" : "the actions \(present.joined(separator: " and "))"
            reader.log.add(
                reader.node.line, reader.path,
                "found \(found); a step has exactly one of \(StepFields.actionKinds.joined(separator: ", "))")
            return .proof(nil)
        }
        switch kind {
        case "packages":
            let names = reader.texts("packages") ?? []
            if names.isEmpty { reader.complain("packages", "names no package") }
            return .packages(names)
        case "modules":
            let names = reader.texts("modules") ?? []
            if names.isEmpty { reader.complain("modules", "names no module") }
            return .modules(names)
        case "manual": return .manual(template: manual())
        case "proof": return .proof(proof())
        default:
            guard let fields = reader.reader(kind) else { return .proof(nil) }
            defer { fields.finish() }
            return action(kind, fields)
        }
    }

    private func action(_ kind: String, _ fields: Reader) -> Action {
        switch kind {
        case "directory":
            .directory(
                DirectoryAction(
                    path: fields.required("path"), owner: fields.text("owner"), group: fields.text("group"), mode: fields.mode("mode")))
        case "file": .file(file(fields))
        case "edit": .edit(edit(fields))
        case "service":
            .service(
                ServiceAction(
                    name: fields.required("name"), isRunning: fields.flag("running") ?? true, isEnabled: fields.flag("enabled") ?? true))
        case "mount":
            .mount(
                MountAction(target: fields.required("target"), source: fields.required("source"), type: fields.required("type")))
        case "sql": .sql(sql(fields))
        case "archive": .archive(archive(fields))
        case "copy": .copy(copy(fields))
        case "link": .link(link(fields))
        default: .run(RunAction(command: fields.command("command")))
        }
    }

    private func file(_ fields: Reader) -> FileAction {
        let template = fields.required("template")
        requireTemplate(template, fields, "template")
        return FileAction(
            path: fields.required("path"), template: template, owner: fields.text("owner"), group: fields.text("group"),
            mode: fields.mode("mode") ?? 0o644, validation: fields.value("validate") == nil ? nil : fields.command("validate"))
    }

    private func attributes(_ fields: Reader) -> Check.Attributes {
        Check.Attributes(owner: fields.text("owner"), group: fields.text("group"), mode: fields.mode("mode"))
    }

    private func manual() -> String? {
        guard let fields = reader.reader("manual") else { return nil }
        defer { fields.finish() }
        let template = fields.required("template")
        requireTemplate(template, fields, "template")
        return template
    }

    private func proof() -> ProofKind? {
        guard let fields = reader.reader("proof") else { return nil }
        defer { fields.finish() }
        let word = fields.required("of")
        if let kind = ProofKind(rawValue: word) { return kind }
        if !word.isEmpty {
            fields.complain("of", "'\(word)' is no proof; there are \(ProofKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return nil
    }

    private func archive(_ fields: Reader) -> ArchiveAction {
        let links = [("links", true), ("links-if-there", false)].flatMap { key, isRequired -> [ArchiveAction.Link] in
            guard let entries = fields.reader(key) else { return [] }
            return entries.keys.map { ArchiveAction.Link(name: $0, holding: entries.required($0), isRequired: isRequired) }
        }
        if links.isEmpty { fields.complain("links", "is missing; name at least one folder of the archive by what it holds") }
        return ArchiveAction(
            source: fields.required("from"), directory: fields.required("into"), sha256: fields.text("sha256") ?? "",
            group: fields.required("group"), links: links, writable: fields.texts("writable") ?? [])
    }

    private func copy(_ fields: Reader) -> CopyAction {
        let isTree = fields.flag("tree") ?? false
        let account = fields.text("as")
        if account != nil && !isTree { fields.complain("as", "needs 'tree: true'; a single file's copy takes 'owner'") }
        return CopyAction(
            source: fields.required("from"), target: fields.required("to"), isTree: isTree, account: account,
            attributes: attributes(fields))
    }

    private func link(_ fields: Reader) -> LinkAction {
        let path = fields.required("path")
        if fields.flag("absent") == true {
            if fields.text("to") != nil {
                fields.complain("to", "says where to, and 'absent' that there shall be no link; give one of them")
            }
            return LinkAction(path: path, target: nil)
        }
        return LinkAction(path: path, target: fields.required("to"))
    }

    private func edit(_ fields: Reader) -> EditAction {
        EditAction(path: fields.required("path"), entry: entry(fields), attributes: attributes(fields))
    }

    private func entry(_ fields: Reader) -> EditAction.Entry {
        if let entry = fields.reader("fstab") {
            defer { entry.finish() }
            return .fstab(
                source: entry.required("source"), target: entry.required("target"), type: entry.required("type"),
                options: entry.required("options"))
        }
        if let lines = fields.text("hosts") { return .hosts(lines) }
        if let template = fields.text("properties") {
            requireTemplate(template, fields, "properties")
            return .properties(template: template)
        }
        if let entry = fields.reader("server-xml") {
            defer { entry.finish() }
            let cluster = entry.text("cluster")
            if let cluster { requireTemplate(cluster, entry, "cluster") }
            return .serverXML(route: entry.required("route"), port: entry.text("port"), template: cluster)
        }
        fields.complain("path", "says which file but not what; give 'fstab', 'hosts', 'properties' or 'server-xml'")
        return .hosts("")
    }

    private func sql(_ fields: Reader) -> SQLAction {
        let database = fields.text("database")
        let account = fields.account()
        if let template = fields.text("template") {
            requireTemplate(template, fields, "template")
            return SQLAction(script: .template(template), database: database, account: account)
        }
        let script = SQLAction.Script.file(path: fields.required("file"), entry: fields.text("entry") ?? "")
        return SQLAction(script: script, database: database, account: account)
    }

    private func requireTemplate(_ name: String, _ fields: Reader, _ key: String) {
        if !name.isEmpty && templates[name] == nil { fields.complain(key, "there is no template named '\(name)'") }
    }
}

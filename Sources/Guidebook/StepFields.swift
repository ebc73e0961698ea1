/// Reads the parts of a step that have a form of their own.
struct StepFields {
    let reader: Reader
    let templates: [String: Template]

    static let actionKinds = ["packages", "directory", "file", "edit", "service", "mount", "sql", "run", "manual", "proof"]

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
            case ("daemon-reload", 1): return .daemonReload
            default:
                reader.complain("then", "'\(text)' is not a handler; write 'restart NAME', 'reload NAME' or 'daemon-reload'")
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
            return .proof
        }
        switch kind {
        case "packages":
            let names = reader.texts("packages") ?? []
            if names.isEmpty { reader.complain("packages", "names no package") }
            return .packages(names)
        case "manual": return .manual
        case "proof": return .proof
        default:
            guard let fields = reader.reader(kind) else { return .proof }
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

    private func edit(_ fields: Reader) -> EditAction {
        let path = fields.required("path")
        if let entry = fields.reader("fstab") {
            defer { entry.finish() }
            return EditAction(
                path: path,
                entry: .fstab(
                    source: entry.required("source"), target: entry.required("target"), type: entry.required("type"),
                    options: entry.required("options")))
        }
        if let lines = fields.text("hosts") { return EditAction(path: path, entry: .hosts(lines)) }
        fields.complain("path", "says which file but not what; give 'fstab' or 'hosts'")
        return EditAction(path: path, entry: .hosts(""))
    }

    private func sql(_ fields: Reader) -> SQLAction {
        let database = fields.text("database")
        if let template = fields.text("template") {
            requireTemplate(template, fields, "template")
            return SQLAction(script: .template(template), database: database)
        }
        return SQLAction(script: .file(path: fields.required("file"), entry: fields.text("entry") ?? ""), database: database)
    }

    private func requireTemplate(_ name: String, _ fields: Reader, _ key: String) {
        if !name.isEmpty && templates[name] == nil { fields.complain(key, "there is no template named '\(name)'") }
    }
}

/// Reads one check: a mapping with one key that names its kind.
struct CheckFields {
    private static let kinds = [
        "root", "release", "resolves", "free-space", "clock", "port-free", "port", "account", "file", "directory", "packages",
        "service", "mounted", "exported", "stated", "command", "sql", "login", "nonce", "http", "sticky", "java", "tomcat",
        "other-tomcat", "bundle", "war", "agreed", "agents", "members", "nodes", "multicast", "heard", "fstab", "memory",
    ]

    private let reader: Reader

    init(_ reader: Reader) { self.reader = reader }

    func check() -> Check? {
        guard case .mapping(let entries) = reader.node.content, entries.count == 1, let kind = entries.first?.key,
            CheckFields.kinds.contains(kind)
        else {
            let found = reader.keys.joined(separator: ", ")
            reader.log.add(
                reader.node.line, reader.path,
                "'\(found)' is not a check; the checks are \(CheckFields.kinds.joined(separator: ", "))")
            return nil
        }
        if kind == "packages" { return .packages(reader.texts(kind) ?? []) }
        let fields = reader.reader(kind) ?? Reader(Node(content: .mapping([]), line: reader.node.line), path: reader.path, log: reader.log)
        defer { fields.finish() }
        return server(kind, fields) ?? local(kind, fields) ?? reach(kind, fields) ?? product(kind, fields) ?? cluster(kind, fields)
    }

    private func server(_ kind: String, _ fields: Reader) -> Check? {
        switch kind {
        case "root": .root
        case "clock": .clock
        case "release": .release(supported: fields.texts("supported") ?? Platform.supported)
        case "free-space": .freeSpace(path: fields.required("path"), bytes: bytes(fields, "at-least"))
        case "port-free": .portFree(port: fields.required("port"), service: fields.required("service"))
        case "account": .account(name: fields.required("name"), id: fields.required("id"))
        default: nil
        }
    }

    private func local(_ kind: String, _ fields: Reader) -> Check? {
        switch kind {
        case "file": .file(path: fields.required("path"), attributes: attributes(fields), line: fields.text("line"))
        case "directory": .directory(path: fields.required("path"), attributes: attributes(fields))
        case "service":
            .service(
                name: fields.required("name"), isRunning: fields.flag("running") ?? true, isEnabled: fields.flag("enabled") ?? true)
        case "mounted":
            .mounted(source: fields.required("source"), target: fields.required("target"), type: fields.required("type"))
        case "stated": .stated(file: fields.required("file"), path: fields.required("path"))
        case "command":
            .command(fields.command("run"), status: status(fields), contains: fields.text("contains"))
        default: nil
        }
    }

    private func product(_ kind: String, _ fields: Reader) -> Check? {
        switch kind {
        case "java": .java(home: fields.required("home"))
        case "tomcat": .tomcat(home: fields.required("home"))
        case "other-tomcat": .otherTomcat(home: fields.required("home"))
        case "bundle": .bundle(archive: fields.required("archive"), sha256: fields.text("sha256") ?? "")
        case "war": .war(path: fields.required("path"))
        case "agents": .agents(directory: fields.required("directory"))
        case "memory": .memory(heap: fields.required("heap"))
        case "agreed": .agreed(file: fields.required("file"), record: fields.required("record"))
        default: nil
        }
    }

    private func cluster(_ kind: String, _ fields: Reader) -> Check? {
        switch kind {
        case "http": .http(url: fields.required("url"), status: httpStatus(fields), contains: fields.text("contains"))
        case "sticky": .sticky(url: fields.required("url"), routes: fields.required("routes"))
        case "members":
            .members(log: fields.required("log"), address: fields.required("address"), peers: fields.text("peers") ?? "")
        case "nodes":
            .nodes(directory: fields.required("directory"), own: fields.required("own"), names: fields.required("names"))
        case "multicast": .multicast(address: fields.required("address"), group: fields.required("group"))
        case "heard": .heard(address: fields.required("address"), group: fields.required("group"), port: fields.required("port"))
        default: .fstab(source: fields.required("source"), target: fields.required("target"))
        }
    }

    private func httpStatus(_ fields: Reader) -> Int {
        let number = fields.number("status") ?? 200
        if !(100...599).contains(number) { fields.complain("status", "'\(number)' is not a status of HTTP; use 100 to 599") }
        return number
    }

    private func reach(_ kind: String, _ fields: Reader) -> Check? {
        switch kind {
        case "resolves": .resolves(names: fields.required("names"), address: fields.text("to"))
        case "port": .port(address: fields.required("address"), port: fields.required("port"))
        case "exported": .exported(path: fields.required("path"), hosts: fields.required("to"))
        case "sql":
            .sql(query: fields.required("query"), expected: fields.required("expected"), account: fields.account())
        case "login":
            .login(
                address: fields.required("address"), port: fields.required("port"), isGranted: fields.flag("granted") ?? true)
        case "nonce": .nonce(directory: fields.required("directory"), name: fields.required("name"))
        default: nil
        }
    }

    private func status(_ fields: Reader) -> Int32 {
        let number = fields.number("status") ?? 0
        if !(0...255).contains(number) { fields.complain("status", "'\(number)' is not an exit status; use 0 to 255") }
        return Int32(truncatingIfNeeded: number)
    }

    private func attributes(_ fields: Reader) -> Check.Attributes {
        Check.Attributes(owner: fields.text("owner"), group: fields.text("group"), mode: fields.mode("mode"))
    }

    private func bytes(_ fields: Reader, _ key: String) -> Int {
        let text = fields.required(key)
        let factors: [Character: Int] = ["M": 1 << 20, "G": 1 << 30]
        guard let unit = text.last, let factor = factors[unit], let count = Int(text.dropLast()), (1...1_000_000).contains(count) else {
            fields.complain(key, "'\(text)' is not an amount; write it as 500M or 2G")
            return 0
        }
        return count * factor
    }
}

extension Reader {
    /// Who talks to the database server: `as: application`; its administrator where nothing is said.
    func account() -> DatabaseAccount {
        guard let word = text("as") else { return .administrator }
        if let account = DatabaseAccount(rawValue: word) { return account }
        complain("as", "'\(word)' is not an account; choose administrator or application")
        return .administrator
    }
}

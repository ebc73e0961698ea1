extension RehearsalServer {
    /// A freshly installed server.
    init(seed: RehearsalSeed, faults: [RehearsalFault]) {
        self.seed = seed
        self.faults = faults
        layStockFiles()
        for package in ["base-files", "coreutils", "systemd", "util-linux", "openssh-server", "systemd-timesyncd"] {
            packages[package] = InstalledPackage(version: "0-rehearsal", isAutomatic: false)
        }
        running = ["ssh.service", "systemd-timesyncd.service"]
        for (path, bytes) in seed.files { files.seed(path, FileNode(content: .file(bytes), mode: 0o644)) }
        for (path, entries) in seed.archives {
            let archive = RehearsalArchive(
                .zip, entries.sorted { $0.key < $1.key }.map { .init(path: $0.key, bytes: $0.value, mode: 0o644) })
            files.seed(path, FileNode(content: .file(archive.bytes), mode: 0o644))
        }
        for (path, product) in seed.products { files.seed(path, FileNode(content: .file(product.bytes(at: path)), mode: 0o644)) }
        for (home, version) in seed.javaHomes { files.seed("\(home)/bin/java", .file(Self.javaProgram(version), 0o755)) }
        for remote in seed.remoteDatabases { layRemoteDatabase(remote) }
        attachShares()
        reloadUnits()
        processes = ["ssh.service": 611, "systemd-timesyncd.service": 402]
        for tomcat in seed.tomcatServices { layTomcat(tomcat) }
    }

    /// Mounts what is mounted by other means than fstab.
    mutating func attachShares() {
        for share in seed.mountedShares {
            files.seed(share.target, .directory())
            if files.addTree(share.source, top: FileNode(content: .directory, owner: share.owner, group: share.owner, mode: 0o750)) {
                for (path, bytes) in share.files { files.seedOwned(path, bytes, owner: share.owner, in: share.source) }
            }
            let mount = Mount(source: share.source, target: share.target, type: share.type, options: ["rw", "relatime"])
            files.attach(.init(mount: mount, tree: share.source, top: "/", isReadOnly: has(.readOnlyShare)))
        }
    }

    /// A Tomcat that somebody has set up and started before.
    private mutating func layTomcat(_ tomcat: RehearsalSeed.TomcatService) {
        if account(.users, tomcat.user) == nil { addSystemAccount(tomcat.user, home: tomcat.home, hasGroup: true, number: tomcat.userID) }
        guard let user = account(.users, tomcat.user) else { preconditionFailure("an account was made just now") }
        for entry in RehearsalTomcatFiles.entries(version: tomcat.version, serverXML: RehearsalTomcatFiles.plainServerXML) {
            let path = "\(tomcat.home)/\(entry.path)"
            let content: FileNode.Content = entry.isDirectory ? .directory : .file(entry.bytes)
            let node = FileNode(content: content, owner: user.number, group: user.group, mode: entry.mode)
            files.seed(entry.isDirectory ? String(path.dropLast()) : path, node)
        }
        let output = tomcat.printsToJournal ? [] : ["StandardOutput=append:\(tomcat.home)/logs/catalina.out"]
        let lines = ["User=\(tomcat.user)", "Group=\(tomcat.user)"] + output
        let unit = RehearsalPackage(name: "", version: "").unit(
            "\(tomcat.name).service", program: "\(tomcat.home)/bin/catalina.sh run", type: "simple", lines: lines)
        for (_, node) in unit.nodes { files.seed("/etc/systemd/system/\(tomcat.name).service", node) }
        if !exists("/usr/bin/java") { files.seed("/usr/bin/java", .file(Self.javaProgram("17.0.15"), 0o755)) }
        _ = enable("\(tomcat.name).service")
        // Its own settings are the stock ones, which need no script.
        guard (try? start("\(tomcat.name).service")) != nil else { preconditionFailure("a seeded Tomcat has no script of its own") }
    }

    private mutating func layStockFiles() {
        let directories = [
            "/dev", "/home", "/mnt", "/opt", "/proc", "/run", "/srv", "/var/log", "/var/www", "/etc/systemd/system", "/etc/default",
            "/usr/share",
            "/usr/local/bin",
        ]
        for path in directories { files.seed(path, .directory()) }
        files.seed("/root", .directory(0o700))
        files.seed("/tmp", .directory(0o1777))
        for name in ["bin", "sbin", "lib"] { files.seed("/\(name)", .link("usr/\(name)")) }
        for program in RehearsalStock.programs { files.seed(program, .file("", 0o755)) }
        files.seed("/proc/meminfo", .file(RehearsalStock.memory(seed.memory), 0o444))
        files.seed("/etc/hostname", .file(seed.server + "\n"))
        files.seed("/etc/hosts", .file(RehearsalStock.hosts(server: seed.server)))
        files.seed("/etc/fstab", .file(RehearsalStock.fstab))
        files.seed("/etc/passwd", .file(RehearsalStock.users))
        files.seed("/etc/group", .file(RehearsalStock.groups))
        files.seed("/etc/os-release", .file(RehearsalStock.release(seed.flavour)))
        files.seed("/etc/machine-id", .file(Self.number(of: seed.server, digits: 32) + "\n", 0o444))
        let wants = "/etc/systemd/system/multi-user.target.wants"
        for (unit, program) in [("ssh.service", "/usr/sbin/sshd -D"), ("systemd-timesyncd.service", "/usr/bin/systemctl")] {
            let package = RehearsalPackage(name: unit, version: "").unit(unit, program: program, reload: true)
            for (path, node) in package.nodes { files.seed(path, node) }
            files.seed("\(wants)/\(unit)", .link("/usr/lib/systemd/system/\(unit)"))
        }
    }

    private mutating func layRemoteDatabase(_ remote: RehearsalSeed.RemoteDatabase) {
        let isMySQL = remote.isMySQL ?? (seed.flavour.distribution == "ubuntu")
        var database = RehearsalDatabase(flavour: isMySQL ? .mySQL : .mariaDB, hostName: remote.server, release: seed.flavour)
        database.settings.bindAddress = "0.0.0.0"
        database.settings.port = remote.port
        database.settings.maxConnections = remote.maxConnections
        database.clockAhead = remote.clockAhead
        database.administer(remote.script)
        for address in resolve(remote.server) { remoteDatabases["\(address):\(remote.port)"] = database }
    }

    /// A number that looks random and is the same for the same text.
    static func number(of text: String, digits: Int) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var result = ""
        while result.utf8.count < digits {
            for byte in (text + result).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            result += String(hash | 1 << 63, radix: 16)
        }
        return String(result.prefix(digits))
    }
}

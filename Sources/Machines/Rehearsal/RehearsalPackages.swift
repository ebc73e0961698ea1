/// apt-get and dpkg.
extension RehearsalServer {
    private static let aptFlags: Set<String> = [
        "-y", "--yes", "--assume-yes", "-q", "-qq", "--quiet", "--no-install-recommends", "--purge", "--auto-remove",
    ]

    mutating func aptGet(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: Self.aptFlags, values: ["-o", "--option"])
        let names = Array(arguments.operands.dropFirst())
        guard let verb = arguments.operands.first else { throw unknown(command) }
        if verb != "update", !unconfigured.isEmpty {
            return RehearsalReply(
                status: 100,
                "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem. ")
        }
        switch verb {
        case "update": return update()
        case "install": return try install(names)
        case "purge": return try remove(names, purging: true, removingUnneeded: arguments.has("--auto-remove"))
        case "remove":
            return try remove(names, purging: arguments.has("--purge"), removingUnneeded: arguments.has("--auto-remove"))
        case "autoremove": return try remove(names, purging: arguments.has("--purge"), removingUnneeded: true)
        default: throw unknown(command)
        }
    }

    mutating func dpkg(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard Array(command.arguments.dropFirst()) == ["--configure", "-a"] else { throw unknown(command) }
        var reply = RehearsalReply()
        let catalogue = RehearsalCatalogue.packages(for: seed.flavour)
        for package in unconfigured.compactMap({ catalogue[$0] }) { reply.say(try configure(package)) }
        unconfigured = []
        return reply
    }

    // MARK: - update

    private var mirror: String { "http://mirror.example/\(seed.flavour.distribution)" }

    private mutating func update() -> RehearsalReply {
        if mirrorFails() {
            var reply = RehearsalReply()
            reply.say("Err:1 \(mirror) \(seed.flavour.codename) InRelease")
            reply.say("  Could not connect to mirror.example:80 (192.0.2.80), connection timed out")
            reply.say("Reading package lists...")
            reply.say("W: Failed to fetch \(mirror)/dists/\(seed.flavour.codename)/InRelease  Could not connect to mirror.example:80")
            reply.say("W: Some index files failed to download. They have been ignored, or old ones used instead.")
            return reply
        }
        return RehearsalReply("Hit:1 \(mirror) \(seed.flavour.codename) InRelease", "Reading package lists...")
    }

    /// Whether the mirror is down this time; the fault wears off.
    private mutating func mirrorFails() -> Bool {
        for (index, fault) in faults.enumerated() {
            guard case .packageMirrorDown(let times) = fault else { continue }
            if times > 1 { faults[index] = .packageMirrorDown(times: times - 1) } else { faults.remove(at: index) }
            return times > 0
        }
        return false
    }

    // MARK: - install

    private static let preamble = ["Reading package lists...", "Building dependency tree...", "Reading state information..."]

    private mutating func install(_ names: [String]) throws(MachineError) -> RehearsalReply {
        var reply = RehearsalReply()
        reply.say(Self.preamble)
        let catalogue = RehearsalCatalogue.packages(for: seed.flavour)
        var wanted: [String] = []
        for name in names {
            let real = RehearsalCatalogue.virtual[name] ?? name
            if real != name { reply.say("Note, selecting '\(real)' instead of '\(name)'") }
            guard catalogue[real] != nil || packages[real] != nil else {
                reply.add(RehearsalReply(status: 100, "E: Unable to locate package \(name)"))
                return reply
            }
            if has(.javaMissing), real.hasPrefix("openjdk-"), packages[real] == nil {
                reply.add(RehearsalReply(status: 100, "E: Package '\(name)' has no installation candidate"))
                return reply
            }
            if let installed = packages[real] {
                reply.say("\(real) is already the newest version (\(installed.version)).")
                packages[real]?.isAutomatic = false
            }
            wanted.append(real)
        }
        let new = closure(of: wanted, in: catalogue).filter { packages[$0.name] == nil }
        let extra = new.map(\.name).filter { !wanted.contains($0) }
        if !extra.isEmpty { reply.say(["The following additional packages will be installed:", listed(extra)]) }
        let leaving = new.flatMap(\.excludes).filter { packages[$0] != nil }
        if !leaving.isEmpty { reply.say(["The following packages will be REMOVED:", listed(leaving)]) }
        if !new.isEmpty { reply.say(["The following NEW packages will be installed:", listed(new.map(\.name))]) }
        reply.say("0 upgraded, \(new.count) newly installed, \(leaving.count) to remove and 0 not upgraded.")
        guard !new.isEmpty else { return reply }
        reply.add(fetch(new))
        guard reply.status == 0 else { return reply }
        for name in leaving { reply.say(try takeAway(name, catalogue[name], purging: false)) }
        for package in new { reply.say(unpack(package, isAutomatic: !wanted.contains(package.name))) }
        for package in new { reply.say(try configure(package)) }
        reply.say("Processing triggers for man-db (2.11.2-2) ...")
        return reply
    }

    /// The packages with all that they need, needed ones first.
    private func closure(of names: [String], in catalogue: [String: RehearsalPackage]) -> [RehearsalPackage] {
        var found: [RehearsalPackage] = []
        for package in names.compactMap({ catalogue[$0] }) {
            for needed in closure(of: package.needs, in: catalogue) + [package] where !found.contains(where: { $0.name == needed.name }) {
                found.append(needed)
            }
        }
        return found
    }

    private func listed(_ names: [String]) -> String { "  " + names.sorted().joined(separator: " ") }

    private mutating func fetch(_ new: [RehearsalPackage]) -> RehearsalReply {
        var reply = RehearsalReply()
        let size = new.reduce(0) { $0 + $1.size }
        reply.say("Need to get \(size) kB of archives.")
        reply.say("After this operation, \(size * 4) kB of additional disk space will be used.")
        if files.isFull {
            reply.add(RehearsalReply(status: 100, "E: You don't have enough free space in /var/cache/apt/archives/."))
            return reply
        }
        let isDown = mirrorFails()
        for (index, package) in new.enumerated() {
            let item = "\(mirror) \(seed.flavour.codename)/main amd64 \(package.name) amd64 \(package.version)"
            reply.say(isDown ? "Err:\(index + 1) \(item)" : "Get:\(index + 1) \(item) [\(package.size) kB]")
            if isDown { reply.say("  Could not connect to mirror.example:80 (192.0.2.80), connection timed out") }
        }
        guard isDown else {
            reply.say("Fetched \(size) kB in 1s (\(size) kB/s)")
            return reply
        }
        reply.status = 100
        for package in new {
            let file = "\(mirror)/pool/main/\(package.name)_\(package.version)_amd64.deb"
            reply.say("E: Failed to fetch \(file)  Could not connect to mirror.example:80 (192.0.2.80), connection timed out")
        }
        reply.say("E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?")
        return reply
    }

    private mutating func unpack(_ package: RehearsalPackage, isAutomatic: Bool) -> [String] {
        for program in package.programs { files.seed(program, .file("", 0o755)) }
        for (path, node) in package.nodes where !(package.configuration.contains(path) && exists(path)) { files.seed(path, node) }
        packages[package.name] = InstalledPackage(version: package.version, isAutomatic: isAutomatic)
        return [
            "Selecting previously unselected package \(package.name).",
            "Preparing to unpack .../\(package.name)_\(package.version)_amd64.deb ...",
            "Unpacking \(package.name) (\(package.version)) ...",
        ]
    }

    /// What the maintainer's scripts do: accounts, first data, and starting the service.
    private mutating func configure(_ package: RehearsalPackage) throws(MachineError) -> [String] {
        var lines = ["Setting up \(package.name) (\(package.version)) ..."]
        if let account = package.account { addSystemAccount(account.name, home: account.home, hasGroup: account.hasGroup) }
        if package.name == "mariadb-server" || package.name == "mysql-server-8.0" {
            if let mysql = number(.users, "mysql") {
                // The directory came with the package; whoever took it away meanwhile goes without.
                try? files.setAttributes("/var/lib/mysql", owner: mysql, group: mysql, mode: nil)
            }
            let flavour: RehearsalDatabase.Flavour = package.name == "mariadb-server" ? .mariaDB : .mySQL
            if database?.flavour != flavour { database = RehearsalDatabase(flavour: flavour, hostName: seed.server, release: seed.flavour) }
        }
        if let unit = package.unit {
            lines += enable(unit)
            // A service that does not start does not fail the installation.
            _ = try start(unit)
        }
        return lines
    }

    /// Unpacks what an interrupted command had unpacked, and leaves it unconfigured.
    mutating func interruptInstallation(_ names: [String]) {
        let catalogue = RehearsalCatalogue.packages(for: seed.flavour)
        for package in names.compactMap({ catalogue[$0] }) { _ = unpack(package, isAutomatic: true) }
        unconfigured += names
    }

    // MARK: - remove

    private mutating func remove(
        _ names: [String], purging: Bool, removingUnneeded: Bool
    ) throws(MachineError) -> RehearsalReply {
        var reply = RehearsalReply()
        reply.say(Self.preamble)
        let catalogue = RehearsalCatalogue.packages(for: seed.flavour)
        var leaving: [String] = []
        for name in names {
            guard catalogue[name] != nil || packages[name] != nil else {
                reply.add(RehearsalReply(status: 100, "E: Unable to locate package \(name)"))
                return reply
            }
            if packages[name] == nil { reply.say("Package '\(name)' is not installed, so not removed") } else { leaving.append(name) }
        }
        leaving = withDependents(leaving, catalogue)
        let idle = unneeded(besides: leaving, catalogue)
        if removingUnneeded {
            leaving += idle
        } else if !idle.isEmpty {
            reply.say(["The following packages were automatically installed and are no longer required:", listed(idle)])
            reply.say("Use 'apt autoremove' to remove them.")
        }
        if !leaving.isEmpty {
            reply.say(["The following packages will be REMOVED:", listed(leaving.map { purging ? $0 + "*" : $0 })])
        }
        reply.say("0 upgraded, 0 newly installed, \(leaving.count) to remove and 0 not upgraded.")
        for name in leaving.reversed() { reply.say(try takeAway(name, catalogue[name], purging: purging)) }
        return reply
    }

    /// The packages, and those that cannot be without them.
    private func withDependents(_ names: [String], _ catalogue: [String: RehearsalPackage]) -> [String] {
        var leaving = names
        while let next = packages.keys.sorted().first(where: { name in
            !leaving.contains(name) && !Set(catalogue[name]?.needs ?? []).isDisjoint(with: leaving)
        }) {
            leaving.append(next)
        }
        return leaving
    }

    /// Packages that came with another one and that nobody needs any more.
    private func unneeded(besides leaving: [String], _ catalogue: [String: RehearsalPackage]) -> [String] {
        let kept = packages.filter { !leaving.contains($0.key) && !$0.value.isAutomatic }.map(\.key)
        let needed = Set(closure(of: kept, in: catalogue).map(\.name))
        return packages.filter { $0.value.isAutomatic && !needed.contains($0.key) && !leaving.contains($0.key) }.map(\.key).sorted()
    }

    private mutating func takeAway(
        _ name: String, _ package: RehearsalPackage?, purging: Bool
    ) throws(MachineError) -> [String] {
        let version = packages[name]?.version ?? ""
        packages[name] = nil
        guard let package else { return ["Removing \(name) (\(version)) ..."] }
        if let unit = package.unit {
            try stop(unit)
            _ = disable(unit)
        }
        for path in package.paths(includingConfiguration: purging).reversed() {
            // A directory with somebody's files in it stays.
            _ = try? files.remove(path)
        }
        return ["Removing \(name) (\(version)) ..."] + (purging ? ["Purging configuration files for \(name) (\(version)) ..."] : [])
    }
}

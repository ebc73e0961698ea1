/// A package that can be had from the rehearsed archive: what it needs and what it brings.
struct RehearsalPackage {
    var name: String
    var version: String
    /// Packages that must be there before it.
    var needs: [String] = []
    /// Kilobytes to fetch.
    var size = 100
    /// Programs, by full path.
    var programs: [String] = []
    /// Everything else that it lays down.
    var nodes: [(path: String, node: FileNode)] = []
    /// The unit that starts with its installation.
    var unit: String?
    /// The account that it makes: name, home, and whether a group goes with it.
    var account: (name: String, home: String, hasGroup: Bool)?
    /// Packages that leave when it comes.
    var excludes: [String] = []
    /// What only purging takes away.
    var configuration: [String] = []

    /// The paths that leave with the package; those of its settings only when it is purged.
    func paths(includingConfiguration: Bool) -> [String] {
        (programs + nodes.map(\.path)).filter { includingConfiguration || !configuration.contains($0) }
    }

    /// Adds the text of a unit, and other names for it.
    func unit(
        _ name: String, program: String, type: String = "notify", aliases: [String] = [], isEnabled: Bool = true, reload: Bool = false,
        lines: [String] = []
    ) -> RehearsalPackage {
        var package = self
        let text = """
            [Unit]
            Description=\(name.prefix { $0 != "." })

            [Service]
            Type=\(type)
            \(lines.joined(separator: "\n"))
            ExecStart=\(program)
            \(reload ? "ExecReload=\(program) reload" : "")
            \(isEnabled ? "\n[Install]\nWantedBy=multi-user.target" : "")

            """
        package.nodes.append(("/usr/lib/systemd/system/\(name)", .file(text)))
        for alias in aliases { package.nodes.append(("/usr/lib/systemd/system/\(alias)", .link(name))) }
        if isEnabled { package.unit = name }
        return package
    }

    /// Adds a file of settings.
    func settings(_ path: String, _ text: String, mode: UInt32 = 0o644) -> RehearsalPackage {
        var package = self
        package.nodes.append((path, .file(text, mode)))
        package.configuration.append(path)
        return package
    }

    /// Adds a symbolic link that belongs to the settings.
    func settingsLink(_ path: String, _ target: String) -> RehearsalPackage {
        var package = self
        package.nodes.append((path, .link(target)))
        package.configuration.append(path)
        return package
    }

    /// Adds folders that only purging takes away, if they are empty by then.
    func settingsFolders(_ paths: String...) -> RehearsalPackage {
        var package = self
        package.nodes.insert(contentsOf: paths.map { ($0, .directory()) }, at: 0)
        package.configuration += paths
        return package
    }

    /// Adds a package that cannot be there as well.
    func without(_ other: String) -> RehearsalPackage {
        var package = self
        package.excludes.append(other)
        return package
    }
}

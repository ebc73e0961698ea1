/// A unit file with its drop-ins, read as systemd reads them.
struct RehearsalUnit: Hashable {
    /// One command of a unit, `Exec…=`, taken apart.
    struct Program: Hashable {
        var words: [String]
        /// Whether its failure does not count.
        var mayFail: Bool
    }

    private struct Setting: Hashable {
        var section: String
        var key: String
        var value: String
    }

    /// The unit's own name.
    let name: String
    private var settings: [Setting] = []

    /// Reads the unit's file and then its drop-ins, in order.
    init(name: String, texts: [String]) {
        self.name = name
        for text in texts { take(text) }
    }

    private mutating func take(_ text: String) {
        var section = ""
        let joined = text.utf8.contains(UInt8(ascii: "\\")) ? text.replacing("\\\n", with: " ") : text
        for line in joined.split(whereSeparator: \.isNewline).map({ Self.trimmed($0) }) {
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("[") {
                section = String(line.dropFirst().dropLast())
            } else if let equals = line.firstIndex(of: "=") {
                let key = Self.trimmed(line[..<equals])
                let value = Self.trimmed(line[line.index(after: equals)...])
                // Nothing behind the sign empties the list.
                if value.isEmpty {
                    settings.removeAll { $0.section == section && $0.key == key }
                } else {
                    settings.append(Setting(section: section, key: key, value: value))
                }
            }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = text.utf8.firstIndex(where: { !isBlank($0) }), let last = text.utf8.lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(text[first..<text.utf8.index(after: last)])
    }

    /// The last value of a setting.
    func value(_ key: String) -> String? { settings.last { $0.key == key }?.value }

    /// Every value of a setting that is a list, in order.
    func list(_ key: String) -> [String] {
        settings.filter { $0.key == key }.flatMap { $0.value.split(separator: " ").map(String.init) }
    }

    var hasInstallSection: Bool { settings.contains { $0.section == "Install" } }
    var type: String { value("Type") ?? "simple" }

    /// The paths whose mounts must be there first.
    var neededMounts: [String] { list("RequiresMountsFor") }

    /// Where standard output is appended to; nil for the journal.
    var outputFile: String? {
        guard let value = value("StandardOutput"), value.hasPrefix("append:") || value.hasPrefix("file:") else { return nil }
        return String(value.drop { $0 != ":" }.dropFirst())
    }

    /// The environment that the unit itself gives, without that of files.
    var environment: [String: String] {
        var found: [String: String] = [:]
        for value in settings.filter({ $0.key == "Environment" }).map(\.value) {
            for word in Self.words(value) {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                if parts.count == 2 { found[parts[0]] = parts[1] }
            }
        }
        return found
    }

    /// The files that give further environment; a missing one is no error where the path begins with a minus sign.
    var environmentFiles: [String] { list("EnvironmentFile").map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 } }

    /// The programs of a setting, `$NAME` standing for what the environment says.
    func programs(_ key: String, _ environment: [String: String] = [:]) -> [Program] {
        settings.filter { $0.key == key }.compactMap { setting in
            var words = Self.words(setting.value).flatMap { word -> [String] in
                if word.hasPrefix("$"), !word.hasPrefix("${"), let value = environment[String(word.dropFirst())] {
                    return Self.words(value)
                }
                return [environment.reduce(word) { $0.replacing("${\($1.key)}", with: $1.value) }]
            }
            guard let first = words.first else { return nil }
            let path = String(first.drop { "-@:+!".contains($0) })
            words[0] = path
            return Program(words: words, mayFail: first.prefix { "-@:+!".contains($0) }.contains("-"))
        }
    }

    /// Words as systemd cuts them: at blanks, but not in quotes.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return word.map { words + [$0] } ?? words
    }
}

/// Where units lie, and which of them the service manager has in its memory.
extension RehearsalServer {
    private static let unitFolders = [
        "/etc/systemd/system", "/run/systemd/system", RehearsalServer.transientUnits, "/usr/lib/systemd/system",
    ]

    static func unitName(_ name: String) -> String { name.contains(".") ? name : name + ".service" }

    /// A unit as its files are now; nil where there is none. Other names for it are symbolic links.
    func unitOnDisk(_ name: String) -> RehearsalUnit? {
        let full = Self.unitName(name)
        for folder in Self.unitFolders {
            // What cannot be resolved is no unit.
            guard let real = try? files.resolved("\(folder)/\(full)", followingLast: true), exists(real) else { continue }
            let own = RehearsalFiles.name(of: real)
            let dropIns = Self.unitFolders.reversed().flatMap { folder -> [(name: String, path: String)] in
                // No folder, no drop-ins.
                ((try? files.names(in: "\(folder)/\(own).d")) ?? []).filter { $0.hasSuffix(".conf") }.map {
                    ($0, "\(folder)/\(own).d/\($0)")
                }
            }.sorted { $0.name < $1.name }
            return RehearsalUnit(name: own, texts: [files.text(of: real)] + dropIns.map { files.text(of: $0.path) })
        }
        return nil
    }

    /// A unit as the service manager knows it: one that it holds stays as it was read until it is told to read again.
    func unit(_ name: String) -> RehearsalUnit? {
        let onDisk = unitOnDisk(name)
        let own = onDisk?.name ?? Self.unitName(name)
        guard let held = loadedUnits[own], isHeld(own) else { return onDisk }
        return held
    }

    /// Whether a unit has changed on disk since the service manager has read it.
    func needsReload(_ name: String) -> Bool {
        guard let unit = unit(name), isHeld(unit.name), let held = loadedUnits[unit.name] else { return false }
        return unitOnDisk(name) != held
    }

    private func isHeld(_ name: String) -> Bool { running.contains(name) || failed.contains(name) || enabledUnits().contains(name) }

    /// Keeps a unit as it is read now, for as long as it is held.
    mutating func load(_ unit: RehearsalUnit) { loadedUnits[unit.name] = unit }

    /// Reads every unit again, as `systemctl daemon-reload` does.
    mutating func reloadUnits() {
        var names = Set(enabledUnits())
        names.formUnion(running)
        names.formUnion(failed)
        loadedUnits = [:]
        for name in names { if let unit = unitOnDisk(name) { loadedUnits[unit.name] = unit } }
    }
}

extension LocalMachine {
    public func services(_ names: [String]) async throws(MachineError) -> [String: ServiceStatus] {
        if names.isEmpty { return [:] }
        for name in names where name.contains(where: { "*?[\n\0".contains($0) }) || name.hasPrefix("-") || name.isEmpty {
            throw MachineError(what: "is no name of a service", subject: name)
        }
        let result = try await capture(
            Command(["systemctl", "show", "--no-pager", "--property=\(ServiceListing.properties)", "--"] + names.map(ServiceListing.unit)))
        guard result.succeeded else {
            throw MachineError(
                what: "the service manager does not answer: \(result.output.trimmed)", subject: "systemctl show",
                remedy: "run this on a server that systemd has started")
        }
        let listing = ServiceListing(result.output)
        return Dictionary(names.map { ($0, listing.status(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }
}

/// What `systemctl show` printed about some units.
struct ServiceListing {
    /// What to ask for.
    static let properties = "Id,Names,LoadState,ActiveState,SubState,UnitFileState,Result"

    private static let unitTypes: Set = [
        "service", "socket", "target", "device", "mount", "automount", "swap", "timer", "path", "slice", "scope",
    ]

    private var units: [String: [String: String]] = [:]

    init(_ output: String) {
        var unit: [String: String] = [:]
        // The last unit has no empty line after it.
        for line in (output + "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                if let id = unit["Id"] { units[id] = unit }
                for name in (unit["Names"] ?? "").split(separator: " ") { units[String(name)] = unit }
                unit = [:]
            } else if let equals = line.firstIndex(of: "=") {
                unit[String(line[..<equals])] = String(line[line.index(after: equals)...])
            }
        }
    }

    /// The full name of a unit: a name without a type means a service.
    static func unit(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), unitTypes.contains(String(name[name.index(after: dot)...])) else {
            return name + ".service"
        }
        return name
    }

    /// The state of the service under this name or alias.
    func status(of name: String) -> ServiceStatus {
        let unit = units[Self.unit(name)] ?? [:]
        let load = unit["LoadState"] ?? "not-found"
        let active = unit["ActiveState"] ?? "unknown"
        let enabled: Set = ["enabled", "static", "indirect", "alias", "generated"]
        let result = unit["Result"] ?? ""
        let detail =
            switch load {
            case "loaded" where active == "failed" && !result.isEmpty && result != "success": "failed (Result: \(result))"
            case "loaded": "\(active) (\(unit["SubState"] ?? ""))"
            default: load
            }
        return ServiceStatus(
            exists: load != "not-found", isRunning: ["active", "reloading", "refreshing"].contains(active),
            isEnabled: load != "masked" && enabled.contains(unit["UnitFileState"] ?? ""), detail: detail)
    }
}

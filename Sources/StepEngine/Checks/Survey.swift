import Guidebook
import Machines

/// Facts about the server that several checks ask for, each fetched once. Made anew whenever something may have changed.
actor Survey {
    private let machine: any Machine
    private var installed: [String: String]?
    private var units: [String: ServiceStatus] = [:]
    private var mounted: [Mount]?
    private var answers: [[String]: CommandResult] = [:]
    private var wantedUnits: Set<String>

    /// `units` are asked for together with the first one, because every question costs a process.
    init(_ machine: any Machine, units: Set<String> = []) {
        self.machine = machine
        wantedUnits = units
    }

    func packages() async throws -> [String: String] {
        if let installed { return installed }
        let fresh = try await machine.installedPackages()
        installed = fresh
        return fresh
    }

    func service(_ name: String) async throws -> ServiceStatus {
        if let known = units[name] { return known }
        wantedUnits.insert(name)
        let fresh = try await machine.services(wantedUnits.sorted())
        units.merge(fresh) { _, new in new }
        return units[name] ?? ServiceStatus(exists: false, isRunning: false, isEnabled: false, detail: "not found")
    }

    func mounts() async throws -> [Mount] {
        if let mounted { return mounted }
        let fresh = try await machine.mounts()
        mounted = fresh
        return fresh
    }

    /// What a command has answered since this survey began; nil where it was not asked yet.
    func answer(to words: [String]) -> CommandResult? { answers[words] }

    func remember(_ answer: CommandResult, to words: [String]) { answers[words] = answer }
}

extension Step {
    /// The service units that the step's checks ask about.
    var units: Set<String> {
        var units: Set<String> = []
        if case .service(let action) = action { units.insert(action.name) }
        for check in checks + respects + requirements {
            switch check {
            case .service(let name, _, _): units.insert(name)
            case .portFree(_, let service): units.insert(service)
            default: break
            }
        }
        return units
    }
}

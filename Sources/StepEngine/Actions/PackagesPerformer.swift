import Guidebook
import Machines

/// Installs packages with apt.
struct PackagesPerformer: Performer {
    let names: [String]
    let bench: Bench

    /// Package lists older than this are fetched again before an installation, in seconds.
    private static let listAge = 86_400

    func findings() async throws -> [Finding] { [await bench.inspector.finding(for: .packages(names))] }

    func preview() async throws -> [Change] {
        var commands = try await areListsOld() ? [PackagesPerformer.update] : []
        commands.append(installation)
        return commands.map { .command(Command($0).line) }
    }

    func perform(_ attempt: Attempt) async throws {
        let before = try await baseline(attempt)
        if try await areListsOld() { try await attempt.run(bench.command(PackagesPerformer.update)) }
        try await attempt.run(bench.command(installation))
        try await note(attempt, before)
    }

    func settle(_ attempt: Attempt) async throws {
        guard case .packages? = await attempt.engine.state[bench.step.id].originals.last else { return }
        try await note(attempt, try await baseline(attempt))
    }

    private func note(_ attempt: Attempt, _ before: Set<String>) async throws {
        let added = try await bench.machine.installedPackages().keys.filter { !before.contains($0) }.sorted()
        try await attempt.keep(.added(packages: added))
    }

    /// What was installed before this step began. An attempt that was cut short left its list: what it had added by then
    /// is ours too.
    private func baseline(_ attempt: Attempt) async throws -> Set<String> {
        let copy = "\(bench.step.id).packages"
        if case .packages? = await attempt.engine.state[bench.step.id].originals.last, let kept = try await attempt.stored(copy) {
            return Set(String(decoding: kept, as: UTF8.self).split(separator: "\n").map(String.init))
        }
        let names = try await bench.machine.installedPackages().keys.sorted()
        try await attempt.engine.storeOriginal(Array(names.joined(separator: "\n").utf8), as: copy)
        try await attempt.keep(.packages(copy: copy))
        return Set(names)
    }

    private static let update = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "update"]

    private var installation: [String] {
        [
            "apt-get", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Options::=--force-confold",
            "install",
        ] + names
    }

    private func areListsOld() async throws -> Bool {
        let lists = "/var/lib/apt/lists"
        let files = try await bench.machine.list(lists)?.filter { $0.hasSuffix("_Packages") || $0.contains("_Packages.") } ?? []
        guard let newest = files.first, let status = try await bench.machine.status(of: "\(lists)/\(newest)"),
            // Empty is what a power cut leaves of a list that was just fetched.
            status.size > 0
        else { return true }
        let touched = try await bench.machine.status(of: lists)?.modified ?? 0
        let age = Clocks.now() - max(status.modified, touched)
        // Lists from the future tell that the clock was set back: nobody knows how old they are.
        return age > PackagesPerformer.listAge || age < -PackagesPerformer.listAge
    }
}

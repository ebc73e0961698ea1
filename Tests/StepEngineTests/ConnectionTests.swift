import FaultLedger
import Guidebook
import StepEngine
import Synchronization
import Testing

@testable import Machines

@Suite("What is spoken to on the network")
struct ConnectionTests {
    @Test("Nothing is spoken to that the step's plan does not show", arguments: Bed.servers.map(\.name))
    func planned(server: String) async throws {
        let calls = Mutex<[String]>([])
        let first = try Bed(.shipped(), server: server)
        let machine = WatchedMachine(first.machine.real) { call in calls.withLock { $0.append(call) } }
        let bed = try Bed(.shipped(), server: server, machine: machine)
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(Bed.canary), as: "database.password")
        var tried = 0
        var unplanned: [String] = []
        for step in bed.plan.steps {
            let planned = bed.plan.connections(of: step)
            calls.withLock { $0 = [] }
            _ = try await engine.preview(step.id)
            try await engine.perform(step.id)
            for place in calls.withLock({ $0 }).compactMap(place) {
                tried += 1
                let isPlanned = planned.contains { $0.to == place.to && (place.port == nil || $0.port == place.port) }
                if !isPlanned, place.to != bed.plan.server.address { unplanned.append("\(step.id): \(place)") }
            }
        }
        #expect(unplanned == [])
        FaultLedger.note(10, "connections opened, and shown in the plan before", tried: tried, held: tried - unplanned.count)
    }

    /// Where a call goes; nil where it goes nowhere.
    private func place(of call: String) -> (to: String, port: String?)? {
        let words = call.split(separator: " ")
        switch words.first {
        case "connect":
            let parts = words[1].split(separator: ":")
            return (String(parts[0]), String(parts[1]))
        case "fetch":
            let parts = words[1].split(separator: "/")[1].split(separator: ":")
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "80")
        case "hear": return (String(words[1]), nil)
        case "launch" where words[1] == "apt-get" || words[1].hasSuffix("/apt-get"): return ("the package sources of this server", nil)
        case "launch" where words[1] == "mount", "capture" where words[1] == "mount": return nil
        default: return nil
        }
    }
}

import Reporting
import StepEngine
import Testing

@testable import Handover

@Suite("The status of a server as a slip")
struct StatusSlipTests {
    /// An application server in the middle of its work.
    static let entry: BoardEntry = {
        var server = Report.ServerEntry(name: "app1")
        server.address = "10.0.0.13"
        server.roles = ["application"]
        server.route = "node01"
        let digits = String(repeating: "0123456789abcdef", count: 4)
        let ids = [
            "prepare.root", "prepare.names", "mount.point", "mount.mount", "application.java", "joget.deploy", "a.step-of-tomorrow",
            "proof.failover",
        ]
        let statuses: [StepState.Status] = [.done, .skipped, .warned, .failed, .running, .todo, .done, .todo]
        return BoardEntry(
            cluster: "shop", server: server, made: "2026-11-23T06:00:00.000Z", program: "0.1.0", guide: digits,
            descriptionDigest: String(digits.reversed()), isComplete: false,
            steps: zip(ids, statuses).map { BoardEntry.StepMark(id: $0, status: $1, isOnRequest: $0 == "proof.failover") },
            facts: ["share.id": "6d1f", "clock.database": "-0.25", "name.db1": "10.0.0.12"])
    }()

    @Test("What the board is told by the slip is what the server said")
    func roundTrip() throws {
        #expect(try Slip.read(Slip.text(of: .status(Self.entry))) == [.status(Self.entry)])
    }

    @Test("A server that has no route and no steps comes back as it is")
    func bare() throws {
        var entry = Self.entry
        entry.server.route = nil
        entry.steps = []
        entry.facts = [:]
        entry.isComplete = true
        #expect(try Slip.read(Slip.text(of: .status(entry))) == [.status(entry)])
    }

    @Test("Sections and titles are left out: the guide has them")
    func titles() throws {
        var entry = Self.entry
        for index in entry.steps.indices {
            entry.steps[index].title = "A long title that need not travel"
            entry.steps[index].section = "Section"
        }
        #expect(try Slip.text(of: .status(entry)) == Slip.text(of: .status(Self.entry)))
    }

    @Test("The slips of many servers in one text are told apart")
    func many() throws {
        let slips = (1...120).map { number in
            var entry = Self.entry
            entry.server.name = "app\(number)"
            return Slip.status(entry)
        }
        let text = try slips.map { try Slip.text(of: $0) }.joined()
        #expect(try Slip.read(text) == slips)
    }

    @Test("A step known to the dictionary takes next to no room")
    func short() throws {
        let count = try lines(of: Slip.text(of: .status(Self.entry))).count
        var more = Self.entry
        more.steps += ["shared-directory.packages", "shared-directory.service", "shared-directory.group", "shared-directory.account"]
            .map { BoardEntry.StepMark(id: $0, status: .done) }
        #expect(try lines(of: Slip.text(of: .status(more))).count <= count + 1)
    }

    @Test("A letter that stands for no status is refused")
    func unknownStatus() throws {
        let json = String(decoding: StatusText.bytes(of: Self.entry), as: UTF8.self).replacing("d.prepare.root", with: "q.prepare.root")
        let error = try #require(refusal(of: SlipWriter.text(of: Payload(.status, packing: Array(json.utf8)))))
        #expect(error.what == "it says of a step what cannot be")
    }
}

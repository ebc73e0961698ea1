import Guidebook
import StepEngine
import Testing

/// How little is asked of a server on which all is done: what takes time there is the processes that are started.
@Suite("Thrift with processes")
struct EconomyTests {
    @Test(
        "What is done is looked at again without a command of a step, and with few processes",
        arguments: [("fs1", 6), ("db1", 6), ("app1", 27), ("lb1", 2)])
    func again(server: String, most: Int) async throws {
        let (bed, engine) = try await done(server)
        let (launched, asked) = (bed.machine.launches.count, bed.machine.questions.count)
        for step in bed.plan.required {
            let before = bed.machine.questions.count
            #expect(try await engine.perform(step.id) != .failed)
            // The database's questions come on standard input.
            let questions = bed.machine.questions[before...].filter { !$0.hasPrefix("mariadb ") }
            #expect(Set(questions).count == questions.count, "\(step.id) asks for the same thing twice: \(questions)")
        }
        #expect(bed.machine.launches.count == launched)
        #expect((1...most).contains(bed.machine.questions.count - asked), "\(bed.machine.questions[asked...])")
    }

    @Test("All steps verified in one go ask for a thing once")
    func together() async throws {
        let (bed, engine) = try await done("fs1")
        let asked = bed.machine.questions.count
        try await engine.verify()
        let questions = bed.machine.questions[asked...]
        #expect(questions.count == 5 && Set(questions).count == 5, "\(questions)")
    }

    private func done(_ server: String) async throws -> (bed: Bed, engine: Engine) {
        let bed = try Bed(Guide.shipped(), server: server)
        let engine = try await bed.engine()
        try await engine.secrets.keep(Secret(Bed.canary), as: "database.password")
        for step in bed.plan.required { try await engine.perform(step.id) }
        return (bed, engine)
    }
}

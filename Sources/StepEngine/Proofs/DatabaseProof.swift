internal import FoundationEssentials
import Guidebook
import Machines

/// Shows that the application's account can do everything that Joget does, on a table of the proof's own.
struct DatabaseProof: Proof {
    let bench: Bench

    private var plan: Plan { bench.plan }
    /// The table, which no other server uses.
    private var table: String { "joget_cluster_proof_" + plan.server.name.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined() }

    /// What Joget does, each on its own line.
    private var deeds: [(name: String, statement: String)] {
        [
            ("create", "CREATE TABLE `\(table)` (id INT PRIMARY KEY, word VARCHAR(40));"),
            ("insert", "INSERT INTO `\(table)` VALUES (1, 'größer');"),
            ("select", "SELECT word FROM `\(table)`;"),
            ("update", "UPDATE `\(table)` SET word = 'x' WHERE id = 1;"),
            ("delete", "DELETE FROM `\(table)` WHERE id = 1;"),
            ("alter", "ALTER TABLE `\(table)` ADD COLUMN more INT;"),
            ("drop", "DROP TABLE `\(table)`;"),
        ]
    }

    var commands: [[String]] {
        [[plan.values.text("platform.database-client"), "--force", plan.values.text("database.name")]]
    }

    func clear(_ attempt: Attempt) async throws {
        // Whoever is not let in has left nothing.
        _ = try? await run(["DROP TABLE IF EXISTS `\(table)`;"])
    }

    func prove(_ attempt: Attempt) async throws -> [Finding] {
        var findings: [Finding] = []
        let began = attempt.engine.clock.now
        let answer = try await run(deeds.map(\.statement))
        let took = attempt.engine.clock.now - began
        guard answer.succeeded || answer.output.contains("at line") else {
            return [
                Finding(
                    "login", expected: "the account is let in", found: "it is not", verdict: .fails, evidence: answer.output.provingLine,
                    remedy: "repeat the step database.login, which says more")
            ]
        }
        findings.append(rights(answer.output, took))
        findings += try await settings()
        return findings
    }

    private func run(_ statements: [String]) async throws -> CommandResult {
        do {
            return try await bench.inspector.withDatabaseClient(as: .application) { client in
                let words = client + ["--batch", "--skip-column-names", "--force", plan.values.text("database.name")]
                return try await bench.inspector.ask(words, input: .bytes(Array(statements.joined(separator: "\n").utf8)))
            }
        } catch let unknown as UnknownSecret {
            throw StepFailure(unknown)
        }
    }

    /// The client says of each statement that fails on which line it stands.
    private func rights(_ output: String, _ took: Duration) -> Finding {
        let errors = output.split(separator: "\n").filter { $0.hasPrefix("ERROR ") }
        let refused = errors.compactMap { line -> String? in
            guard let number = line.firstRange(of: "at line ").map({ line[$0.upperBound...].prefix(while: \.isNumber) }),
                let index = Int(number), deeds.indices.contains(index - 1)
            else { return nil }
            return deeds[index - 1].name
        }
        let names = deeds.map(\.name).joined(separator: ", ")
        guard errors.isEmpty else {
            return Finding(
                "rights of the account", expected: names, found: "refused: \(refused.joined(separator: ", "))", verdict: .fails,
                evidence: errors.first.map(String.init),
                remedy: "repeat the step that creates the account (section 'Shared database'), or grant it ALL on the database")
        }
        return Finding("rights of the account", expected: names, found: "all of them, in \(took.shown)", verdict: .holds)
    }

    private func settings() async throws -> [Finding] {
        let before = Date.now.timeIntervalSince1970
        let answer = try await run(["SELECT @@hostname, @@port, @@max_connections, @@collation_database, UNIX_TIMESTAMP(NOW(3));"])
        let after = Date.now.timeIntervalSince1970
        let row = answer.output.trimmed.split(separator: "\t").map(String.init)
        guard answer.succeeded, row.count == 5, let limit = Int(row[2]), let theirs = Double(row[4]) else {
            throw StepFailure(reason: "the database does not tell its settings", evidence: answer.output.firstLine)
        }
        let need = Int(plan.values.text("database.demand")) ?? 0
        let ahead = ((before + after) / 2 - theirs).rounded(to: 1000)
        let unsure = (after - before) / 2
        let isTogether = abs(ahead) <= 1 + unsure
        let target = "\(plan.values.text("database-server.address")):\(row[1])/\(plan.values.text("database.name"))"
        return [
            Finding(
                "collation", expected: "utf8mb4_unicode_ci", found: row[3], verdict: row[3] == "utf8mb4_unicode_ci" ? .holds : .fails,
                facts: ["database.target": target, "database.id": "\(row[0]):\(row[1])"]),
            Finding(
                "connections", expected: "at least \(need), for all nodes", found: "\(limit)", verdict: limit >= need ? .holds : .fails,
                remedy: limit >= need ? nil : "raise max_connections there, or lower database.pool"),
            Finding(
                "clock beside the database's", expected: "within a second",
                found: "\(ahead) s ahead, give or take \(unsure.rounded(to: 1000)) s",
                verdict: isTogether ? .holds : .warns, remedy: isTogether ? nil : "see that both servers take the time from the network",
                facts: ["clock.database": "\(ahead)"]),
        ]
    }
}

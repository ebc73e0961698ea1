import Guidebook
import Testing

@testable import Handover

@Suite("Reading a slip that came through a terminal")
struct SlipReadingTests {
    private static let shop = (try? Slip.text(of: .cluster(Clusters.shop))) ?? ""  // empty: every test here fails

    private static let changes: [(name: String, change: @Sendable (String) -> String)] = [
        ("carriage returns", { $0.replacing("\n", with: "\r\n") }),
        ("carriage returns alone", { $0.replacing("\n", with: "\r") }),
        ("blank lines", { $0.replacing("\n", with: "\n\n \n") }),
        ("an indent", { $0.split(separator: "\n").map { "\t    \($0)  " }.joined(separator: "\n") }),
        ("lower case", { $0.lowercased() }),
        ("O for 0", { $0.replacing("0", with: "O") }),
        ("l for 1", { $0.replacing("1", with: "l") }),
        ("I for 1", { $0.replacing("1", with: "I") }),
        ("a prompt", { $0.split(separator: "\n").map { "root@app2:~# \($0)" }.joined(separator: "\n") }),
        ("a prompt without a blank", { $0.split(separator: "\n").map { "app2>\($0)" }.joined(separator: "\n") }),
        ("marks of an answer", { $0.split(separator: "\n").map { "> > \($0)" }.joined(separator: "\n") }),
        ("text around it", { "Last login: Mon Nov 23\n$ joget-cluster cluster show --slip\n\($0)$ exit\nlogout\n" }),
        ("text behind each line", { $0.replacing("\n", with: "   <- ok\n") }),
        ("each line twice", { $0.split(separator: "\n").flatMap { [$0, $0] }.joined(separator: "\n") }),
        ("the whole twice", { $0 + $0 }),
        ("lines backwards", { $0.split(separator: "\n").reversed().joined(separator: "\n") }),
        ("no line ends", { $0.replacing("\n", with: " ") }),
        ("lines that a narrow terminal broke", { broken($0, at: 40) }),
        ("lines that a very narrow terminal broke", { broken($0, at: 20) }),
        ("two blanks for each", { $0.replacing(" ", with: "  ") }),
        ("blanks that do not break", { $0.replacing(" ", with: "\u{A0}") }),
        ("colours", { $0.split(separator: "\n").map { "\u{1B}[1;32m\($0)\u{1B}[0m" }.joined(separator: "\n") }),
        ("the marks of a paste", { "\u{1B}[200~\($0)\u{1B}[201~" }),
        ("the marks of a paste without their escape", { "[200~\($0)[201~" }),
        ("a byte order mark", { "\u{FEFF}\($0)" }),
        ("nothing at the end", { String($0.dropLast()) }),
    ]

    /// Each line in pieces of at most `width` columns, broken at a blank as mail programs do.
    private static func broken(_ text: String, at width: Int) -> String {
        text.split(separator: "\n").map { line in
            var rows = [""]
            for word in line.split(separator: " ") {
                if rows[rows.count - 1].count + word.count >= width { rows.append("") }
                rows[rows.count - 1] += (rows[rows.count - 1].isEmpty ? "" : " ") + word
            }
            return rows.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    @Test("It reads the same with what terminals, mails and people do to it", arguments: changes.map(\.name))
    func forgiving(name: String) throws {
        let change = try #require(Self.changes.first { $0.name == name }).change
        let changed = change(Self.shop)
        #expect(changed != Self.shop)
        guard case .cluster(let cluster)? = try Slip.read(changed).first else {
            Issue.record("no cluster came back")
            return
        }
        #expect(cluster.describesSame(as: Clusters.shop))
    }

    @Test("Lines in any order are one slip", arguments: 0..<10)
    func shuffled(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let rows = lines(of: Self.shop).shuffled(using: &dice)
        #expect(try Slip.read(rows.joined(separator: "\n")) == Slip.read(Self.shop))
    }

    @Test("A text without a slip says what a slip looks like", arguments: ["", "\n\n", "hello", "joget-cluster cluster take"])
    func absent(text: String) throws {
        let error = try #require(refusal(of: text))
        #expect(error.kind == .absent && error.description.hasPrefix("the text: there is no slip in it; a slip begins with JOGET SLIP"))
    }

    @Test("A slip of a newer form says so")
    func newer() throws {
        let line = "JOGET SLIP 2 CLUSTER C7Q 9 LINES"
        let error = try #require(refusal(of: "\(line) \(SlipWriter.checkWord(of: line))\nwhatever comes then\n"))
        #expect(error.kind == .foreign && error.description.hasPrefix("the slip: it has form 2, and this joget-cluster reads form 1;"))
    }

    @Test("Several slips in one text come in their order, secrets before the cluster they belong to")
    func several() throws {
        let sealed = try SealedSecrets(
            ["database.password": Secret("one-two-three")], of: "shop", passphrase: Secret("long enough"), work: 10)
        let secrets = Slip.secrets(sealed)
        let slips = try Slip.read(Slip.text(of: secrets) + Self.shop)
        #expect(slips.count == 2 && slips[0] == secrets)
        #expect(slips.map(\.title) == ["secrets slip", "cluster slip of shop"])
    }

    @Test("The reader knows when no more is to come: at the end of a cluster, not at the end of secrets")
    func end() throws {
        let sealed = try SealedSecrets(["a": Secret("b")], of: "shop", passphrase: Secret("long enough"), work: 10)
        let rows = try lines(of: Slip.text(of: .secrets(sealed)) + Self.shop)
        #expect(rows.map(SlipReader.isEnd) == Array(repeating: false, count: rows.count - 1) + [true])
    }

    @Test("Whatever is read comes to the same, line by line or at once")
    func lineByLine() throws {
        var reader = SlipReader()
        for line in lines(of: Self.shop) {
            #expect(throws: SlipError.self) { try reader.slips() }
            reader.take(line + "\n")
        }
        #expect(try reader.slips() == Slip.read(Self.shop))
    }
}

import Foundation
import Guidebook
import Testing

@testable import Handover

@Suite("Secrets on their way")
struct SealedSecretsTests {
    private static let canary = "cAnArY-7731-gEhEiM"
    private static let secrets = ["database.password": Secret(canary), "database.admin-password": Secret("pässword with blanks")]
    private static let passphrase = Secret("correct horse battery")

    private static func sealed() throws -> SealedSecrets {
        try SealedSecrets(secrets, of: "shop", passphrase: passphrase, work: 10)
    }

    @Test("With the passphrase they come out as they went in")
    func roundTrip() throws {
        guard case .secrets(let sealed)? = try Slip.read(Slip.text(of: .secrets(Self.sealed()))).first else {
            Issue.record("no secrets came back")
            return
        }
        let contents = try sealed.opened(with: Self.passphrase)
        #expect(contents.cluster == "shop" && contents.secrets == Self.secrets)
    }

    @Test("The passphrase that people are asked for is made costly: 64 MB for one attempt")
    func costly() throws {
        let sealed = try SealedSecrets(Self.secrets, of: "shop", passphrase: Self.passphrase)
        #expect(sealed.bytes[1] == 16)
        #expect(try sealed.opened(with: Self.passphrase).secrets == Self.secrets)
    }

    @Test("No secret, no name of one and no part of them stands in the slip, whichever way one looks")
    func canary() throws {
        let sealed = try Self.sealed()
        let text = try Slip.text(of: .secrets(sealed))
        let views = [
            text, String(decoding: sealed.bytes, as: UTF8.self), Data(sealed.bytes).base64EncodedString(), "\(sealed)",
            String(reflecting: try sealed.opened(with: Self.passphrase)), text.filter { $0 != " " && $0 != "\n" },
        ]
        let inside = SlipAlphabet.text(of: Self.canary.utf8)
        for part in [Self.canary, "cAnArY", "gEhEiM", "pässword", "database.password", "horse", String(inside.prefix(20))] {
            for view in views where part != "database.password" || !view.contains("Contents") {
                #expect(!view.localizedCaseInsensitiveContains(part), "\(part) in \(view)")
            }
        }
    }

    @Test("A wrong passphrase is called that, and the slip whole", arguments: ["correct horse batterz", "", "Correct horse battery", " "])
    func wrong(passphrase: String) throws {
        let error = try #require(throws: SlipError.self) { try Self.sealed().opened(with: Secret(passphrase)) }
        #expect(
            error.description == "secrets slip: this passphrase does not open it; the slip itself is whole; "
                + "enter the one that was chosen where it was made")
        #expect(error.kind == .passphrase)
    }

    @Test("A damaged line of secrets is named before anybody asks for a passphrase")
    func damaged() throws {
        var rows = try lines(of: Slip.text(of: .secrets(Self.sealed())))
        rows[2] = String(rows[2].dropLast(8)) + "00 BABAB"
        let error = try #require(refusal(of: rows.joined(separator: "\n")))
        #expect(error.kind == .damaged && error.lines == [2])
    }

    @Test("Whatever byte is changed by somebody who mends the digests too, nothing comes out")
    func forged() throws {
        let sealed = try Self.sealed()
        for place in sealed.bytes.indices where place != 1 {
            var bytes = sealed.bytes
            bytes[place] ^= 0x41
            let text = try SlipWriter.text(of: Payload(.secrets, bytes))
            guard case .success(let slips) = reading(text), case .secrets(let forged)? = slips.first else { continue }
            #expect(throws: SlipError.self, "byte \(place)") { try forged.opened(with: Self.passphrase) }
        }
    }

    @Test("A lock that would keep the server busy for minutes is refused")
    func busy() throws {
        var bytes = try Self.sealed().bytes
        bytes[1] = 30
        #expect(refusal(of: try SlipWriter.text(of: Payload(.secrets, bytes)))?.kind == .foreign)
    }

    @Test("The same secrets look different each time")
    func salted() throws {
        let one = try Self.sealed()
        let two = try Self.sealed()
        #expect(one != two && Set(one.bytes.dropFirst(2)).count > 20)
    }

    @Test("The length of a slip does not tell a short password from a longer one")
    func length() throws {
        let counts = try [3, 9, 14].map { count in
            let secrets = ["database.password": Secret(String(repeating: "x", count: count))]
            return try SealedSecrets(secrets, of: "shop", passphrase: Self.passphrase, work: 10).bytes.count
        }
        #expect(Set(counts).count == 1)
    }

    @Test("A passphrase that is guessed in no time will not do", arguments: ["", "short", "1234567", "tab\there is one"])
    func weak(text: String) throws {
        #expect(SealedSecrets.problem(with: Secret(text)) != nil)
        let error = try #require(throws: SlipError.self) { try SealedSecrets(Self.secrets, of: "shop", passphrase: Secret(text)) }
        #expect(error.kind == .passphrase)
    }
}

import Guidebook
import Testing

@testable import Handover

@Suite("The form of slips")
struct SlipFormTests {
    @Test(
        "The letters and digits bring every byte back",
        arguments: [[], [0], [255], Array(0...255), Array(repeating: 0, count: 19)] as [[UInt8]])
    func alphabet(bytes: [UInt8]) throws {
        #expect(SlipAlphabet.bytes(of: SlipAlphabet.text(of: bytes).utf8) == bytes)
    }

    @Test("A check word can be spoken: consonant, vowel, consonant, vowel, consonant")
    func spoken() {
        for number in 0..<500 {
            #expect(
                CheckWord.of("line \(number)".utf8).wholeMatch(of: /[BDFGHJ-NPRSTVZ][AIOU][BDFGHJ-NPRSTVZ][AIOU][BDFGHJ-NPRSTVZ]/) != nil)
        }
    }

    @Test("Check words still differ when O is read as 0, and I and L as 1")
    func distinct() {
        let words = (0..<4000).map { CheckWord.of("\($0)".utf8) }
        #expect(Set(words.map { String(decoding: SlipAlphabet.meant($0), as: UTF8.self) }).count == Set(words).count)
    }

    @Test("A status slip of form 1, as the first version printed it, is still read")
    func formerStatus() throws {
        #expect(try Slip.read(Self.status) == [.status(StatusSlipTests.entry)])
        #expect(try Slip.text(of: .status(StatusSlipTests.entry)).hasPrefix("JOGET SLIP \(Slip.currentVersion) STATUS "))
    }

    @Test("Secrets of form 1, as the first version locked them, are still opened")
    func formerSecrets() throws {
        guard case .secrets(let sealed)? = try Slip.read(Self.secrets).first else {
            Issue.record("no secrets came back")
            return
        }
        let contents = try sealed.opened(with: Secret("long enough pass"))
        #expect(contents.cluster == "shop" && contents.secrets == ["database.password": Secret("cAnArY-7731")])
    }

    private static let status = """
        JOGET SLIP 1 STATUS SAQ 9 LINES NIHIM
        SAQ 1 OF 9 02G9B NY11B 1J030 6W1VX KFCJR HNDPF GAHIK
        SAQ 2 OF 9 A79YX PK7FC WTR87 FFYXB C216J J51W0 VUBAB
        SAQ 3 OF 9 J2694 68FZR T6Z5Y MCQB1 CNYT9 SRYB1 JOZUM
        SAQ 4 OF 9 NA1H3 VB2Y9 QHP1K 9F17G PSK80 MFAND NUTIZ
        SAQ 5 OF 9 0D2YC 3XQW2 8WTJH N29PW 0Y318 8129Q MIMAD
        SAQ 6 OF 9 8V7E6 97WYB ETQCX NJJB2 J6FC2 QG3PJ DIMUN
        SAQ 7 OF 9 J05R3 P5YPJ 2KS0W NADM1 JD58G TGNA1 DAHUT
        SAQ 8 OF 9 X3EM9 H6V8K 1VT5Q 6BRRG TEJPQ 5V2G5 SASAJ
        SAQ 9 OF 9 50MYE VR2KF DG6MY KYR1G 00000 00000 LIRIS
        END SLIP SAQ AQJXV 8EKP5 SOBAN
        """

    private static let secrets = """
        JOGET SLIP 1 SECRETS X2M 10 LINES JABIK
        X2M 1 OF 10 02Q02 40A31 0BDQK AQS27 TW85P CX3K3 SODUV
        X2M 2 OF 10 SWZTB XP3CG 90CV0 AJP50 E1GZH 0SVQF JIRUM
        X2M 3 OF 10 JG7DS 0S1CA B0D1H X6RFX S64QA WK8DH BIPOM
        X2M 4 OF 10 JPDJB VQKVQ YK3R3 NH8SX 3XS6S KGMF2 ZUBON
        X2M 5 OF 10 55GZN VWQ1S TSYDW 9F2JC W6NJV KPNYN KUFUP
        X2M 6 OF 10 YKXJY NY3JX 139DK PG75J 38G2X KP4VR ZIPUT
        X2M 7 OF 10 DK4XZ 33TFZ Z0NWQ TC81V KN6D5 5MNTX NIZAP
        X2M 8 OF 10 9DZ9A 0SPY2 4XT18 2S3C4 26PGM 9T51X HUROH
        X2M 9 OF 10 FY4BX WGC8F EXX20 77A4E 3BW6P Z2Z1E KUFUJ
        X2M 10 OF 10 PF8M7 Z4WWN YR000 00000 00000 00000 LULUN
        END SLIP X2M 2MPRM RWQ24 LIJIR
        """
}

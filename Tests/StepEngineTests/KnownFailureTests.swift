import Testing

@testable import StepEngine

@Suite("Known failures")
struct KnownFailureTests {
    @Test("The table names each failure once, F1 to F20 among them, and says what to do about every one")
    func table() {
        let ids = KnownFailure.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect((1...20).allSatisfy { ids.contains("F\($0)") })
        for failure in KnownFailure.all {
            #expect(failure.cause.hasSuffix(".") && failure.remedy.hasSuffix("."), "\(failure.id)")
            #expect(!failure.title.hasSuffix(".") && failure.title.count <= 50, "\(failure.id)")
            #expect(!failure.patterns.isEmpty, "\(failure.id)")
        }
    }

    @Test("The surest cause comes first, and each comes once however often it is seen")
    func order() {
        let line = "AH00959: ap_proxy_connect_backend disabling worker for (10.99.0.1:8080) for 60s"
        let symptoms =
            Symptoms.output("AH00934: all workers are busy.\n\(line)\n\(line)") + .log(line, at: "/var/log/apache2/error.log")
            + .log("dpkg: error: No space left on device", at: "/var/log/dpkg.log")
        let diagnoses = KnownFailure.diagnoses(of: symptoms)
        #expect(diagnoses.map(\.failure) == ["disk-full", "F17", "F15"])
        #expect(diagnoses.map(\.certainty) == [.certain, .likely, .possible])
        #expect(diagnoses.map(\.source) == ["/var/log/dpkg.log", "output", "output"])
    }

    @Test("The surest of several signs of the same failure is the one that is shown")
    func surest() {
        let symptoms = Symptoms.output("bind() to 0.0.0.0:80 failed (98: Address already in use)") + .log(CatalinaOut.portTaken)
        expect("port-in-use", .certain, in: symptoms, proof: "[Connector[HTTP/1.1-8080]]")
    }

    @Test("A diagnosis is shown as a finding: cause, proof, what to do, and the steps that do it")
    func finding() throws {
        let diagnosis = try #require(KnownFailure.diagnoses(of: .log(CatalinaOut.noRoute)).first)
        let finding = diagnosis.finding
        #expect(finding.title == "known failure F2: no route for multicast")
        #expect(finding.verdict == .fails && !finding.isAcceptable)
        #expect(finding.found == diagnosis.cause && finding.evidence == diagnosis.line)
        #expect(finding.remedy?.hasSuffix(" In this guide: steps session.multicast, session.route.") == true)
        let unsure = try #require(KnownFailure.diagnoses(of: .log(CatalinaOut.halfClosed)).first)
        #expect(unsure.finding.found.hasSuffix(" That is likely, not certain."))
        #expect(unsure.finding.remedy?.hasSuffix(" In this guide: step session.server-xml.") == true)
        #expect(
            KnownFailure.diagnoses(of: .output("dpkg was interrupted, you must manually run 'dpkg --configure -a'"))[0].remedy.hasSuffix(
                "again."))
    }

    @Test(
        "The proof does nothing to a terminal, whatever the program printed",
        arguments: ["\u{1B}[31m", "\u{0}\u{7}", "\u{202E}", "\t", "\u{9B}2J"])
    func printable(noise: String) throws {
        let line = try #require(KnownFailure.diagnoses(of: .output("\(noise)cp: x: No space left on device\(noise)")).first).line
        #expect(line.contains("No space left on device"))
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) && $0 != "\u{202E}" })
    }

    @Test("Of a line that is too long, the part is shown that proves something")
    func long() throws {
        let noise = String(repeating: "é", count: 5000)
        for text in ["\(noise) No space left on device \(noise)", "No space left on device \(noise)", "\(noise) No space left on device"] {
            let line = try #require(KnownFailure.diagnoses(of: .output(text)).first).line
            #expect(line.contains("No space left on device") && line.count <= 300)
        }
    }

    @Test("Words count in their order and within one line, small or capital")
    func words() {
        let text = LineText("one TWO three\r\nfour\rfive two one\n\nsix")
        #expect(text.indices.count == 6)
        #expect(text.first(["ONE", "three"]) == 0 && text.first(["three", "one"]) == nil)
        #expect(text.first(["two", "one"]) != nil && text.first(["three", "four"]) == nil)
        #expect(text.first("one", from: 1).map { text[$0] } == "five two one" && text.last("two") == text.first("one", from: 1))
        #expect(text.first("six").map { text[$0] } == "six" && text.first("seven") == nil && text.first("six", from: 99) == nil)
        #expect(LineText("aab").first("ab") == 0 && LineText("ab").first("abc") == nil && LineText("").first("a") == nil)
        #expect(text.rest(of: 0, after: "two").map(String.init) == " three")
    }

    @Test("Several signs are one only together, and lines only in their order")
    func signs() {
        let taken = CatalinaOut.portTaken.split(separator: "\n")
        let connector = taken.filter { $0.contains("Connector[") }
        #expect(KnownFailure.diagnoses(of: .log(connector.joined(separator: "\n"))) == [], "why it failed is not said yet")
        let options = ["Command line argument: -Dwflow.name=node01", "Command line argument: -javaagent:/wflow/wflow-cluster.jar"]
        #expect(KnownFailure.diagnoses(of: .log(options.joined(separator: "\n"))) == [])
        #expect(KnownFailure.diagnoses(of: .log(options.reversed().joined(separator: "\n"))).map(\.failure) == ["F18"])
    }

    @Test("A quarter of a million bytes of stack frames are searched, and the line among them is found")
    func large() {
        let frames = String(repeating: "\tat org.apache.catalina.startup.Bootstrap.start(Bootstrap.java:347)\n", count: 4000)
        expect("disk-full", in: .log(frames + "java.io.IOException: No space left on device\n" + frames), proof: "No space left on device")
    }
}

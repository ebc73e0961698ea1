import Foundation
import Guidebook
import Machines
import Testing

@testable import StepEngine

@Suite("The check of the bundle")
struct ProductCheckTestsBundle {
    private static let top = "joget-enterprise-linux-8.1.6"

    /// An archive of the bundle's shape.
    private func bundle(_ look: Look, tomcats: [String] = ["9.0.43"], as name: String = "bundle.tar.gz") throws -> String {
        for number in tomcats { try look.layTomcat(number, in: "pack/\(Self.top)/apache-tomcat-\(number)") }
        try look.write("driver", to: "pack/\(Self.top)/wflow/app_datasource-default.properties")
        if name.hasSuffix(".zip") { return try look.pack("pack", into: name) }
        try look.run("tar", "-C", "pack", "-czf", name, Self.top)
        return look[name]
    }

    private func at(_ archive: String, sha256: String = "", _ look: Look) async -> Finding {
        await look.at(.bundle(archive: archive, sha256: sha256))
    }

    @Test("A whole bundle holds, by what its Tomcat says of itself", arguments: ["bundle.tar.gz", "bundle.tgz", "bundle.zip"])
    func whole(name: String) async throws {
        let look = try await Look()
        let archive = try bundle(look, as: name)
        let finding = await at(archive, look)
        #expect(
            finding
                == Finding(
                    "bundle \(archive)", expected: "a whole archive with one Tomcat 9 in it", found: "\(Self.top) with Tomcat 9.0.43",
                    verdict: .holds))
        #expect(try FileManager.default.contentsOfDirectory(atPath: look["state/run"]).isEmpty, "nothing is left behind")
    }

    @Test("The checksum is compared where there is one, whatever its letters")
    func checksum() async throws {
        let look = try await Look()
        let archive = try bundle(look)
        let sum = Digest.text(of: try #require(bytes(of: archive)))
        #expect(await at(archive, sha256: sum.uppercased(), look).verdict == .holds)
        let other = String(repeating: "0", count: 64)
        let finding = await at(archive, sha256: other, look)
        #expect(finding.verdict == .fails && finding.found == "its checksum is \(sum)" && finding.evidence == "wanted: \(other)")
    }

    @Test("A bundle packed from within its folder's parent, with ./ before every path, holds too")
    func dotted() async throws {
        let look = try await Look()
        _ = try bundle(look)
        try look.run("tar", "-C", "pack", "-czf", "dotted.tar.gz", ".")
        #expect(await at(look["dotted.tar.gz"], look).found == "\(Self.top) with Tomcat 9.0.43")
    }

    @Test("Headers that another system's tar has added are no paths")
    func foreignHeaders() async throws {
        let look = try await Look()
        _ = try bundle(look)
        try look.run("tar", "-C", "pack", "--format=pax", "--pax-option=LIBARCHIVE.creationtime=1", "-czf", "foreign.tar.gz", Self.top)
        #expect(await at(look["foreign.tar.gz"], look).found == "\(Self.top) with Tomcat 9.0.43")
    }

    @Test("An archive of very many files is looked through to its end", arguments: ["bundle.tar.gz", "bundle.zip"])
    func manyFiles(name: String) async throws {
        let look = try await Look()
        // Before the Tomcat in the archive's order, and more than one answer holds.
        let folder = look["pack/\(Self.top)/a"]
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for number in 0..<9000 { try write([], to: "\(folder)/\(number)-\(String(repeating: "x", count: 90))") }
        try look.layTomcat("9.0.43", in: "pack/\(Self.top)/b")
        try look.run("sh", "-c", "cd pack && find \(Self.top) | sort > ../names")
        if name.hasSuffix(".zip") {
            try look.run("sh", "-c", "zip -q ../\(name) -@ < ../names", in: "pack")
        } else {
            try look.run("tar", "-C", "pack", "--no-recursion", "-czf", name, "-T", "names")
        }
        #expect(await at(look[name], look).found == "\(Self.top) with Tomcat 9.0.43")
    }

    @Test("A Tomcat 10 in it is refused with the reason")
    func tomcat10() async throws {
        let look = try await Look()
        let finding = await at(try bundle(look, tomcats: ["10.1.6"]), look)
        #expect(finding.verdict == .fails)
        #expect(
            finding.found == "Tomcat 10.1.6: Joget DX 8 is written for javax.servlet, and since version 10 Tomcat has jakarta.servlet")
    }

    @Test("What is no bundle is told for what it is")
    func noBundle() async throws {
        let look = try await Look()
        let archive = try bundle(look)
        let whole = try #require(bytes(of: archive))
        try write(Array(whole[..<(whole.count * 6 / 10)]), to: look["cut.tar.gz"])
        try write(whole.enumerated().map { $0 == whole.count / 2 ? $1 ^ 0xFF : $1 }, to: look["damaged.tar.gz"])
        try look.write("<html>Please log in</html>", to: "page.tar.gz")
        try look.write(String(repeating: "a letter, ", count: 500), to: "letter")
        try look.run("sh", "-c", "gzip -c letter > letter.tar.gz; tar -czf letters.tar.gz letter; cp page.tar.gz page.zip")
        try look.write("Dear …", to: "holiday/letter.txt")
        try look.run("tar", "-czf", "holiday.tar.gz", "holiday")
        try look.run("tar", "-czf", "two.tar.gz", "holiday", "letter")
        let cases = [
            ("cut", "it is cut short: the copy did not come to its end", "unexpected end of file"), ("damaged", "it is damaged", "gzip:"),
            ("page", "it is no .tar.gz archive", "not in gzip format"), ("letter", "it is compressed, but no tar archive", "tar:"),
            ("letters", "the archive has no single folder at its top, but letter", nil),
            ("holiday", "no Tomcat is in the archive (holiday)", nil),
            ("two", "the archive has no single folder at its top, but holiday, letter", nil),
        ]
        for (name, words, proof) in cases {
            let finding = await at(look["\(name).tar.gz"], look)
            #expect(finding.verdict == .fails && finding.found == words, "\(name): \(finding)")
            #expect(proof.map { finding.evidence?.contains($0) == true } ?? true, "\(name): \(finding)")
            #expect(finding.remedy?.isEmpty == false)
        }
        #expect(await at(look["page.zip"], look).found == "it is no whole .zip archive")
    }

    @Test("Two Tomcats in one archive are named, because nobody could tell which is meant")
    func twoTomcats() async throws {
        let look = try await Look()
        let finding = await at(try bundle(look, tomcats: ["9.0.43", "9.0.70"]), look)
        #expect(finding.verdict == .fails && finding.found.hasPrefix("the archive holds 2 Tomcats: ") && finding.found.contains("9.0.70"))
    }

    @Test(
        "An archive whose paths lead elsewhere, or read like options, is refused",
        arguments: ["../evil/x", "/etc/evil", "--checkpoint-action/x"])
    func stray(path: String) {
        #expect {
            try BundleListing("top/bin/catalina.sh\n\(path)\n")
        } throws: {
            ($0 as? Objection)?.found == "the archive holds the path '\(path)', which leads elsewhere"
        }
    }

    @Test("Where nothing is at the path, likely archives on this server are named")
    func missing() async throws {
        let look = try await Look()
        let other = "/tmp/Joget-\(UUID().uuidString).tar.gz"
        try write([], to: other)
        defer { try? FileManager.default.removeItem(atPath: other) }  // A leftover hurts nobody.
        let finding = await at(look["none.tar.gz"], look)
        #expect(finding.verdict == .fails && finding.found == "nothing is there")
        #expect(finding.remedy?.hasPrefix("say so with application.bundle if it is one of these: ") == true)
        #expect(finding.remedy?.contains(other) == true)
    }

    @Test("An archive that is gone after it was unpacked is no fault")
    func unpackedAlready() async throws {
        let look = try await Look(answers: ["application.home": "@/joget"])
        try look.layTomcat("9.0.43", in: "joget/tomcat")
        let finding = await at(look["none.tar.gz"], look)
        #expect(finding.verdict == .holds && finding.found == "unpacked already: Tomcat 9.0.43 in \(look["joget/tomcat"])")
    }

    @Test("Before a run begins nothing is unpacked: the name of the folder must do")
    func beforeTheRun() async throws {
        let look = try await Look(hasBegun: false)
        #expect(await at(try bundle(look), look).found == "\(Self.top) with Tomcat 9.0.43")
        #expect(!FileManager.default.fileExists(atPath: look["state"]))
    }
}

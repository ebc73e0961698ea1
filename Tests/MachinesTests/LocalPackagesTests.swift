import Foundation
import Testing

@testable import Machines

@Suite("Installed packages")
struct LocalPackagesTests {
    @Test("Only what is completely installed counts")
    func countsInstalled() {
        #expect(
            installed(
                """
                Package: nfs-common
                Status: install ok installed
                Architecture: amd64
                Version: 1:2.6.2-4

                Package: held
                Status: hold ok installed
                Version: 2.0

                Package: removed
                Status: deinstall ok config-files
                Version: 1.0

                Package: half
                Status: install ok half-configured
                Version: 1.0

                Package: unpacked
                Status: install ok unpacked
                Version: 1.0

                Package: broken
                Status: install reinstreq installed
                Version: 1.0

                Package: short
                Status: install
                Version: 1.0

                Package: long
                Status: install ok installed really
                Version: 1.0

                Package: versionless
                Status: install ok installed

                """) == ["nfs-common": "1:2.6.2-4", "held": "2.0"])
    }

    @Test("A description cannot pretend to be a package")
    func hostileStanzas() {
        #expect(
            installed(
                """
                Package: honest
                Status: install ok installed
                Version: 1.0
                Description: looks like more
                 Package: forged
                 Status: install ok installed
                 .
                 Version: 9.9
                \tVersion: 8.8
                Packages: nonsense
                Version-Hint: 7.7



                Status: install ok installed
                Version: 6.6

                Package: last\r
                Status: install ok installed\r
                Version: 3.0-1  \r
                """) == ["honest": "1.0", "last": "3.0-1"])
        #expect(installed("") == [:])
        #expect(installed("Package:\nStatus:\nVersion:") == [:])
        #expect(installed("\u{0}\n\n:\nPackage") == [:])
    }

    @Test("A package of two architectures is known by its name in the machine's own")
    func multiArch() {
        #expect(
            installed(
                """
                Package: libc6
                Status: install ok installed
                Architecture: i386
                Version: 2.36-9+deb12u1

                Package: libc6
                Status: install ok installed
                Architecture: amd64
                Version: 2.36-9+deb12u2

                Package: dpkg
                Status: install ok installed
                Architecture: amd64
                Version: 1.21
                """) == ["libc6": "2.36-9+deb12u2", "libc6:i386": "2.36-9+deb12u1", "dpkg": "1.21"])
    }

    @Test("What an interrupted dpkg noted last is believed")
    func interrupted() {
        var database = PackageDatabase()
        database.read(Array("Package: apache2\nStatus: install ok installed\nVersion: 2.4\n".utf8))
        database.read(Array("\nPackage: nginx\nStatus: install ok unpacked\nVersion: 1.22\n".utf8))
        database.read(Array("Package: apache2\nStatus: install ok half-installed\nVersion: 2.5\n".utf8))
        database.read(Array("Package: nginx\nStatus: install ok installed\nVersion: 1.22\n".utf8))
        #expect(database.installed == ["nginx": "1.22"])
    }

    @Test("This server's packages are those that dpkg lists", .enabled(if: Surroundings.run(["which", "dpkg-query"])))
    func agreesWithDpkg() async throws {
        let machine = LocalMachine.impatient
        let format = "${db:Status-Status} ${db:Status-Eflag} ${Package} ${Version}\n"
        let listed = try await machine.capture(Command(["dpkg-query", "--show", "--showformat=" + format]))
        var expected: [String: String] = [:]
        for line in listed.output.split(separator: "\n").map({ $0.split(separator: " ") }) where line[0] == "installed" {
            if line[1] == "ok" { expected[String(line[2])] = String(line[3]) }
        }
        let found = try await machine.installedPackages().filter { !$0.key.contains(":") }
        #expect(!expected.isEmpty)
        #expect(Set(found.keys) == Set(expected.keys))
        #expect(found.filter { expected[$0.key] != $0.value }.isEmpty)
    }

    private func installed(_ text: String) -> [String: String] {
        var database = PackageDatabase()
        database.read(Array(text.utf8))
        return database.installed
    }
}

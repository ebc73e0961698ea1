import Foundation
import Testing

@testable import Machines

@Suite("Services of the local machine")
struct LocalServicesTests {
    private static let listing = ServiceListing(
        """
        Result=success
        Id=mariadb.service
        Names=mariadb.service mysql.service mysqld.service
        LoadState=loaded
        ActiveState=active
        SubState=running
        UnitFileState=enabled

        Result=exit-code
        Id=joget.service
        Names=joget.service
        LoadState=loaded
        ActiveState=failed
        SubState=failed
        UnitFileState=disabled

        Result=success
        Id=nfs-mountd.service
        Names=nfs-mountd.service
        LoadState=loaded
        ActiveState=inactive
        SubState=dead
        UnitFileState=static

        Result=success
        Id=apache2.service
        Names=apache2.service
        LoadState=masked
        ActiveState=inactive
        SubState=dead
        UnitFileState=masked

        Result=success
        Id=nginx.service
        Names=nginx.service
        LoadState=not-found
        ActiveState=inactive
        SubState=dead
        UnitFileState=

        Id=remote-fs.target
        Names=remote-fs.target
        LoadState=loaded
        ActiveState=active
        SubState=active
        UnitFileState=enabled-runtime
        """)

    @Test(
        "A service is found by each of its names",
        arguments: ["mariadb", "mysql", "mysql.service", "mysqld.service"])
    func aliases(name: String) {
        let expected = ServiceStatus(exists: true, isRunning: true, isEnabled: true, detail: "active (running)")
        #expect(Self.listing.status(of: name) == expected)
    }

    @Test("A failed service says how it failed")
    func failed() {
        let expected = ServiceStatus(exists: true, isRunning: false, isEnabled: false, detail: "failed (Result: exit-code)")
        #expect(Self.listing.status(of: "joget") == expected)
    }

    @Test("What something else starts counts as enabled; masked and enabled until the next start do not")
    func enabled() {
        #expect(Self.listing.status(of: "nfs-mountd").isEnabled)
        #expect(Self.listing.status(of: "apache2") == ServiceStatus(exists: true, isRunning: false, isEnabled: false, detail: "masked"))
        #expect(!Self.listing.status(of: "remote-fs.target").isEnabled)
        #expect(Self.listing.status(of: "remote-fs.target").isRunning)
    }

    @Test("A service that is not there is not there", arguments: ["nginx", "never-asked-for", "dotted.name"])
    func missing(name: String) {
        #expect(Self.listing.status(of: name) == ServiceStatus(exists: false, isRunning: false, isEnabled: false, detail: "not-found"))
    }

    @Test("A name that is a pattern or an option is refused", arguments: ["*", "a?", "--all", "", "a\nb"])
    func refusesPatterns(name: String) async {
        await #expect(throws: MachineError.self) { try await LocalMachine.impatient.services([name]) }
    }

    private static let hasSystemd = FileManager.default.fileExists(atPath: "/run/systemd/system")

    @Test("Without a running systemd the question fails and says so", .enabled(if: !hasSystemd))
    func noManager() async {
        let error = await #expect(throws: MachineError.self) { try await LocalMachine.impatient.services(["ssh"]) }
        #expect(error?.description.contains("systemd") == true || error?.subject == "systemctl")
    }

    @Test("The journal service runs wherever systemd does", .enabled(if: hasSystemd))
    func manager() async throws {
        let found = try await LocalMachine.impatient.services(["systemd-journald", "surely-not-here"])
        #expect(found["systemd-journald"]?.isRunning == true)
        #expect(found["systemd-journald"]?.isEnabled == true)
        #expect(found["surely-not-here"]?.exists == false)
    }
}

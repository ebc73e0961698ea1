import Machines
import Testing

@Suite("Services of a rehearsal")
struct RehearsalServicesTests {
    let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))

    private func state(_ name: String) async -> ServiceStatus? { await machine.services([name])[name] }

    @Test("A unit file is a service that can be enabled, started, stopped and disabled")
    func runsOwnUnit() async throws {
        try await machine.put("/usr/local/bin/joget", "", mode: 0o755)
        let unit = "[Service]\nExecStart=/usr/local/bin/joget run\n[Install]\nWantedBy=multi-user.target\n"
        try await machine.put("/etc/systemd/system/joget.service", unit)
        try await machine.succeed("systemctl daemon-reload")
        #expect(await state("joget") == ServiceStatus(exists: true, isRunning: false, isEnabled: false, detail: "inactive (dead)"))
        let output = try await machine.succeed("systemctl enable --now joget")
        #expect(
            output == "Created symlink /etc/systemd/system/multi-user.target.wants/joget.service → /etc/systemd/system/joget.service.\n")
        #expect(await state("joget.service") == ServiceStatus(exists: true, isRunning: true, isEnabled: true, detail: "active (running)"))
        #expect(try await machine.run("systemctl reload joget").status == 1)
        try await machine.succeed("systemctl stop joget")
        try await machine.succeed("systemctl disable joget")
        #expect(await state("joget")?.isEnabled == false)
    }

    private func put(_ unit: String) async throws {
        try await machine.put("/etc/systemd/system/joget.service", unit)
        try await machine.succeed("systemctl daemon-reload")
    }

    @Test("A unit without its program or its user fails to start, and says so unless it is a simple one")
    func needsProgramAndUser() async throws {
        try await put("[Service]\nType=exec\nExecStart=/opt/joget/start\n")
        let failed = try await machine.run("systemctl start joget")
        #expect(failed.status == 1)
        #expect(failed.output.hasPrefix("Job for joget.service failed because the control process exited with error code.\n"))
        #expect(await state("joget")?.detail == "failed (Result: exit-code)")
        try await put("[Service]\nUser=joget\nExecStart=/usr/bin/cat\n")
        #expect(try await machine.succeed("systemctl start joget").isEmpty)
        #expect(await state("joget")?.detail == "failed (Result: exit-code)")
        try await machine.succeed("useradd --system joget")
        try await machine.succeed("systemctl start joget")
        #expect(await state("joget")?.detail == "active (running)")
    }

    @Test("A unit that is changed is the old one until systemd is told to read it again")
    func reloadsUnits() async throws {
        try await put("[Service]\nExecStart=/usr/bin/cat\n")
        try await machine.succeed("systemctl start joget")
        try await machine.makeDirectory("/etc/systemd/system/joget.service.d", attributes: FileAttributes())
        try await machine.put("/etc/systemd/system/joget.service.d/own.conf", "[Unit]\nRequiresMountsFor=/opt/joget/shared/wflow\n")
        let show = "systemctl show --property=RequiresMountsFor --value joget"
        #expect(try await machine.succeed(show) == "\n")
        #expect(try await machine.succeed("systemctl try-restart joget").contains("Run 'systemctl daemon-reload' to reload units."))
        try await machine.succeed("systemctl daemon-reload")
        #expect(try await machine.succeed(show) == "/opt/joget/shared/wflow\n")
        #expect(try await machine.succeed("systemctl try-restart joget").isEmpty)
        try await machine.succeed("systemctl stop joget")
        try await machine.succeed("systemctl try-restart joget")
        #expect(await state("joget")?.isRunning == false)
        #expect(try await machine.run("systemctl try-restart nothing").status == 5)
    }

    @Test("A service that nobody knows is refused by its name")
    func refusesUnknownServices() async throws {
        #expect(
            try await machine.run("systemctl start joget")
                == CommandResult(status: 5, output: "Failed to start joget.service: Unit joget.service not found.\n"))
        #expect(try await machine.run("systemctl enable joget").status == 1)
        #expect(try await machine.run("systemctl stop joget").status == 5)
    }

    @Test("A service told to refuse starts again once it is told no longer")
    func canRefuse() async throws {
        await machine.switchOn(.serviceRefusesToStart("nfs-kernel-server"))
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        #expect(await state("nfs-server")?.detail == "failed (Result: exit-code)")
        #expect(try await machine.run("systemctl restart nfs-server").status == 1)
        await machine.switchOff(.serviceRefusesToStart("nfs-kernel-server"))
        try await machine.succeed("systemctl restart nfs-server")
        #expect(await state("nfs-server")?.isRunning == true)
    }

    @Test("A port that somebody else has keeps a service from starting")
    func needsItsPort() async throws {
        await machine.switchOn(.portTaken(3306))
        try await machine.succeed("apt-get install -y mariadb-server")
        #expect(await state("mariadb")?.isRunning == false)
        #expect(await machine.listeners().contains(Listener(address: "0.0.0.0", port: 3306)))
        await machine.switchOff(.portTaken(3306))
        try await machine.succeed("systemctl start mysql")
        #expect(await state("mariadb")?.isRunning == true)
    }

    @Test("After a restart only what is enabled runs, and the boot has another id")
    func restarts() async throws {
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        try await machine.succeed("systemctl disable rpcbind")
        let before = await machine.identity()
        await machine.restart()
        #expect(await state("nfs-server")?.isRunning == true)
        #expect(await state("rpcbind")?.isRunning == false)
        let after = await machine.identity()
        #expect(after.bootID != before.bootID && after.machineID == before.machineID)
        #expect(after.bootID.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    }

    @Test("The clock is in step unless told otherwise")
    func asksTheClock() async throws {
        #expect(try await machine.succeed("timedatectl show --property=NTPSynchronized --value") == "yes\n")
        await machine.switchOn(.clockNotSynchronised)
        #expect(try await machine.succeed("timedatectl show --property=NTPSynchronized --value") == "no\n")
    }

    @Test("Names come from hosts first, then from the name service")
    func resolvesNames() async throws {
        #expect(await machine.addresses(of: "app1") == ["127.0.1.1"])
        #expect(await machine.addresses(of: "DB1") == ["10.0.0.12"])
        #expect(await machine.addresses(of: "nemo").isEmpty)
        try await machine.put("/etc/hosts", "127.0.0.1 localhost\n10.0.0.21 app1 # own\n10.9.9.9 db1\n")
        #expect(await machine.addresses(of: "app1") == ["10.0.0.21"])
        #expect(await machine.addresses(of: "db1") == ["10.9.9.9"])
        await machine.switchOn(.nameResolvesToLoopback)
        #expect(await machine.addresses(of: "app1") == ["127.0.1.1"])
    }

    @Test("A connection is open, refused or filtered as the other side is")
    func connects() async throws {
        let seed = RehearsalCluster.debian("app1") { $0.openPorts["10.0.0.22"] = [8080] }
        let machine = RehearsalMachine(seed: seed)
        #expect(await machine.connect(to: "app2", port: 8080, within: .seconds(1)) == .open)
        #expect(await machine.connect(to: "10.0.0.22", port: 4000, within: .seconds(1)) == .refused)
        #expect(await machine.connect(to: "10.0.0.77", port: 22, within: .seconds(1)) == .filtered)
        #expect(await machine.connect(to: "nemo", port: 22, within: .seconds(1)) == .unreachable("Name or service not known"))
        #expect(await machine.connect(to: "127.0.0.1", port: 22, within: .seconds(1)) == .open)
        #expect(await machine.connect(to: "10.0.0.21", port: 111, within: .seconds(1)) == .refused)
    }
}

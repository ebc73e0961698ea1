import Foundation
import Machines
import Testing

@Suite("A rehearsed command that falls silent")
struct RehearsalProcessesTests {
    private let install = Command(["apt-get", "install", "-y", "nfs-common"], timeout: .seconds(600))

    private func launchSilent(_ fault: RehearsalFault) async throws -> (RehearsalMachine, RecordFolder, LaunchedCommand) {
        let folder = try RecordFolder()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), faults: [fault])
        let launched = try await machine.launch(install, record: folder.record)
        while await machine.processes(of: launched).last?.waitsFor == nil { await Task.yield() }
        return (machine, folder, launched)
    }

    @Test(
        "It prints the first half and stops, until a signal ends it; the next one goes on to its end",
        arguments: [CommandSignal.interrupt, .terminate, .kill])
    func fallsSilent(signal: CommandSignal) async throws {
        let (machine, folder, launched) = try await launchSilent(.fallsSilent(program: "apt-get", onlyKillEnds: false))
        #expect(folder.log.hasPrefix("Reading package lists...\n") && !folder.log.contains("Setting up nfs-common"))
        #expect(folder.status == nil)
        let entries = await machine.processes(of: launched)
        #expect(entries.map(\.depth) == [0, 1, 2] && entries.map(\.state) == ["S", "S", "S"])
        #expect(
            entries.map(\.waitsFor) == ["its command to end", "what another program writes into a pipe", "an answer from 198.51.100.80:80"])
        #expect(entries[1].command == "apt-get install -y nfs-common")
        await machine.signal(signal, to: launched)
        let end = try await machine.waitForEnd(of: launched, record: folder.record)
        #expect(end == .signaled(signal == .interrupt ? 2 : signal == .terminate ? 15 : 9))
        #expect(await machine.processes(of: launched) == [])
        let second = try RecordFolder()
        try await machine.succeed("dpkg --configure -a")
        let again = try await machine.launch(install, record: second.record)
        #expect(try await machine.waitForEnd(of: again, record: second.record) == .exited(0))
    }

    @Test("A stubborn one takes no signal but KILL")
    func stubborn() async throws {
        let (machine, folder, launched) = try await launchSilent(.fallsSilent(program: "apt-get", onlyKillEnds: true))
        for signal in [CommandSignal.interrupt, .terminate] {
            await machine.signal(signal, to: launched)
            let entry = await machine.processes(of: launched).last
            #expect(entry?.state == "D" && entry?.waitsFor == "an NFS server to answer")
        }
        await machine.signal(.kill, to: launched)
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .signaled(9))
    }

    @Test("Another program does not fall silent, and a command of another start has no processes")
    func others() async throws {
        let folder = try RecordFolder()
        let fault = RehearsalFault.fallsSilent(program: "systemctl", onlyKillEnds: false)
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), faults: [fault])
        let launched = try await machine.launch(install, record: folder.record)
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .exited(0))
        #expect(await machine.processes(of: LaunchedCommand(pid: 0, startTime: 77)) == [])
    }
}

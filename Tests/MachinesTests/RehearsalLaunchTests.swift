import Foundation
import Machines
import Testing

/// Waits that end when the test says so.
private actor Turnstile {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var arrivals: [CheckedContinuation<Void, Never>] = []
    private var isOpen = false

    func pass() async {
        if isOpen { return }
        for arrival in arrivals { arrival.resume() }
        arrivals = []
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Until somebody waits at the turnstile.
    func arrival() async {
        if waiting.isEmpty { await withCheckedContinuation { arrivals.append($0) } }
    }

    /// Lets one through.
    func turn() { if !waiting.isEmpty { waiting.removeFirst().resume() } }

    func open() {
        isOpen = true
        for one in waiting { one.resume() }
        waiting = []
    }
}

@Suite("Launched commands of a rehearsal")
struct RehearsalLaunchTests {
    private let install = Command(["apt-get", "install", "-y", "nfs-common"], timeout: .seconds(600))

    @Test("The output is in the log and the end in the status file, as the engine reads it")
    func leavesRecord() async throws {
        let folder = try RecordFolder()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        let launched = try await machine.launch(install, record: folder.record)
        #expect(launched.pid == 0)
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .exited(0))
        #expect(folder.log.hasPrefix("Reading package lists...\n"))
        #expect(folder.log.contains("Setting up nfs-common"))
        #expect(try JSONDecoder().decode(CommandEnd.self, from: #require(folder.status)) == .exited(0))
        #expect(await machine.installedPackages()["nfs-common"] != nil)
    }

    @Test("A command that fails leaves its status")
    func recordsFailure() async throws {
        let folder = try RecordFolder()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), faults: [.packageMirrorDown(times: 1)])
        let launched = try await machine.launch(install, record: folder.record)
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .exited(100))
        #expect(await machine.installedPackages()["nfs-common"] == nil)
        let second = try RecordFolder()
        let again = try await machine.launch(install, record: second.record)
        #expect(try await machine.waitForEnd(of: again, record: second.record) == .exited(0))
    }

    @Test("Lines come at their pace, and the change counts at the end")
    func showsLinesOneByOne() async throws {
        let folder = try RecordFolder()
        let turnstile = Turnstile()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), pace: .milliseconds(60)) { _ in await turnstile.pass() }
        let launched = try await machine.launch(install, record: folder.record)
        await turnstile.arrival()
        #expect(folder.log == "Reading package lists...\n")
        await turnstile.turn()
        await turnstile.arrival()
        #expect(folder.log == "Reading package lists...\nBuilding dependency tree...\n")
        #expect(folder.status == nil)
        #expect(await machine.installedPackages()["nfs-common"] == nil)
        await turnstile.open()
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .exited(0))
        #expect(await machine.installedPackages()["nfs-common"] != nil)
    }

    @Test(
        "A killed installation leaves dpkg interrupted until it is configured",
        arguments: [
            (CommandSignal.interrupt, 2), (.terminate, 15), (.kill, 9),
        ] as [(CommandSignal, Int32)])
    func interruptsDpkg(signal: CommandSignal, number: Int32) async throws {
        let folder = try RecordFolder()
        let turnstile = Turnstile()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), pace: .milliseconds(60)) { _ in await turnstile.pass() }
        let launched = try await machine.launch(install, record: folder.record)
        while !folder.log.contains("Unpacking rpcbind") {
            await turnstile.arrival()
            if folder.log.contains("Unpacking rpcbind") { break }
            await turnstile.turn()
        }
        await machine.signal(signal, to: launched)
        await turnstile.open()
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .signaled(number))
        #expect(!folder.log.contains("Setting up"))
        #expect(await machine.services(["rpcbind"])["rpcbind"]?.isRunning == false)

        let refused = try await machine.run("apt-get install -y unzip")
        #expect(refused.status == 100)
        #expect(refused.output.contains("you must manually run 'dpkg --configure -a'"))
        #expect(try await machine.succeed("dpkg --configure -a").contains("Setting up rpcbind"))
        #expect(await machine.services(["rpcbind"])["rpcbind"]?.isRunning == true)
        try await machine.succeed("apt-get install -y nfs-common")
        #expect(await machine.installedPackages()["nfs-common"] != nil)
    }

    @Test("An installation killed while it fetches has changed nothing")
    func interruptsFetching() async throws {
        let folder = try RecordFolder()
        let turnstile = Turnstile()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), pace: .milliseconds(60)) { _ in await turnstile.pass() }
        let before = await machine.installedPackages()
        let launched = try await machine.launch(install, record: folder.record)
        await turnstile.arrival()
        await machine.signal(.terminate, to: launched)
        await turnstile.open()
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .signaled(15))
        #expect(await machine.installedPackages() == before)
        try await machine.succeed("apt-get install -y nfs-common")
    }

    @Test("A command that hangs ends by a signal")
    func hangsUntilSignal() async throws {
        let folder = try RecordFolder()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), faults: [.commandHangs("apt-get install")])
        let launched = try await machine.launch(install, record: folder.record)
        await machine.signal(.terminate, to: launched)
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .signaled(15))
        await machine.signal(.kill, to: launched)
    }

    @Test("A command that hangs ends by its time limit")
    func hangsUntilTimeout() async throws {
        let folder = try RecordFolder()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), faults: [.commandHangs("")]) { _ in }
        let launched = try await machine.launch(install, record: folder.record)
        #expect(try await machine.waitForEnd(of: launched, record: folder.record) == .timedOut)
        #expect(try await machine.run("cat /etc/hosts").status == 124)
    }

    @Test("Another program's command is lost, or has left its end")
    func followsForeignCommands() async throws {
        let folder = try RecordFolder()
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        let foreign = LaunchedCommand(pid: 0, startTime: 77)
        #expect(try await machine.waitForEnd(of: foreign, record: folder.record) == .lost)
        try JSONEncoder().encode(CommandEnd.exited(3)).write(to: URL(filePath: folder.record.status))
        #expect(try await machine.waitForEnd(of: foreign, record: folder.record) == .exited(3))
        try Data("no".utf8).write(to: URL(filePath: folder.record.status))
        await #expect(throws: MachineError.self) { try await machine.waitForEnd(of: foreign, record: folder.record) }
    }

    @Test("A command is refused before it begins if it is unknown or cannot leave its record")
    func refusesAtOnce() async throws {
        let folder = try RecordFolder()
        let record = folder.record
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        await #expect(throws: MachineError.self) { try await machine.launch(Command(["reboot"]), record: record) }
        #expect(folder.status == nil && folder.log.isEmpty)
        await #expect(throws: MachineError.self) {
            try await machine.launch(install, record: CommandRecord(log: "/no/such/log", status: record.status))
        }
        try Data().write(to: URL(filePath: record.status))
        await #expect(throws: MachineError.self) { try await machine.launch(install, record: record) }
    }
}

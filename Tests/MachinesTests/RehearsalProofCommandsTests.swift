import Machines
import Testing

@Suite("Commands of proofs in a rehearsal")
struct RehearsalProofCommandsTests {
    private static let mount = "/opt/joget/shared/wflow"
    private static let zeros = "if=/dev/zero of=\(mount)/timing bs=4096 count=20 oflag=sync"

    /// An application server with its share mounted.
    private func machine(
        faults: [RehearsalFault] = [], _ change: (inout RehearsalSeed.RemoteExport) -> Void = { _ in }
    ) async throws -> RehearsalMachine {
        var export = RehearsalSeed.RemoteExport(server: "files1", path: "/export/wflow", owner: 480, mode: 0o750)
        change(&export)
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.remoteExports = [export] }, faults: faults)
        try await machine.succeed("apt-get install -y nfs-common")
        try await machine.succeed("groupadd --system --gid 480 joget")
        try await machine.succeed("useradd --system --uid 480 --gid 480 joget")
        try await machine.makeDirectory(Self.mount, attributes: FileAttributes())
        try await machine.put("/etc/fstab", "files1:/export/wflow \(Self.mount) nfs4 rw,hard,_netdev 0 0\n")
        try await machine.succeed("mount \(Self.mount)")
        return machine
    }

    // MARK: - dd

    @Test("Zeros are written, and how long it took is said")
    func writesZeros() async throws {
        let machine = try await machine()
        let output = try await machine.succeed("runuser --user joget -- dd \(Self.zeros)")
        #expect(output == "20+0 records in\n20+0 records out\n81920 bytes (82 kB, 80 KiB) copied, 0.032 s, 2.6 MB/s\n")
        #expect(try await machine.read("\(Self.mount)/timing", limit: 100_000) == [UInt8](repeating: 0, count: 81_920))
        await machine.switchOn(.shareIsSlow)
        #expect(try await machine.succeed("runuser --user joget -- dd \(Self.zeros)").hasSuffix(" copied, 5 s, 16 kB/s\n"))
        let local = try await machine.succeed("dd if=/dev/zero of=/srv/zeros bs=100 count=3")
        #expect(local == "3+0 records in\n3+0 records out\n300 bytes copied, 0.0003 s, 1.0 MB/s\n")
        #expect(try await machine.succeed("dd if=/srv/zeros of=/dev/null bs=256").hasPrefix("1+1 records in\n1+1 records out\n300 bytes "))
        #expect(try await machine.succeed("dd if=/dev/zero of=/srv/zeros bs=4096 count=1 status=none").isEmpty)
    }

    @Test("Whoever may not write, and a disk that is full, are told apart")
    func refusesZeros() async throws {
        let machine = try await machine()
        let denied = try await machine.run("dd \(Self.zeros)")
        #expect(denied == CommandResult(status: 1, output: "dd: failed to open '\(Self.mount)/timing': Permission denied\n"))
        let full = try await self.machine()
        await full.switchOn(.diskFull)
        let refused = try await full.run("runuser --user joget -- dd \(Self.zeros)")
        #expect(refused.status == 1)
        #expect(
            refused.output.hasPrefix(
                "dd: error writing '\(Self.mount)/timing': No space left on device\n1+0 records in\n0+0 records out\n0 bytes copied, "))
        let sealed = try await self.machine(faults: [.readOnlyShare])
        #expect(try await sealed.run("runuser --user joget -- dd \(Self.zeros)").output.hasSuffix(": Read-only file system\n"))
    }

    // MARK: - flock

    @Test("A file that is locked cannot be locked again, by whatever way it is reached, until the first command ends")
    func locks() async throws {
        let machine = try await machine {
            $0.owner = 0; $0.squashesRoot = false
        }
        let lock = "\(Self.mount)/lock"
        #expect(try await machine.run("flock --nonblock \(lock) flock --nonblock \(lock) true").status == 1)
        let named = "flock --nonblock \(lock) flock --nonblock --conflict-exit-code"
        #expect(try await machine.run("\(named) 9 \(lock) true") == CommandResult(status: 9, output: ""))
        try await machine.succeed("ln --symbolic --force --no-dereference \(lock) /srv/lock")
        #expect(try await machine.run("\(named)=9 /srv/lock true").status == 9)
        #expect(try await machine.run("\(named) 9 \(lock).other true").status == 0)
        #expect(try await machine.status(of: lock)?.size == 0)
        #expect(try await machine.run("flock --nonblock \(lock) false").status == 1)
        #expect(try await machine.succeed("flock --nonblock \(lock) cat /etc/hostname") == "app1\n")
    }

    @Test("A lock that cannot be says why, as util-linux does")
    func refusesLocks() async throws {
        let machine = try await machine()
        let lock = "\(Self.mount)/lock"
        let denied = try await machine.run("flock --nonblock \(lock) true")
        #expect(denied == CommandResult(status: 66, output: "flock: cannot open lock file \(lock): Permission denied\n"))
        let own = "runuser --user joget -- flock --nonblock \(lock) true"
        await machine.switchOn(.shareHasNoLocks)
        #expect(try await machine.run(own) == CommandResult(status: 71, output: "flock: \(lock): No locks available\n"))
        #expect(try await machine.run("flock --nonblock /srv/lock true").status == 0)
        await machine.switchOff(.shareHasNoLocks)
        try await machine.succeed(own)
        let stranger = try await machine.run("flock --nonblock /srv/lock exportfs -v")
        #expect(stranger == CommandResult(status: 69, output: "flock: failed to execute exportfs: No such file or directory\n"))
        let sealed = try await self.machine(faults: [.readOnlyShare]) { $0.files = ["lock": []] }
        #expect(try await sealed.run(own) == CommandResult(status: 65, output: "flock: \(lock): Bad file descriptor\n"))
        let missing = try await sealed.run("runuser --user joget -- flock --nonblock \(lock).new true")
        #expect(missing == CommandResult(status: 73, output: "flock: cannot open lock file \(lock).new: Read-only file system\n"))
    }

    // MARK: - systemd-run

    private static let timer = "systemd-run --unit=rescue --on-active=300 systemctl start ssh"

    @Test("A timer waits until it is stopped, and a second one of its name is refused")
    func arms() async throws {
        let machine = try await machine()
        #expect(try await machine.succeed(Self.timer) == "Running timer as unit: rescue.timer\nWill run service as unit: rescue.service\n")
        #expect(await machine.state("rescue.timer")?.detail == "active (waiting)")
        let again = try await machine.run(Self.timer)
        #expect(again.status == 1)
        #expect(
            again.output
                == "Failed to start transient timer unit: Unit rescue.timer was already loaded or has a fragment file.\n")
        try await machine.succeed("systemctl stop rescue.timer")
        #expect(await machine.state("rescue.timer")?.exists == false)
        #expect(try await machine.run("systemctl stop rescue.timer").status == 5)
        try await machine.succeed(Self.timer)
        let other = try await machine.run("systemd-run --unit=ssh --on-active=300 systemctl start ssh")
        #expect(other.status == 1 && other.output.contains("Unit ssh.service was already loaded"))
        let stranger = try await machine.run("systemd-run --unit=x --on-active=3 /usr/bin/mariadb")
        #expect(stranger == CommandResult(status: 1, output: "Failed to find executable /usr/bin/mariadb: No such file or directory\n"))
    }

    @Test("A timer does its work when its time has come, once, and not before; a restart takes it away")
    func fires() async throws {
        let machine = try await machine()
        try await machine.succeed(Self.timer)
        try await machine.succeed("systemctl stop ssh")
        #expect(await machine.state("ssh")?.isRunning == false)
        try await machine.letTimersFire()
        #expect(await machine.state("ssh")?.isRunning == true)
        #expect(await machine.state("rescue.timer")?.exists == false)
        try await machine.succeed("systemctl stop ssh")
        try await machine.letTimersFire()
        #expect(await machine.state("ssh")?.isRunning == false)
        try await machine.succeed(Self.timer)
        await machine.restart()
        #expect(await machine.state("rescue.timer")?.exists == false)
        try await machine.succeed(Self.timer)
    }

    @Test(
        "What is not modelled is an error",
        arguments: [
            "dd if=/dev/zero of=/srv/x", "dd if=/dev/zero of=/srv/x bs=4k count=1", "dd if=/dev/zero of=/srv/x count=1 seek=3",
            "flock /srv/x true", "flock --nonblock 9", "flock --nonblock --shared /srv/x true", "flock --nonblock /srv/x -c true",
            "flock --nonblock --conflict-exit-code 300 /srv/x true", "systemd-run systemctl start ssh",
            "systemd-run --unit=x --on-boot=3 systemctl start ssh", "systemd-run --unit=x --on-active=soon systemctl start ssh",
            "systemd-run --unit=x --on-active=3",
        ])
    func refusesUnknown(line: String) async {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        let error = await #expect(throws: MachineError.self) { try await machine.run(line) }
        #expect(error?.what == "the rehearsal machine does not know this command")
    }
}

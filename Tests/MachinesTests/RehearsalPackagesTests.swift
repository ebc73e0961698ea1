import Machines
import Testing

@Suite("Packages of a rehearsal")
struct RehearsalPackagesTests {
    let machine = RehearsalMachine(seed: RehearsalCluster.debian("files1"))

    @Test("Installing brings what is needed, files, accounts, and a running service")
    func installs() async throws {
        let output = try await machine.succeed("apt-get install -y -q -o Dpkg::Use-Pty=0 --no-install-recommends nfs-kernel-server")
        #expect(output.contains("The following additional packages will be installed:\n  keyutils libnfsidmap1 nfs-common rpcbind\n"))
        #expect(output.contains("0 upgraded, 5 newly installed, 0 to remove and 0 not upgraded.\n"))
        #expect(output.contains("Setting up nfs-kernel-server (1:2.6.2-4+deb12u1) ...\nCreated symlink /etc/systemd/"))
        #expect(await machine.installedPackages()["nfs-common"] == "1:2.6.2-4+deb12u1")
        #expect(try await machine.status(of: "/etc/exports")?.kind == .file)
        #expect(try await machine.status(of: "/etc/exports.d") == nil)
        #expect(try await machine.succeed("getent passwd statd").hasPrefix("statd:x:"))
        let services = await machine.services(["nfs-server", "nfs-kernel-server", "rpcbind", "rpc-statd", "nothing"])
        #expect(services["nfs-kernel-server"] == ServiceStatus(exists: true, isRunning: true, isEnabled: true, detail: "active (exited)"))
        #expect(services["nfs-server"]?.isRunning == true && services["rpcbind"]?.isEnabled == true)
        #expect(services["rpc-statd"] == ServiceStatus(exists: true, isRunning: false, isEnabled: true, detail: "inactive (dead)"))
        #expect(services["nothing"]?.exists == false)
        #expect(await machine.listeners().map(\.port).contains(2049))
    }

    @Test("Installing twice changes nothing, and edited settings stay")
    func installsOnce() async throws {
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        try await machine.put("/etc/exports", "/srv *(ro)\n")
        let second = try await machine.succeed("apt-get install -y nfs-kernel-server")
        #expect(second.contains("nfs-kernel-server is already the newest version"))
        try await machine.succeed("apt-get remove -y nfs-kernel-server")
        #expect(try await machine.text("/etc/exports") == "/srv *(ro)\n")
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        #expect(try await machine.text("/etc/exports") == "/srv *(ro)\n")
    }

    @Test("Purging takes files, settings and services away, and autoremove what came along")
    func purges() async throws {
        let before = await machine.installedPackages()
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        let output = try await machine.succeed("apt-get purge -y nfs-kernel-server")
        #expect(output.contains("no longer required:\n  keyutils libnfsidmap1 nfs-common rpcbind\n"))
        #expect(try await machine.status(of: "/etc/exports") == nil)
        #expect(await machine.services(["nfs-server"])["nfs-server"]?.exists == false)
        #expect(await machine.installedPackages()["nfs-common"] != nil)
        try await machine.succeed("apt-get autoremove -y --purge")
        #expect(await machine.installedPackages() == before)
        #expect(try await machine.list("/etc/systemd/system/multi-user.target.wants")?.contains("rpcbind.service") == false)
    }

    @Test("What somebody asked for stays when what needed it goes")
    func keepsWantedPackages() async throws {
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        try await machine.succeed("apt-get install -y nfs-common")
        try await machine.succeed("apt-get purge -y --auto-remove nfs-kernel-server")
        #expect(await machine.installedPackages()["nfs-common"] != nil)
        try await machine.succeed("apt-get purge -y rpcbind")
        #expect(await machine.installedPackages()["nfs-common"] == nil)
    }

    @Test("Debian has no MySQL, Ubuntu has both", arguments: ["mysql-server", "openjdk-11-jre-headless"])
    func differsByDistribution(package: String) async throws {
        let refused = try await machine.run("apt-get install -y \(package)")
        #expect(refused.status == 100)
        #expect(refused.output.hasSuffix("E: Unable to locate package \(package)\n"))
        let ubuntu = RehearsalMachine(seed: .ubuntu2204(server: "db1", address: "10.0.0.12", names: [:]))
        try await ubuntu.succeed("apt-get install -y \(package)")
    }

    @Test("The guide's portmap is rpcbind")
    func knowsPortmap() async throws {
        #expect(try await machine.succeed("apt-get install -y portmap").contains("Note, selecting 'rpcbind' instead of 'portmap'"))
        #expect(await machine.installedPackages()["rpcbind"] != nil)
    }

    @Test("A mirror that is down fails as often as told, then works")
    func survivesMirror() async throws {
        await machine.switchOn(.packageMirrorDown(times: 2))
        for _ in 1...2 {
            let failed = try await machine.run("apt-get install -y unzip")
            #expect(failed.status == 100)
            #expect(failed.output.contains("E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?"))
            #expect(await machine.installedPackages()["unzip"] == nil)
        }
        try await machine.succeed("apt-get install -y unzip")
    }

    @Test("A full disk stops an installation before it begins")
    func stopsOnFullDisk() async throws {
        await machine.switchOn(.diskFull)
        let failed = try await machine.run("apt-get install -y unzip")
        #expect(failed.status == 100)
        #expect(failed.output.hasSuffix("E: You don't have enough free space in /var/cache/apt/archives/.\n"))
        #expect(await machine.freeSpace(at: "/") == 0)
        await #expect(throws: MachineError.self) { try await machine.put("/etc/new", "x") }
        await machine.switchOff(.diskFull)
        try await machine.succeed("apt-get install -y unzip")
    }
}

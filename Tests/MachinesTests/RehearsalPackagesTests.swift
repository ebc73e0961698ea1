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

    @Test("Debian 13 has a newer MariaDB and no Java that Joget runs on")
    func playsDebian13() async throws {
        let machine = RehearsalMachine(seed: .debian13(server: "db1", address: "10.0.0.12", names: [:]))
        let identity = await machine.identity()
        #expect(identity.distribution + identity.release == "debian13")
        #expect(try await machine.text("/etc/os-release")?.contains("VERSION_CODENAME=trixie\n") == true)
        #expect(try await machine.run("apt-get install -y openjdk-17-jre-headless").output.hasSuffix("openjdk-17-jre-headless\n"))
        try await machine.succeed("apt-get install -y openjdk-21-jre-headless mariadb-server")
        #expect(try await machine.succeed("java -version").hasPrefix("openjdk version \"21."))
        #expect(try await machine.sql("SELECT VERSION()").output == "11.8.6-MariaDB-0+deb13u1 from Debian\n")
        #expect(try await machine.sql("SELECT @@collation_server").output == "utf8mb4_uca1400_ai_ci\n")
        try await machine.put("/etc/mysql/mariadb.conf.d/zz-joget.cnf", "[mariadbd]\nbind-address=10.0.0.12\nmax_connections=1024\n")
        try await machine.succeed("systemctl restart mariadb")
        #expect(try await machine.sql("SELECT @@bind_address, @@max_connections").output == "10.0.0.12\t1024\n")
    }

    @Test("Java is where Debian puts it, and tells its version")
    func installsJava() async throws {
        let error = await #expect(throws: MachineError.self) { try await machine.run("java -version") }
        #expect(error?.what == "there is no such program on this server")
        try await machine.succeed("apt-get install -y openjdk-17-jre-headless")
        #expect(try await machine.list("/usr/lib/jvm") == ["java-17-openjdk-amd64"])
        for program in ["java", "/usr/lib/jvm/java-17-openjdk-amd64/bin/java"] {
            #expect(try await machine.succeed("\(program) -version").hasPrefix("openjdk version \"17.0.15\" "))
        }
        let without = RehearsalMachine(seed: RehearsalCluster.debian("app1"), faults: [.javaMissing])
        #expect(try await without.run("apt-get install -y openjdk-17-jre-headless").output.hasSuffix("has no installation candidate\n"))
    }

    @Test("chrony takes the place of the time service that was there")
    func replacesTimeService() async throws {
        let output = try await machine.succeed("apt-get install -y chrony")
        #expect(output.contains("The following packages will be REMOVED:\n  systemd-timesyncd\n"))
        #expect(await machine.installedPackages()["systemd-timesyncd"] == nil)
        let services = await machine.services(["chrony", "systemd-timesyncd"])
        #expect(services["chrony"]?.isRunning == true && services["systemd-timesyncd"]?.exists == false)
        try await machine.succeed("apt-get install -y systemd-timesyncd")
        #expect(await machine.installedPackages()["chrony"] == nil)
    }

    @Test("Web servers lay down their files and leave none behind when they are purged", arguments: ["apache2", "nginx", "haproxy"])
    func purgesWebServers(package: String) async throws {
        let before = try await machine.list("/etc")
        try await machine.succeed("apt-get install -y \(package)")
        #expect(try await machine.list("/etc/\(package)")?.isEmpty == false)
        #expect(await machine.services([package])[package]?.isRunning == true)
        try await machine.succeed("apt-get purge -y --auto-remove \(package)")
        #expect(try await machine.list("/etc/\(package)") == nil || package == "nginx")
        #expect(await machine.services([package])[package]?.exists == false)
        #expect(await !machine.listeners().contains { $0.port == 80 })
        if package != "nginx" { #expect(try await machine.list("/etc") == before) }
    }

    @Test("Ubuntu 22.04 keeps the program of nginx in a package of its own")
    func splitsNginx() async throws {
        let ubuntu = RehearsalMachine(seed: .ubuntu2204(server: "lb1", address: "10.0.0.31", names: [:]))
        try await ubuntu.succeed("apt-get install -y --no-install-recommends nginx")
        #expect(await ubuntu.installedPackages()["nginx-core"] == "1.18.0-6ubuntu14.6")
        #expect(await ubuntu.services(["nginx"])["nginx"]?.isRunning == true)
    }
}

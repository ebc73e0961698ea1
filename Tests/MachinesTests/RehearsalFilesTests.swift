import Machines
import Testing

@Suite("Files of a rehearsal")
struct RehearsalFilesTests {
    let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))

    @Test("A fresh server has the files of its distribution")
    func hasStockFiles() async throws {
        #expect(try await machine.text("/etc/hosts")?.contains("127.0.1.1\tapp1\n") == true)
        #expect(try await machine.text("/etc/os-release")?.contains("ID=debian\n") == true)
        #expect(try await machine.list("/etc/systemd/system/multi-user.target.wants") == ["ssh.service", "systemd-timesyncd.service"])
        let identity = await machine.identity()
        #expect(identity.hostName == "app1")
        #expect(identity.addresses == ["10.0.0.21"])
        #expect(identity.distribution + identity.release == "debian12")
        #expect(try await machine.text("/etc/machine-id") == identity.machineID + "\n")
    }

    @Test("A replaced file keeps its owner and mode, a new one is root's and readable")
    func keepsAttributes() async throws {
        try await machine.succeed("useradd --system --uid 480 --no-create-home --shell /usr/sbin/nologin joget")
        try await machine.put("/etc/new.conf", "a")
        try await machine.setAttributes(FileAttributes(owner: "joget", group: "480", mode: 0o600), of: "/etc/new.conf")
        try await machine.put("/etc/new.conf", "bc")
        let status = try #require(try await machine.status(of: "/etc/new.conf"))
        #expect(status.owner == "joget" && status.group == "joget" && status.mode == 0o600 && status.size == 2)
        try await machine.put("/etc/other.conf", "x")
        let other = try #require(try await machine.status(of: "/etc/other.conf"))
        #expect(other.owner == "root" && other.mode == 0o644)
    }

    @Test("A file is written through a symbolic link, and the link stays")
    func followsLinks() async throws {
        #expect(try await machine.status(of: "/lib")?.target == "usr/lib")
        #expect(try await machine.list("/lib/systemd/system")?.contains("ssh.service") == true)
        let wanted = "/etc/systemd/system/multi-user.target.wants/ssh.service"
        try await machine.put(wanted, "[Service]\n")
        #expect(try await machine.status(of: wanted)?.kind == .link)
        #expect(try await machine.text("/usr/lib/systemd/system/ssh.service") == "[Service]\n")
    }

    @Test("A file needs its directory, and a directory must be empty to be removed")
    func demandsDirectories() async throws {
        await #expect(throws: MachineError(what: "cannot be replaced: No such file or directory", subject: "/no/such/file")) {
            try await machine.put("/no/such/file", "")
        }
        try await machine.makeDirectory("/opt/joget/shared", attributes: FileAttributes(mode: 0o750))
        #expect(try await machine.status(of: "/opt/joget")?.mode == 0o755)
        #expect(try await machine.status(of: "/opt/joget/shared")?.mode == 0o750)
        await #expect(throws: MachineError.self) { try await machine.remove("/opt/joget") }
        try await machine.remove("/opt/joget/shared")
        try await machine.remove("/opt/joget")
        #expect(try await machine.status(of: "/opt/joget") == nil)
        try await machine.remove("/opt/joget")
    }

    @Test("What is no file or no directory is told from what is not there")
    func tellsKinds() async throws {
        #expect(try await machine.read("/etc/nothing", limit: 10) == nil)
        #expect(try await machine.read("/etc/hosts/below", limit: 10) == nil)
        #expect(try await machine.list("/nowhere") == nil)
        await #expect(throws: MachineError.self) { try await machine.read("/etc", limit: 10) }
        await #expect(throws: MachineError.self) { try await machine.read("/etc/passwd", limit: 10) }
        await #expect(throws: MachineError.self) { try await machine.list("/etc/passwd") }
        await #expect(throws: MachineError.self) { try await machine.makeDirectory("/etc/passwd", attributes: FileAttributes()) }
        await #expect(throws: MachineError.self) { try await machine.setAttributes(FileAttributes(owner: "nemo"), of: "/etc/hosts") }
    }

    @Test("The small programs read and write the same files")
    func runsSmallPrograms() async throws {
        try await machine.succeed("mkdir -p /srv/a/b")
        #expect(try await machine.succeed("tee /srv/a/b/probe", input: "hello\n") == "hello\n")
        try await machine.succeed("dd if=/srv/a/b/probe of=/srv/copy status=none oflag=direct")
        #expect(try await machine.succeed("dd if=/srv/copy status=none iflag=direct") == "hello\n")
        #expect(try await machine.succeed("cat /srv/a/b/probe /srv/copy") == "hello\nhello\n")
        try await machine.succeed("chown nobody:nogroup /srv/copy")
        #expect(try await machine.status(of: "/srv/copy")?.owner == "nobody")
        try await machine.succeed("rm -f /srv/copy /srv/nothing")
        #expect(try await machine.run("cat /srv/copy") == CommandResult(status: 1, output: "cat: /srv/copy: No such file or directory\n"))
        #expect(try await machine.run("tee /no/file", input: "x").output == "xtee: /no/file: No such file or directory\n")
        #expect(try await machine.run("chown nemo /srv").status == 1)
    }

    @Test("Another user writes only where he may")
    func knowsUsers() async throws {
        try await machine.succeed("useradd --system --uid 480 joget")
        try await machine.makeDirectory("/srv/own", attributes: FileAttributes(owner: "joget", mode: 0o700))
        try await machine.succeed("runuser -u joget -- tee /srv/own/file", input: "x")
        #expect(try await machine.status(of: "/srv/own/file")?.ownerID == 480)
        let refused = try await machine.run("setpriv --reuid=joget --regid=joget --clear-groups -- tee /srv/file", input: "x")
        #expect(refused.output == "xtee: /srv/file: Permission denied\n")
        #expect(refused.status == 1)
    }

    @Test("An archive gives out its entries, also after it was copied")
    func unpacksEntries() async throws {
        let seed = RehearsalCluster.debian("app1") { $0.archives["/srv/jw.war"] = ["WEB-INF/web.xml": Array("<web-app/>".utf8)] }
        let machine = RehearsalMachine(seed: seed)
        try await machine.succeed("apt-get install -y unzip")
        try await machine.succeed("dd if=/srv/jw.war of=/opt/jw.war status=none")
        #expect(try await machine.succeed("unzip -p /opt/jw.war WEB-INF/web.xml") == "<web-app/>")
        #expect(try await machine.run("unzip -p /opt/jw.war nothing").status == 11)
        #expect(try await machine.run("unzip -p /etc/hosts nothing").status == 9)
    }

    @Test(
        "A command that is not modelled is an error, not an answer",
        arguments: [
            "reboot", "rm -rf /", "systemctl mask ssh", "apt-get dist-upgrade", "mount -a", "tee --bogus /x", "timedatectl status",
        ])
    func refusesUnknownCommands(_ line: String) async {
        let error = await #expect(throws: MachineError.self) { try await machine.run(line) }
        #expect(error?.what == "the rehearsal machine does not know this command")
        #expect(error?.subject == line)
    }

    @Test("A program that no package has brought is not there")
    func missesPrograms() async {
        let error = await #expect(throws: MachineError.self) { try await machine.run("exportfs -v") }
        #expect(error?.what == "there is no such program on this server")
    }
}

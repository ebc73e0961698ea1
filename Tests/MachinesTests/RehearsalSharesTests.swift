import Machines
import Testing

@Suite("Shares of a rehearsal")
struct RehearsalSharesTests {
    private static let entry = "files1:/export/wflow /opt/joget/shared/wflow nfs4 rw,hard,_netdev,nofail 0 0\n"

    /// An application server before a file server that exports the shared directory.
    private func application(_ change: (inout RehearsalSeed.RemoteExport) -> Void = { _ in }) async throws -> RehearsalMachine {
        var export = RehearsalSeed.RemoteExport(server: "files1", path: "/export/wflow", clients: ["10.0.0.21"], owner: 480)
        change(&export)
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.remoteExports = [export] })
        try await machine.succeed("tee -a /etc/fstab", input: Self.entry)
        return machine
    }

    @Test("A file server exports what its drop-in says")
    func exports() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("files1"))
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        try await machine.makeDirectory("/export/wflow", attributes: FileAttributes())
        try await machine.makeDirectory("/etc/exports.d", attributes: FileAttributes())
        try await machine.put(
            "/etc/exports.d/joget.exports",
            "# own\n/export/wflow 10.0.0.21(rw,sync,no_subtree_check) \\\n 10.0.0.22(rw,sync,no_subtree_check)\n")
        #expect(try await machine.succeed("exportfs -v").isEmpty)
        #expect(try await machine.succeed("exportfs -ra").isEmpty)
        let options = "(sync,wdelay,hide,no_subtree_check,sec=sys,rw,secure,root_squash,no_all_squash)"
        #expect(
            try await machine.succeed("exportfs -v")
                == "/export/wflow  \t10.0.0.21\(options)\n/export/wflow  \t10.0.0.22\(options)\n")
        #expect(try await machine.succeed("exportfs -s").hasPrefix("/export/wflow  10.0.0.21(sync,"))
        #expect(try await machine.succeed("showmount -e 10.0.0.11 --no-headers") == "/export/wflow 10.0.0.21,10.0.0.22\n")
        #expect(try await machine.succeed("showmount -e localhost").hasPrefix("Export list for localhost:\n"))
        try await machine.succeed("systemctl stop nfs-server")
        #expect(try await machine.run("showmount -e 10.0.0.11").status == 1)
    }

    @Test("An export that cannot be is refused with its place")
    func refusesBadExports() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("files1"))
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        try await machine.put("/etc/exports", "/export/wflow *(rw,no_subtree_check)\n")
        #expect(
            try await machine.run("exportfs -ra")
                == CommandResult(status: 1, output: "exportfs: Failed to stat /export/wflow: No such file or directory\n"))
        try await machine.makeDirectory("/export/wflow", attributes: FileAttributes())
        try await machine.put("/etc/exports", "\n/export/wflow *(rw,sink)\n")
        let unknown = try await machine.run("exportfs -ra")
        #expect(unknown == CommandResult(status: 1, output: "exportfs: /etc/exports:2: unknown keyword \"sink\"\n"))
        try await machine.put("/etc/exports", "/export/wflow *(rw)\n")
        let warned = try await machine.run("exportfs -ra")
        #expect(warned.succeeded && warned.output.contains("Neither 'subtree_check' or 'no_subtree_check' specified"))
    }

    @Test("A share is mounted once everything that it needs is there")
    func mounts() async throws {
        let machine = try await application()
        let line = "mount /opt/joget/shared/wflow"
        #expect(try await machine.run("mount /nowhere").output == "mount: /nowhere: can't find in /etc/fstab.\n")
        let helper = try await machine.run(line)
        #expect(helper.status == 32 && helper.output.contains("helper program"))
        try await machine.succeed("apt-get install -y nfs-common")
        #expect(try await machine.run(line).output == "mount.nfs4: mount point /opt/joget/shared/wflow does not exist\n")
        #expect(try await machine.run("findmnt --verify").output.contains("[E] unreachable on boot required target"))
        try await machine.makeDirectory("/opt/joget/shared/wflow", attributes: FileAttributes())
        #expect(try await machine.succeed("findmnt --verify --tab-file /etc/fstab") == "Success, no errors or warnings detected\n")
        #expect(try await machine.succeed("showmount -e files1 --no-headers") == "/export/wflow 10.0.0.21\n")
        try await machine.succeed(line)
        let mount = try #require(await machine.mounts().last)
        #expect(mount.source == "files1:/export/wflow" && mount.target == "/opt/joget/shared/wflow" && mount.type == "nfs4")
        #expect(mount.options.contains("rw") && mount.options.contains("hard") && mount.options.contains("addr=10.0.0.11"))
        #expect(try await machine.run(line).status == 32)
        try await machine.succeed("umount /opt/joget/shared/wflow")
        #expect(await machine.mounts().count == 3)
        #expect(try await machine.run("umount /opt/joget/shared/wflow").output == "umount: /opt/joget/shared/wflow: not mounted.\n")
    }

    /// An application server with the share mounted.
    private func mounted(_ change: (inout RehearsalSeed.RemoteExport) -> Void = { _ in }) async throws -> RehearsalMachine {
        let machine = try await application(change)
        try await machine.succeed("apt-get install -y nfs-common")
        try await machine.makeDirectory("/opt/joget/shared/wflow", attributes: FileAttributes(mode: 0o777))
        try await machine.succeed("mount /opt/joget/shared/wflow")
        return machine
    }

    @Test("What lies below the mount point is hidden, and what lies on the share outlives the mount")
    func hidesAndKeeps() async throws {
        let machine = try await mounted { $0.squashesRoot = false }
        let probe = "/opt/joget/shared/wflow/probe"
        try await machine.put(probe, "on the share")
        try await machine.succeed("umount /opt/joget/shared/wflow")
        #expect(try await machine.text(probe) == nil)
        try await machine.put(probe, "below")
        try await machine.succeed("mount /opt/joget/shared/wflow")
        #expect(try await machine.text(probe) == "on the share")
        await #expect(throws: MachineError.self) { try await machine.remove("/opt/joget/shared/wflow") }
    }

    @Test("Root is nobody on a share that squashes, and the owner by number may write")
    func squashesRoot() async throws {
        let machine = try await mounted()
        let probe = "/opt/joget/shared/wflow/probe"
        #expect(try await machine.run("tee \(probe)", input: "x").output.hasSuffix("Permission denied\n"))
        await #expect(throws: MachineError.self) { try await machine.put(probe, "x") }
        try await machine.succeed("useradd --system --uid 480 joget")
        try await machine.succeed("runuser -u joget -- tee \(probe)", input: "x")
        #expect(try await machine.status(of: probe)?.owner == "joget")
        #expect(try await machine.run("chown root \(probe)").output.hasSuffix("Operation not permitted\n"))
    }

    @Test("On a share that takes everybody for its owner, all that is written belongs to the owner")
    func mapsEverybody() async throws {
        let machine = try await mounted {
            $0.everybodyIs = 480
            $0.mode = 0o750
        }
        let probe = "/opt/joget/shared/wflow/probe"
        try await machine.put(probe, "by root")
        #expect(try await machine.status(of: probe)?.ownerID == 480)
        try await machine.succeed("useradd --system --uid 481 somebody")
        try await machine.succeed("runuser -u somebody -- tee \(probe).2", input: "x")
        #expect(try await machine.status(of: probe + ".2")?.groupID == 480)
        #expect(try await machine.run("chown root \(probe)").output.hasSuffix("Operation not permitted\n"))
    }

    @Test("A restart brings back what fstab mounts")
    func remounts() async throws {
        let machine = try await mounted()
        await machine.restart()
        #expect(await machine.mounts().last?.target == "/opt/joget/shared/wflow")
        let unit = "[Unit]\nRequiresMountsFor=/opt/joget/shared/wflow\n[Service]\nExecStart=/usr/bin/cat\n"
        try await machine.put("/etc/systemd/system/joget.service", unit)
        try await machine.succeed("umount /opt/joget/shared/wflow")
        try await machine.succeed("systemctl start joget")
        #expect(await machine.mounts().last?.target == "/opt/joget/shared/wflow")
        await machine.switchOn(.exportMissing)
        try await machine.succeed("umount /opt/joget/shared/wflow")
        #expect(try await machine.run("systemctl restart joget").output.hasPrefix("A dependency job for joget.service failed."))
    }

    @Test("A share that is missing or read-only says so")
    func refuses() async throws {
        let missing = try await mounted()
        try await missing.succeed("umount /opt/joget/shared/wflow")
        await missing.switchOn(.exportMissing)
        #expect(
            try await missing.run("mount /opt/joget/shared/wflow").output.hasSuffix("reason given by server: No such file or directory\n"))
        let readOnly = try await application { $0.squashesRoot = false }
        await readOnly.switchOn(.readOnlyShare)
        try await readOnly.succeed("apt-get install -y nfs-common")
        try await readOnly.makeDirectory("/opt/joget/shared/wflow", attributes: FileAttributes())
        try await readOnly.succeed("mount /opt/joget/shared/wflow")
        #expect(try await readOnly.run("tee /opt/joget/shared/wflow/x", input: "").output.hasSuffix("Read-only file system\n"))
        #expect(await readOnly.mounts().last?.options.first == "ro")
    }

    @Test(
        "An export may name a network",
        arguments: [("10.0.0.0/24", true), ("10.0.0.0/255.255.255.0", true), ("10.0.1.0/24", false), ("app1", false)])
    func knowsNetworks(client: String, isAdmitted: Bool) async throws {
        let machine = try await application { $0.clients = [client] }
        try await machine.succeed("apt-get install -y nfs-common")
        try await machine.makeDirectory("/opt/joget/shared/wflow", attributes: FileAttributes())
        let result = try await machine.run("mount /opt/joget/shared/wflow")
        #expect(result.succeeded == isAdmitted)
        if !isAdmitted { #expect(result.output == "mount.nfs4: access denied by server while mounting files1:/export/wflow\n") }
    }

    @Test("A server can mount what it exports itself")
    func mountsOwnExport() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("files1"))
        try await machine.succeed("apt-get install -y nfs-kernel-server")
        try await machine.makeDirectory("/export/wflow", attributes: FileAttributes())
        try await machine.makeDirectory("/mnt/wflow", attributes: FileAttributes())
        try await machine.put("/etc/exports", "/export/wflow *(rw,no_root_squash,no_subtree_check)\n")
        try await machine.succeed("exportfs -ra")
        try await machine.succeed("tee -a /etc/fstab", input: "10.0.0.11:/export/wflow /mnt/wflow nfs defaults\n")
        try await machine.succeed("mount /mnt/wflow")
        try await machine.put("/mnt/wflow/probe", "x")
        #expect(try await machine.text("/export/wflow/probe") == "x")
    }

    @Test("A share that somebody fills and mounts by other means is there from the beginning, and after a restart")
    func knowsMountedShares() async throws {
        let seed = RehearsalCluster.debian("app1") {
            var share = RehearsalSeed.MountedShare(source: "10.0.0.9:6789:/", target: "/mnt/own", type: "ceph", owner: 880)
            share.files = ["glowroot/glowroot.jar": Array("jar".utf8)]
            $0.mountedShares = [share]
            $0.remoteExports = [.init(server: "files1", path: "/export/wflow", squashesRoot: false, owner: 880)]
            $0.remoteExports[0].files = RehearsalProduct.wflow
        }
        let machine = RehearsalMachine(seed: seed)
        #expect(try await machine.text("/mnt/own/glowroot/glowroot.jar") == "jar")
        #expect(try await machine.status(of: "/mnt/own/glowroot")?.ownerID == 880)
        try await machine.put("/mnt/own/new", "text")
        await machine.restart()
        #expect(try await machine.text("/mnt/own/new") == "text")
        #expect(await machine.mounts().last?.type == "ceph")
        try await machine.succeed("apt-get install -y nfs-common")
        try await machine.makeDirectory("/opt/joget/shared/wflow", attributes: FileAttributes())
        try await machine.succeed("tee -a /etc/fstab", input: Self.entry)
        try await machine.succeed("mount /opt/joget/shared/wflow")
        #expect(try await machine.list("/opt/joget/shared/wflow")?.contains("wflow-cluster.jar") == true)
    }
}

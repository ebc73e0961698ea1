import CMachine
import Foundation
import Machines
import Testing

@Suite("Files on the local machine")
struct LocalFilesTests {
    let machine = LocalMachine.impatient
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("A replaced file keeps its mode and its access list")
    func keepsModeAndAccessList() async throws {
        try scratch.write("old", to: "exports")
        let list = try accessList(for: 65534)
        try setAttribute("user.note", Array("mine".utf8), of: "exports")
        try setAttribute("system.posix_acl_access", list, of: "exports")
        try #require(chmod(scratch["exports"], 0o660) == 0)
        let before = try attribute("system.posix_acl_access", of: "exports")

        try await machine.replace(scratch["exports"], with: Array("new".utf8), attributes: FileAttributes())

        #expect(try scratch.text("exports") == "new")
        #expect(try await machine.status(of: scratch["exports"])?.mode == 0o660)
        #expect(try attribute("user.note", of: "exports") == Array("mine".utf8))
        #expect(try attribute("system.posix_acl_access", of: "exports") == before)
        #expect(try scratch.names == ["exports"])
    }

    @Test("A replaced file keeps its owner, and gets the one that is asked for", .enabled(if: Surroundings.isRoot))
    func keepsOwner() async throws {
        try scratch.write("old", to: "hosts")
        try #require(chown(scratch["hosts"], 54321, 54322) == 0)
        try #require(chmod(scratch["hosts"], 0o4755) == 0)

        try await machine.replace(scratch["hosts"], with: Array("new".utf8), attributes: FileAttributes())
        let kept = try #require(try await machine.status(of: scratch["hosts"]))
        #expect(kept.ownerID == 54321 && kept.groupID == 54322 && kept.mode == 0o4755)
        #expect(kept.owner == "54321")

        let asked = FileAttributes(owner: "daemon", group: "2", mode: 0o640)
        try await machine.replace(scratch["hosts"], with: [], attributes: asked)
        let given = try #require(try await machine.status(of: scratch["hosts"]))
        #expect(given.owner == "daemon" && given.groupID == 2 && given.mode == 0o640 && given.size == 0)
    }

    @Test("A new file can be read by everybody unless it is asked to be a secret")
    func newFile() async throws {
        try await machine.replace(scratch["site.conf"], with: [1, 2, 3], attributes: FileAttributes())
        try await machine.replace(scratch["secret"], with: [1], attributes: FileAttributes(mode: 0o600))
        let site = try #require(try await machine.status(of: scratch["site.conf"]))
        #expect(site.mode == 0o644 && site.size == 3 && site.ownerID == geteuid())
        #expect(try await machine.status(of: scratch["secret"])?.mode == 0o600)
    }

    @Test("A file behind a chain of relative links is replaced where it is, and the links stay")
    func followsLinks() async throws {
        try await machine.makeDirectory(scratch["real/deep"], attributes: FileAttributes())
        try scratch.write("old", to: "real/deep/file")
        try link("enabled", to: "real/available")
        try link("real/available", to: "deep/file")

        try await machine.replace(scratch["enabled"], with: Array("new".utf8), attributes: FileAttributes())

        #expect(try scratch.text("real/deep/file") == "new")
        #expect(try await machine.status(of: scratch["enabled"])?.target == "real/available")
        #expect(try await machine.status(of: scratch["real/available"])?.kind == .link)
    }

    @Test("A link that leads nowhere yet gets its file")
    func danglingLink() async throws {
        try link("link", to: "later")
        #expect(try await machine.read(scratch["link"], limit: 10) == nil)
        try await machine.replace(scratch["link"], with: [7], attributes: FileAttributes())
        #expect(try await machine.read(scratch["later"], limit: 10) == [7])
        #expect(try await machine.status(of: scratch["link"])?.kind == .link)
    }

    @Test("Links that lead in a circle are refused by name")
    func circle() async throws {
        try link("a", to: "b")
        try link("b", to: scratch["a"])
        let error = await #expect(throws: MachineError.self) {
            try await machine.replace(scratch["a"], with: [], attributes: FileAttributes())
        }
        #expect(error?.subject == scratch["a"])
        #expect(error?.remedy.contains("circle") == true)
        #expect(try scratch.names == ["a", "b"])
    }

    @Test("What a killed replacement left behind is gone after the next one")
    func clearsUp() async throws {
        try scratch.write("half of the", to: ".fstab.joget-new")
        try await machine.replace(scratch["fstab"], with: [1], attributes: FileAttributes())
        #expect(try scratch.names == ["fstab"])
    }

    @Test("A directory is not replaced by a file")
    func refusesDirectory() async throws {
        try await machine.makeDirectory(scratch["conf"], attributes: FileAttributes())
        await #expect(throws: MachineError.self) {
            try await machine.replace(scratch["conf"], with: [], attributes: FileAttributes())
        }
        #expect(try scratch.names == ["conf"])
    }

    @Test("An immutable file is left alone, with advice", .enabled(if: Surroundings.canMakeImmutable))
    func immutable() async throws {
        try scratch.write("old", to: "resolv.conf")
        try #require(Surroundings.run(["chattr", "+i", scratch["resolv.conf"]]))
        defer { _ = Surroundings.run(["chattr", "-i", scratch["resolv.conf"]]) }
        let error = await #expect(throws: MachineError.self) {
            try await machine.replace(scratch["resolv.conf"], with: [1], attributes: FileAttributes())
        }
        #expect(error?.what.contains("not permitted") == true)
        #expect(error?.remedy.contains("chattr -i") == true)
        #expect(try scratch.text("resolv.conf") == "old")
        #expect(try scratch.names == ["resolv.conf"])
    }

    @Test("A full disk leaves the old file and nothing else", .enabled(if: Surroundings.canMount))
    func fullDisk() async throws {
        try await withFileSystem("size=64k") { mount in
            try scratch.write("old", to: mount + "/file")
            let error = await #expect(throws: MachineError.self) {
                let bytes = [UInt8](repeating: 1, count: 1_000_000)
                try await machine.replace(scratch[mount + "/file"], with: bytes, attributes: FileAttributes())
            }
            #expect(error?.what.contains("No space left") == true)
            #expect(try scratch.text(mount + "/file") == "old")
            #expect(try await machine.list(scratch[mount]) == ["file"])
            let space = try await machine.freeSpace(at: scratch[mount + "/not/yet/there"])
            #expect(space > 0 && space < 65_536, "the nearest directory that exists is asked")
        }
    }

    @Test("A read-only file system is named as such", .enabled(if: Surroundings.canMount))
    func readOnly() async throws {
        try await withFileSystem("size=64k,ro") { mount in
            let error = await #expect(throws: MachineError.self) {
                try await machine.replace(scratch[mount + "/file"], with: [1], attributes: FileAttributes())
            }
            #expect(error?.what.contains("Read-only") == true)
            #expect(error?.remedy.contains("read-write") == true)
        }
    }

    @Test("Reading tells nothing, too much and the wrong thing apart")
    func reads() async throws {
        try scratch.write("12345", to: "file")
        #expect(try await machine.read(scratch["nothing"], limit: 10) == nil)
        #expect(try await machine.read(scratch["file/below"], limit: 10) == nil)
        #expect(try await machine.read(scratch["file"], limit: 5) == Array("12345".utf8))
        await #expect(throws: MachineError.self) { try await machine.read(scratch["file"], limit: 4) }
        await #expect(throws: MachineError.self) { try await machine.read(scratch.path, limit: 4) }
        _ = try Gate(scratch["pipe"])
        await #expect(throws: MachineError.self) { try await machine.read(scratch["pipe"], limit: 4) }
        let version = try await machine.read("/proc/version", limit: 4096)
        #expect(version?.starts(with: "Linux".utf8) == true, "a file that claims to be empty is read to its end")
    }

    @Test("A large file is read whole")
    func readsLarge() async throws {
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await machine.replace(scratch["large"], with: bytes, attributes: FileAttributes())
        #expect(try await machine.read(scratch["large"], limit: 3_000_000) == bytes)
    }

    @Test("A directory is listed in order")
    func lists() async throws {
        for name in ["b", ".hidden", "a"] { try scratch.write("", to: name) }
        #expect(try await machine.list(scratch.path) == [".hidden", "a", "b"])
        #expect(try await machine.list(scratch["nothing"]) == nil)
        #expect(try await machine.list(scratch["a/below"]) == nil)
        await #expect(throws: MachineError.self) { try await machine.list(scratch["a"]) }
    }

    @Test("Missing directories above are made readable, the last one as asked")
    func makesDirectories() async throws {
        try await machine.makeDirectory(scratch["share/joget/wflow"], attributes: FileAttributes(mode: 0o2770))
        #expect(try await machine.status(of: scratch["share"])?.mode == 0o755)
        #expect(try await machine.status(of: scratch["share/joget"])?.mode == 0o755)
        #expect(try await machine.status(of: scratch["share/joget/wflow"])?.mode == 0o2770)
        // Again, and nothing is wrong with that.
        try await machine.makeDirectory(scratch["share/joget/wflow"], attributes: FileAttributes(mode: 0o2770))
        try scratch.write("", to: "file")
        await #expect(throws: MachineError.self) {
            try await machine.makeDirectory(scratch["file"], attributes: FileAttributes())
        }
    }

    @Test("Attributes that are right already are not touched")
    func leavesRightAttributes() async throws {
        try scratch.write("", to: "file")
        let wanted = FileAttributes(owner: String(geteuid()), group: String(getegid()), mode: 0o640)
        try await machine.setAttributes(wanted, of: scratch["file"])
        let given = try #require(try await machine.status(of: scratch["file"]))
        #expect(given.mode == 0o640 && given.ownerID == geteuid() && given.groupID == getegid())
        let before = try changeTime("file")
        // The file system's clock must have moved on, or a second change could not be seen.
        try await eventually("time passes") {
            try scratch.write("", to: "clock")
            return try changeTime("clock") != before
        }
        try await machine.setAttributes(wanted, of: scratch["file"])
        #expect(try changeTime("file") == before)
    }

    @Test("An account that does not exist is named")
    func unknownAccount() async throws {
        try scratch.write("", to: "file")
        let error = await #expect(throws: MachineError.self) {
            try await machine.setAttributes(FileAttributes(owner: "no-such-user"), of: scratch["file"])
        }
        #expect(error?.subject == "no-such-user")
    }

    @Test("Removing takes files, links and empty directories, never a full one")
    func removes() async throws {
        try scratch.write("", to: "target")
        try link("link", to: "target")
        try await machine.makeDirectory(scratch["full/empty"], attributes: FileAttributes())
        await #expect(throws: MachineError.self) { try await machine.remove(scratch["full"]) }
        try await machine.remove(scratch["full/empty"])
        try await machine.remove(scratch["full"])
        try await machine.remove(scratch["link"])
        try await machine.remove(scratch["nothing"])
        #expect(try scratch.names == ["target"])
    }

    // MARK: -

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: scratch[name], withDestinationPath: target)
    }

    private func changeTime(_ name: String) throws -> [Int] {
        var status = stat()
        try #require(lstat(scratch[name], &status) == 0)
        return [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }

    private func withFileSystem(_ options: String, _ body: (String) async throws -> Void) async throws {
        try await machine.makeDirectory(scratch["mount"], attributes: FileAttributes())
        try #require(Surroundings.run(["mount", "-t", "tmpfs", "-o", options, "none", scratch["mount"]]))
        defer { _ = Surroundings.run(["umount", scratch["mount"]]) }
        try await body("mount")
    }

    /// An access list that lets one more user read, as the kernel keeps it.
    private func accessList(for user: UInt32) throws -> [UInt8] {
        let none = UInt32.max
        let entries: [(UInt16, UInt16, UInt32)] = [(1, 6, none), (2, 4, user), (4, 4, none), (16, 6, none), (32, 0, none)]
        return entries.reduce(into: [2, 0, 0, 0]) { bytes, entry in
            withUnsafeBytes(of: entry.0.littleEndian) { bytes += $0 }
            withUnsafeBytes(of: entry.1.littleEndian) { bytes += $0 }
            withUnsafeBytes(of: entry.2.littleEndian) { bytes += $0 }
        }
    }

    private func setAttribute(_ name: String, _ value: [UInt8], of file: String) throws {
        try #require(setxattr(scratch[file], name, value, value.count, 0) == 0)
    }

    private func attribute(_ name: String, of file: String) throws -> [UInt8] {
        var value = [UInt8](repeating: 0, count: 256)
        let count = getxattr(scratch[file], name, &value, value.count)
        try #require(count >= 0)
        return Array(value[..<count])
    }
}

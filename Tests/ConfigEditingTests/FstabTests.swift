import Testing

@testable import ConfigEditing

@Suite("Editing fstab")
struct FstabTests {
    static let stock = bytes(
        """
        # /etc/fstab: static file system information.
        #
        # Use 'blkid' to print the universally unique identifier for a
        # device; this may be used with UUID= as a more robust way to name devices
        # that works even if disks are added and removed. See fstab(5).
        #
        # <file system> <mount point>   <type>  <options>       <dump>  <pass>
        # / was on /dev/vda1 during installation
        UUID=3f0cbd7e-8f0c-4a0e-9a6d-2d3f1b7a9c11 /               ext4    errors=remount-ro 0       1
        # swap was on /dev/vda5 during installation
        UUID=0e7b7c5a-5d0c-4f44-8d0e-9b8e6a5f4c22 none            swap    sw              0       0
        /dev/sr0        /media/cdrom0   udf,iso9660 user,noauto     0       0

        """)

    static let share = FstabEntry(
        source: "files1:/export/wflow", target: "/opt/joget/shared/wflow", type: "nfs4", options: ["rw", "hard", "_netdev", "nofail"])

    @Test("A new mount is one line at the end of the stock file")
    func appends() throws {
        let edited = try Fstab.setting(Self.share, in: Self.stock)
        #expect(edited == Self.stock + bytes("files1:/export/wflow /opt/joget/shared/wflow nfs4 rw,hard,_netdev,nofail 0 0\n"))
    }

    @Test("An entry made by hand is changed in the fields that differ, and keeps its columns")
    func splices() throws {
        let before = bytes("# mine\nwflow:/export/wflow\t/opt/joget/shared/wflow/   nfs  defaults  0   0 # by Jo\n/dev/sdb1 /srv ext4\n")
        let after = try Fstab.setting(Self.share, in: before)
        let expected = "# mine\nfiles1:/export/wflow\t/opt/joget/shared/wflow   nfs4  rw,hard,_netdev,nofail  0   0 # by Jo\n"
        #expect(after == bytes(expected + "/dev/sdb1 /srv ext4\n"))
    }

    @Test("Missing fields are added only as far as they say something")
    func fillsUp() throws {
        let short = bytes("/dev/sdb1 /srv ext4\n")
        let plain = FstabEntry(source: "/dev/sdb1", target: "/srv", type: "ext4", options: ["defaults"])
        #expect(try Fstab.setting(plain, in: short) == short)
        var readOnly = plain
        readOnly.options = ["ro"]
        #expect(try Fstab.setting(readOnly, in: short) == bytes("/dev/sdb1 /srv ext4 ro\n"))
        readOnly.pass = 2
        #expect(try Fstab.setting(readOnly, in: short) == bytes("/dev/sdb1 /srv ext4 ro 0 2\n"))
    }

    @Test("Blanks and backslashes in a path are escaped, and read back")
    func escapes() throws {
        let odd = FstabEntry(source: "#nas:/my files", target: "/mnt/a\tb\\c", type: "nfs", options: ["ro"])
        let text = try Fstab.setting(odd, in: [])
        #expect(text == bytes("\\043nas:/my\\040files /mnt/a\\011b\\134c nfs ro 0 0\n"))
        #expect(Fstab.entries(in: text) == [odd])
    }

    @Test("A commented-out entry is not taken for an entry")
    func ignoresComments() throws {
        let text = bytes("#files1:/export/wflow /opt/joget/shared/wflow nfs4 defaults 0 0\n")
        #expect(try Fstab.setting(Self.share, in: text).count > text.count)
        #expect(try Fstab.removing(target: Self.share.target, from: text) == text)
    }

    @Test("Two entries for one mount point are refused by their line numbers")
    func refusesTwins() throws {
        let text = bytes("# twice\na:/x /mnt/x nfs ro 0 0\n\nb:/x /mnt/x/ nfs ro 0 0\n")
        let twin = FstabEntry(source: "a:/x", target: "/mnt/x", type: "nfs", options: ["ro"])
        let error = #expect(throws: EditError.self) { try Fstab.setting(twin, in: text) }
        #expect(error?.what == "lines 2 and 4 both mount on /mnt/x")
        #expect(error?.line == 4)
        #expect(throws: EditError.self) { try Fstab.removing(target: "/mnt/x", from: text) }
    }

    @Test(
        "An entry that cannot be written is refused",
        arguments: [
            FstabEntry(source: "", target: "/x", type: "nfs", options: []),
            FstabEntry(source: "a:/x", target: "/x", type: "", options: []),
            FstabEntry(source: "a:/x", target: "/x", type: "nfs", options: ["ro,suid"]),
            FstabEntry(source: "a:/x", target: "/x\0", type: "nfs", options: []),
        ])
    func refusesBadEntries(_ entry: FstabEntry) {
        #expect(throws: EditError.self) { try Fstab.setting(entry, in: Self.stock) }
    }

    @Test("Whatever the file looks like, one line changes and the second edit changes nothing", arguments: 0..<400 as Range<UInt64>)
    func holdsForAnyFile(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = Self.anyFile(using: &generator)
        let before = Fstab.entries(in: text)
        let known = generator.chance(50) ? before.randomElement(using: &generator)?.target : nil
        let wanted = FstabEntry(
            source: "s\(seed):/e x", target: known ?? "/new/place", type: generator.pick(["nfs", "nfs4"]),
            options: generator.pick([["rw"], ["ro", "hard"]]), pass: generator.pick([0, 2]))

        let edited = try Fstab.setting(wanted, in: text)
        #expect(try Fstab.setting(wanted, in: edited) == edited)
        #expect(Fstab.entries(in: edited) == (known == nil ? before + [wanted] : before.map { $0.target == known ? wanted : $0 }))
        #expect((edited.last == 10) == (text.last == 10 || text.isEmpty || text == [0xEF, 0xBB, 0xBF]))
        let changed = zip(cut(text), cut(edited)).filter { $0 != $1 && $0 + [10] != $1 && $0 + [13, 10] != $1 }
        #expect(changed.count == (known == nil ? 0 : 1))
        #expect(cut(edited).count == cut(text).count + (known == nil ? 1 : 0))
        if known == nil { #expect(try Fstab.removing(target: wanted.target, from: edited) == text) }
        for entry in before { #expect(try Fstab.setting(entry, in: text) == text, "\(entry)") }
    }

    /// A file with distinct mount points, in any shape that mount(8) takes.
    static func anyFile(using generator: inout SeededGenerator) -> [UInt8] {
        let shape = TextShape(using: &generator)
        var lines: [[UInt8]] = []
        for number in 0..<Int.random(in: 0...8, using: &generator) {
            if generator.chance(40) { lines.append(generator.pick(remarks)) }
            let fields = [
                generator.pick(["/dev/sda\(number)", "UUID=12-\(number)", "nas:/a\\040b", "LABEL=d"]), "/mnt/p\(number)",
                generator.pick(["ext4", "xfs", "nfs"]), generator.pick(["defaults", "ro,noatime", "rw,uid=7"]), "0",
                generator.pick(["0", "2"]),
            ]
            let kept = generator.pick([3, 4, 5, 6, 6, 6])
            let lead = generator.chance(10) ? generator.pick([" ", "\t"]) : ""
            var line = fields.prefix(kept).reduce(bytes(lead)) { $0 + bytes($1) + bytes(generator.pick([" ", "\t", "    ", "\t\t"])) }
            if generator.chance(60) { line = Array(line.reversed().drop { $0 == 32 || $0 == 9 }.reversed()) }
            if kept == 6, generator.chance(20), line.last.map({ $0 != 32 && $0 != 9 }) == true { line += bytes(" # caf") + [0xE9] }
            lines.append(line)
        }
        // A last line that is empty has no end that it could lack.
        return lines.last == [] ? shape.text(of: lines + [bytes("# end")]) : shape.text(of: lines)
    }
}

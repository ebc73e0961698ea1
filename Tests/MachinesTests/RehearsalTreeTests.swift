import Machines
import Testing

@Suite("Folders of a rehearsal")
struct RehearsalTreeTests {
    private func machine() async throws -> RehearsalMachine {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        try await machine.succeed("mkdir -p /srv/from/deep")
        try await machine.put("/srv/from/one", "1", mode: 0o755)
        try await machine.put("/srv/from/deep/two", "2")
        try await machine.succeed("ln --symbolic --force --no-dereference one /srv/from/link")
        return machine
    }

    @Test("A copy of a folder has its files, folders and links, and does not overwrite where it must not")
    func copies() async throws {
        let machine = try await machine()
        try await machine.succeed("mkdir -p /srv/to")
        try await machine.put("/srv/to/one", "mine")
        #expect(try await machine.run("cp --recursive /srv/from/. /srv/to/no/such").status == 1)
        try await machine.succeed("cp --recursive /srv/from/. /srv/to/.staging")
        #expect(try await machine.status(of: "/srv/to/.staging/link")?.target == "one")
        #expect(try await machine.status(of: "/srv/to/.staging/one")?.mode == 0o755)
        try await machine.succeed("cp --recursive --link --no-clobber /srv/to/.staging/. /srv/to")
        try await machine.succeed("rm --recursive --force /srv/to/.staging")
        #expect(try await machine.list("/srv/to") == ["deep", "link", "one"])
        #expect(try await machine.text("/srv/to/one") == "mine")
        #expect(try await machine.text("/srv/to/deep/two") == "2")
        #expect(
            try await machine.run("cp --recursive /nothing/. /srv/x").output == "cp: cannot stat '/nothing/.': No such file or directory\n")
        #expect(try await machine.run("cp --dereference /srv/from /srv/x").output.hasPrefix("cp: -r not specified; omitting directory"))
    }

    @Test("A file is copied through a link and moved in place of another one")
    func replaces() async throws {
        let machine = try await machine()
        try await machine.put("/srv/target", "old", mode: 0o600)
        try await machine.succeed("cp --dereference /srv/from/link /srv/target.new")
        #expect(try await machine.status(of: "/srv/target.new")?.kind == .file)
        try await machine.succeed("mv --no-target-directory /srv/target.new /srv/target")
        #expect(try await machine.text("/srv/target") == "1")
        #expect(try await machine.status(of: "/srv/target")?.mode == 0o755)
        #expect(try await machine.status(of: "/srv/target.new") == nil)
    }

    @Test("A folder moves as a whole, onto an empty one at most")
    func moves() async throws {
        let machine = try await machine()
        try await machine.succeed("mkdir -p /srv/empty /srv/full/inside")
        #expect(
            try await machine.run("mv --no-target-directory /srv/from /srv/full").output
                == "mv: cannot move '/srv/from' to '/srv/full': Directory not empty\n")
        #expect(try await machine.run("mv --no-target-directory /etc/hosts /srv/full").output.contains("with non-directory"))
        try await machine.succeed("mv --no-target-directory /srv/from /srv/empty")
        #expect(try await machine.list("/srv/empty") == ["deep", "link", "one"])
        #expect(try await machine.list("/srv/from") == nil)
        #expect(try await machine.run("mv --no-target-directory /nothing /srv/x").output.hasPrefix("mv: cannot stat '/nothing'"))
    }

    @Test("A link takes another link's place, but goes into a real folder")
    func links() async throws {
        let machine = try await machine()
        try await machine.succeed("ln --symbolic --force --no-dereference from/deep /srv/link")
        try await machine.succeed("ln --symbolic --force --no-dereference from /srv/link")
        #expect(try await machine.succeed("readlink /srv/link") == "from\n")
        #expect(try await machine.text("/srv/link/deep/two") == "2")
        try await machine.succeed("ln --symbolic --force --no-dereference x/name /srv/from")
        #expect(try await machine.status(of: "/srv/from/name")?.target == "x/name")
        #expect(try await machine.run("ln --symbolic --force --no-dereference x /no/such").status == 1)
        #expect(try await machine.run("readlink /srv/from").status == 1)
    }

    @Test("Owners and modes are given to a whole folder; a link keeps its own, and X is for folders and programs")
    func changesWholeFolders() async throws {
        let machine = try await machine()
        try await machine.succeed("groupadd --system joget")
        try await machine.succeed("chown --recursive --no-dereference root:joget /srv/from")
        try await machine.succeed("chmod --recursive u=rwX,g=rX,o= /srv/from")
        #expect(try await machine.status(of: "/srv/from/deep")?.mode == 0o750)
        #expect(try await machine.status(of: "/srv/from/deep/two")?.mode == 0o640)
        #expect(try await machine.status(of: "/srv/from/one")?.mode == 0o750)
        let link = try #require(try await machine.status(of: "/srv/from/link"))
        #expect(link.mode == 0o777 && link.group == "joget" && link.kind == .link)
        #expect(try await machine.run("chown --recursive root:nemo /srv/from").output == "chown: invalid group: ‘root:nemo’\n")
        #expect(
            try await machine.run("chmod --recursive u=rwX,g=rX,o= /no").output == "chmod: cannot access '/no': No such file or directory\n"
        )
        #expect(
            try await machine.run("chown --recursive root:root /no").output == "chown: cannot access '/no': No such file or directory\n")
    }

    @Test("Removing a folder spares what is mounted, and the root")
    func removes() async throws {
        let machine = try await machine()
        try await machine.succeed("rm --recursive --force /srv/from /srv/nothing")
        #expect(try await machine.status(of: "/srv/from") == nil)
        #expect(try await machine.run("rm --force /etc").output == "rm: cannot remove '/etc': Is a directory\n")
        #expect(try await machine.run("rm --recursive --force /").output == "rm: it is dangerous to operate recursively on '/'\n")
        #expect(try await machine.text("/etc/hosts") != nil)
    }

    @Test("Rights decide what another user may read, write and enter")
    func testsRights() async throws {
        let machine = try await machine()
        try await machine.succeed("useradd --system joget")
        try await machine.succeed("chmod 0700 /srv/from/deep")
        let ask = { (right: String, path: String) in try await machine.run("runuser --user joget -- test -\(right) \(path)").status }
        #expect(try await ask("r", "/srv/from/one") == 0)
        #expect(try await ask("x", "/srv/from/one") == 0)
        #expect(try await ask("w", "/srv/from/one") == 1)
        #expect(try await ask("r", "/srv/from/deep/two") == 1)
        #expect(try await ask("w", "/srv/from/deep") == 1)
        try await machine.succeed("chown joget /srv/from/deep")
        #expect(try await ask("w", "/srv/from/deep") == 0)
        #expect(try await machine.run("test -w /srv/from/deep").status == 0)
        #expect(try await machine.run("mountpoint --quiet /srv").status == 32)
        #expect(try await machine.run("mountpoint --quiet /proc").status == 0)
    }
}

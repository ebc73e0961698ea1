import Machines
import Testing

@Suite("Accounts of a rehearsal")
struct RehearsalAccountsTests {
    let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))

    @Test("A system user with fixed numbers stands in passwd and group, and can be removed again")
    func addsAndRemoves() async throws {
        let before = try await machine.text("/etc/passwd")
        try await machine.succeed("groupadd --system --gid 480 joget")
        try await machine.succeed(
            "useradd --system --uid 480 --gid joget --home-dir /opt/joget --shell /usr/sbin/nologin --no-create-home joget")
        #expect(try await machine.succeed("getent passwd joget") == "joget:x:480:480::/opt/joget:/usr/sbin/nologin\n")
        #expect(try await machine.succeed("getent passwd 480") == "joget:x:480:480::/opt/joget:/usr/sbin/nologin\n")
        #expect(try await machine.succeed("getent group 480") == "joget:x:480:\n")
        #expect(try await machine.run("groupdel joget").status == 8)
        try await machine.succeed("userdel joget")
        #expect(try await machine.run("getent passwd joget").status == 2)
        #expect(try await machine.run("getent group joget").status == 2)
        #expect(try await machine.text("/etc/passwd") == before)
    }

    @Test(
        "What is taken is refused with shadow's own status",
        arguments: [
            ("groupadd --gid 0 new", 4), ("groupadd root", 9), ("useradd --uid 0 new", 4), ("useradd root", 9),
            ("useradd --gid nemo new", 6),
            ("userdel nemo", 6), ("groupdel nemo", 6), ("useradd --uid x new", 3),
        ])
    func refuses(line: String, status: Int32) async throws {
        #expect(try await machine.run(line).status == status)
        #expect(try await machine.run("getent passwd new").status == 2)
    }

    @Test("Without a number a system user gets the highest free one")
    func numbersSystemUsers() async throws {
        try await machine.succeed("useradd --system one")
        try await machine.succeed("useradd --system two")
        #expect(try await machine.succeed("getent passwd one").hasPrefix("one:x:998:998:"))
        #expect(try await machine.succeed("getent passwd two").hasPrefix("two:x:997:997:"))
    }
}

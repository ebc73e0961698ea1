import Machines
import Testing

@Suite("Scripts of a rehearsal")
struct RehearsalShellTests {
    let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))

    private func run(_ script: String) async throws -> CommandResult { try await machine.capture(Command(["sh", "-c", script])) }

    @Test(
        "Words are expanded as the shell does",
        arguments: [
            ("A='x y'; echo $A \"$A\" '$A' \\$A", "x y x y $A $A\n"), ("A=1 B=\"$A$A\"; echo ${B}2", "112\n"),
            ("set -- $(echo a b c); echo $2 \"$3\" $4", "b c\n"), ("echo /etc/host*", "/etc/hostname /etc/hosts\n"),
            ("echo '/etc/host*' /nothing/*", "/etc/host* /nothing/*\n"), ("export A=7; unset A; echo \"[$A]\"", "[]\n"),
            ("echo one # two\n# three\necho \\\n four", "one\nfour\n"),
        ])
    func expands(script: String, output: String) async throws {
        #expect(try await run(script) == CommandResult(status: 0, output: output))
    }

    @Test(
        "Loops, choices and conditions go where the shell goes",
        arguments: [
            ("for a in 1 2 3; do if [ $a = 2 ]; then break; fi; echo $a; done", "1\n"),
            ("case run in start) echo no ;; run|debug) echo yes;; esac", "yes\n"),
            ("case x in a*) echo a ;; *) echo other ;; esac", "other\n"),
            ("if [ -f /nothing ]; then echo a; elif [ -d /etc ]; then echo b; else echo c; fi", "b\n"),
            ("[ -x /etc/hosts ] || echo plain; [ -n \"$A\" ] && echo full; true", "plain\n"), ("echo 1; exit 0; echo 2", "1\n"),
            ("for f in /usr/lib/none-*; do [ -e \"$f\" ] && echo $f; done; echo end", "end\n"),
        ])
    func branches(script: String, output: String) async throws {
        #expect(try await run(script) == CommandResult(status: 0, output: output))
    }

    @Test("The newest file of a pattern is found by the numbers in its name")
    func sortsVersions() async throws {
        for name in ["w-1.9.7.jar", "w-1.9.22.jar", "w-1.10.jar"] { try await machine.put("/srv/\(name)", "") }
        #expect(try await run("ls -v /srv/w-*.jar | tail -n 1").output == "/srv/w-1.10.jar\n")
        #expect(try await run("A=$(ls -v /srv/none-*.jar 2> /dev/null | tail -n 1); echo \"[$A]\"").output == "[]\n")
        #expect(try await run("ls /srv/none").output == "ls: cannot access '/srv/none': No such file or directory\n")
    }

    @Test("Other programs run from a script, and their failure counts")
    func runsPrograms() async throws {
        #expect(try await run("echo text | tee /srv/file > /dev/null && cat /srv/file").output == "text\n")
        #expect(try await run("cat /nothing 2> /dev/null; false").status == 1)
    }

    @Test(
        "A script that is not understood is an error", arguments: ["while true; do :; done", "echo `date`", "f() { :; }", "if true; then"])
    func refuses(script: String) async {
        let error = await #expect(throws: MachineError.self) { try await run(script) }
        #expect(error?.what.contains("the rehearsal machine does not know this") == true)
    }
}

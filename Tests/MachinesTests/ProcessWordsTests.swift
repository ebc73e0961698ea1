import Testing

@testable import Machines

@Suite("What the kernel writes about processes, read")
struct ProcessWordsTests {
    @Test("A program's name may contain brackets, blanks and line ends")
    func names() throws {
        let rest = " S 7 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 3 0 9999 1 2"
        for name in ["sh", "a) R 1 (b", "tmux: server", "x\ny"] {
            let stat = try #require(ProcessStat(Array("42 (\(name))\(rest)\n".utf8)))
            #expect(stat.pid == 42 && stat.state == "S" && stat.parent == 7 && stat.session == 42 && stat.threads == 3)
            #expect(stat.ticks == 200 && stat.startTime == 9999)
            #expect(stat.name == name.replacing("\n", with: " "))
        }
        for text in ["", "42", "42 (sh) S", "(sh) S 7"] { #expect(ProcessStat(Array(text.utf8)) == nil) }
    }

    @Test("Who waits for a lock is told from who holds it")
    func locks() throws {
        let table = LockTable(
            """
            1: POSIX  ADVISORY  WRITE 812 fe:00:16221226 0 EOF
            1: -> POSIX  ADVISORY  WRITE 900 fe:00:16221226 0 EOF
            1:  -> POSIX  ADVISORY  WRITE 901 fe:00:16221226 0 EOF
            2: FLOCK  ADVISORY  WRITE 33 08:11:16221226 0 EOF
            3: OFDLCK ADVISORY  READ  -1 fe:00:5 0 EOF
            3: -> OFDLCK ADVISORY  WRITE -1 fe:00:5 0 EOF
            nonsense
            """)
        let place = LockTable.Place(major: 0xFE, minor: 0, inode: 16_221_226)
        #expect(table.locks.count == 6)
        #expect(table.holder(awaitedBy: 900, at: place)?.pid == 812)
        #expect(table.holder(awaitedBy: 901, at: place)?.pid == 812)
        #expect(table.holder(awaitedBy: 902, at: place) == nil, "who does not wait waits for nobody")
        #expect(table.holder(awaitedBy: 900, at: LockTable.Place(major: 8, minor: 17, inode: 16_221_226)) == nil)
        #expect(table.holder(awaitedBy: 7, at: LockTable.Place(major: 0xFE, minor: 0, inode: 5))?.pid == -1)
    }

    @Test("A socket is known by its number, with its other end and what it is about")
    func sockets() throws {
        let table = SocketTable([
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:8D47 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0        0 3741439 2 0 100 0 0 10 0
               1: 0100007F:BDD6 050200C0:0CEA 01 00000000:00000000 00:00000000 00000000     0        0 3741440 2 0 20 0 0 10 -1
               2: 0100007F:BDD7 050200C0:0050 02 00000000:00000000 00:00000000 00000000     0        0 3741441 2 0 20 0 0 10 -1
            """,
            """
              sl  local_address                         remote_address                        st
               0: 00000000000000000000000001000000:1F90 B80D0120000000000000000001000000:0CEA 01 0:0 0:0 0 0 0 77 1
            """,
        ])
        #expect(try #require(table["3741439"]).isListening && table["3741439"]?.localPort == 36167)
        #expect(table["3741440"]?.remote == "192.0.2.5:3306" && table["3741440"]?.isConnecting == false)
        #expect(table["3741441"]?.isConnecting == true && table["3741441"]?.remote == "192.0.2.5:80")
        #expect(table["77"]?.remote == "[2001:db8::1]:3306")
        #expect(table["78"] == nil)
    }

    @Test("A call of a program of 32 bits, a running process and none are not guessed at")
    func calls() throws {
        let call = try #require(SystemCall("0 0x3 0x7fcf9e75b770 0x1 0x0 0x0 0x0 0x7ffc811c9638 0x7fcf9ed28929\n"))
        #if arch(x86_64)
            #expect(call.kind == .reading && call.number(0) == 3)
        #endif
        #expect(SystemCall("running") == nil)
        #expect(SystemCall("-1 0x7ffc811c9638 0x7fcf9ed28929") == nil)
        #expect(SystemCall("3 0x3 0x1 0x1 0x0 0x0 0x0 0xffd00000 0xf7f00000") == nil)
        #expect(SystemCall("9999 0x3 0x1 0x1 0x0 0x0 0x0 0x7ffc811c9638 0x7fcf9ed28929") == nil)
    }

    @Test("A tree that seems to go in a circle ends all the same")
    func circle() throws {
        let one = try #require(ProcessStat(Array("5 (a) S 6 9 5 0 -1 0 1 2 3 4 1 1 0 0 20 0 1 0 10 1".utf8)))
        let two = try #require(ProcessStat(Array("6 (b) S 5 9 5 0 -1 0 1 2 3 4 1 1 0 0 20 0 1 0 11 1".utf8)))
        let members = ProcessTree(of: 5, among: [one, two]).members
        #expect(members.map(\.process.pid) == [5, 6] && members.map(\.depth) == [0, 1])
        #expect(ProcessTree(of: 7, among: [one, two]).members.isEmpty)
    }
}

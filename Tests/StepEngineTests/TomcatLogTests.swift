import Testing

@testable import StepEngine

@Suite("What Tomcat's log tells of the session cluster")
struct TomcatLogTests {
    @Test("The second node tells where it listens, whom it heard, and that it has the sessions")
    func second() {
        let log = TomcatLog(CatalinaOut.second)
        #expect(log.boundAddress == "192.168.1.11:4000")
        #expect(log.members == ["192.168.1.10:4000"])
        #expect(log.managerContexts == ["/jw"])
        #expect(log.hasStarted && log.receivedState && !log.firstMember && !log.hasStopped)
    }

    @Test("The first node finds nobody to ask for sessions, and hears the second one later")
    func first() {
        let log = TomcatLog(CatalinaOut.first)
        #expect(log.firstMember && log.hasStarted && !log.receivedState)
        #expect(log.members == ["192.168.1.11:4000"])
    }

    @Test("A node that stopped is no member, one that is back is, one that was cut off is none")
    func comingAndGoing() {
        let later = CatalinaOut.firstLater.split(separator: "\n").map(String.init)
        #expect(TomcatLog(([CatalinaOut.first] + later[..<1]).joined(separator: "\n")).members == [])
        #expect(TomcatLog(([CatalinaOut.first] + later[..<2]).joined(separator: "\n")).members == ["192.168.1.11:4000"])
        // Suspected and examined, but not gone yet.
        #expect(TomcatLog(([CatalinaOut.first] + later[..<3]).joined(separator: "\n")).members == ["192.168.1.11:4000"])
        #expect(TomcatLog(([CatalinaOut.first] + later).joined(separator: "\n")).members == [])
        let twice = CatalinaOut.first + "\n" + later[1]
        #expect(TomcatLog(twice).members == ["192.168.1.11:4000"], "who is announced twice is one")
    }

    @Test("Peers that are named in server.xml are members from when they come until they go")
    func staticMembers() {
        let lines = CatalinaOut.staticFirst.split(separator: "\n")
        #expect(TomcatLog(CatalinaOut.staticFirst).members == ["10.99.0.2:4000"])
        #expect(TomcatLog(lines.dropLast().joined(separator: "\n")).members == [])
    }

    @Test(
        "An address is read as every version of Java and Tomcat prints it",
        arguments: [
            ("{10, 99, 0, 1}:4000,{10, 99, 0, 1},4000, alive=1", "10.99.0.1:4000"),
            ("{-64, -88, 1, 10}:4001,{-64, -88, 1, 10},4001", "192.168.1.10:4001"),
            ("{192, 168, 1, 10}:4000,", "192.168.1.10:4000"),
            ("{-2, -128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}:4000,", "[fe80:0:0:0:0:0:0:1]:4000"),
            ("10.99.0.1:4000,10.99.0.1,4000", "10.99.0.1:4000"),
        ])
    func member(text: String, address: String) {
        #expect(TomcatLog.memberAddress(Substring(text)) == address)
    }

    @Test(
        "What is no address is none", arguments: ["", "{", "{}:4000", "{1, 2, 3}:4000,", "{10, 99, 0, 1}", "{10, 99, 0, 1}:,", "unknown,"])
    func noMember(text: String) {
        #expect(TomcatLog.memberAddress(Substring(text)) == nil)
    }

    @Test(
        "The port for sessions is found in brackets, with a name, and as older versions print it",
        arguments: [
            ("[/10.99.0.1:4000]", "10.99.0.1:4000"), ("[server1/10.99.0.1:4000]", "10.99.0.1:4000"), ("/127.0.1.1:4000", "127.0.1.1:4000"),
            ("[0.0.0.0/0.0.0.0:4000]", "0.0.0.0:4000"), ("[/[0:0:0:0:0:0:0:1]:4000]", "[0:0:0:0:0:0:0:1]:4000"),
        ])
    func bound(text: String, address: String) {
        #expect(TomcatLog("INFO: Receiver Server Socket bound to:\(text)").boundAddress == address)
        #expect(TomcatLog("INFO: UDP Receiver Server Socket bound to:\(text)").boundAddress == nil)
    }

    @Test("The wording of Tomcat 8, which the published guide shows, says the same")
    func older() {
        let log = TomcatLog(
            """
            INFO: Starting clustering manager at localhost#/jw
            Jan 17, 2016 11:21:32 AM org.apache.catalina.ha.session.DeltaManager waitForSendAllSessions
            INFO: Manager [localhost#/jw]; session state send at 1/17/16 11:21 AM received in 104 ms.
            """)
        #expect(log.managerContexts == ["/jw"] && log.receivedState)
    }

    @Test("Every application with replicated sessions is named once, the root as a slash")
    func contexts() {
        let log = TomcatLog(
            """
            INFO Register manager [localhost#/jw] to cluster element [Engine] with name [Catalina]
            INFO Starting clustering manager at [localhost#/jw]
            INFO Starting clustering manager at [localhost#]
            """)
        #expect(log.managerContexts == ["/jw", "/"])
    }

    @Test("Only the last start counts")
    func lastStart() {
        let log = TomcatLog(CatalinaOut.second + "\n" + CatalinaOut.noRoute)
        #expect(log.boundAddress == "10.99.0.1:4000" && log.members == [] && log.managerContexts == [])
        #expect(!log.hasStarted && !log.receivedState && log.hasStopped)
        let mended = TomcatLog(CatalinaOut.noRoute + "\n" + CatalinaOut.second)
        #expect(mended == TomcatLog(CatalinaOut.second))
        let tail = TomcatLog(CatalinaOut.firstLater + "\n" + CatalinaOut.second)
        #expect(tail == TomcatLog(CatalinaOut.second), "what stands before the start is of the one before, though its beginning is cut off")
    }

    @Test("A start is found without the line of the version, and with two connectors", arguments: [1, 2])
    func withoutVersion(connectors: Int) {
        func start(_ text: String) -> String {
            let lines = text.split(separator: "\n").filter { !$0.contains("Server version name") && !$0.contains("Initializing") }
            return ([Substring].init(repeating: #"INFO Initializing ProtocolHandler ["http-nio-8080"]"#, count: connectors) + lines)
                .joined(separator: "\n")
        }
        let log = TomcatLog(start(CatalinaOut.noRoute) + "\n" + start(CatalinaOut.second))
        #expect(log == TomcatLog(CatalinaOut.second))
        let other = #"INFO Initializing ProtocolHandler ["ajp-nio-8009"]"#
        let portTaken = start(CatalinaOut.portTaken).replacing("\n23-Nov-2026 03:09:15.701 INFO", with: "\n\(other)\nINFO")
        #expect(portTaken.contains("Address already in use\n\(other)"), "one connector fails, the next one is tried")
        let taken = LineText(start(CatalinaOut.second) + "\n" + portTaken)
        #expect(taken.first("Failed to initialize component", from: TomcatLog.lastStart(in: taken)) != nil)
    }

    @Test("Of a Java that gave up before Tomcat began, nothing is reached; a good start afterwards counts again")
    func death() {
        let dead = TomcatLog(CatalinaOut.second + "\n" + CatalinaOut.agentMissing + "\n" + CatalinaOut.agentMissing)
        #expect(dead == TomcatLog(""))
        let mended = LineText(CatalinaOut.agentMissing + "\n" + CatalinaOut.second)
        #expect(mended.first("Error opening zip file", from: TomcatLog.lastStart(in: mended)) == nil)
    }

    @Test("A Tomcat that stopped itself after its start is told from one that runs")
    func stopped() {
        let log = TomcatLog(CatalinaOut.portTaken)
        #expect(log.hasStarted && log.hasStopped)
    }

    @Test("A text without any start counts as a whole, and no text as nothing")
    func noStart() {
        #expect(TomcatLog(String(CatalinaOut.firstLater.split(separator: "\n")[1])).members == ["192.168.1.11:4000"])
        let nothing = TomcatLog("")
        #expect(nothing.boundAddress == nil && nothing.members == [] && !nothing.hasStarted)
    }

    @Test("A log that is cut anywhere, or whose line ends are lost, is read as far as it goes")
    func cut() {
        let bytes = Array(CatalinaOut.second.utf8)
        for end in stride(from: 0, through: bytes.count, by: 7) {
            let log = TomcatLog(String(decoding: bytes[..<end], as: UTF8.self))
            #expect(log.members.isEmpty || log.members == ["192.168.1.10:4000"], "cut after \(end) bytes")
            let rest = TomcatLog(String(decoding: bytes[end...], as: UTF8.self))
            #expect(
                rest.hasStarted == (end <= bytes.count - "Server startup in [2786] milliseconds".utf8.count), "begun after \(end) bytes")
        }
        #expect(TomcatLog(CatalinaOut.second.split(separator: "\n").joined(separator: "\r\n")) == TomcatLog(CatalinaOut.second))
    }
}

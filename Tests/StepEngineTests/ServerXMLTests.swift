import Foundation
import Guidebook
import Machines
import StepEngine
import Testing

@Suite("Tomcat's server.xml")
struct ServerXMLEditTests {
    private let path = "/opt/joget/tomcat/conf/server.xml"
    private let body = """
        edit:
          path: /opt/joget/tomcat/conf/server.xml
          server-xml: { route: "{{self.route}}", port: "{{application.port}}", cluster: cluster.xml }
        """
    private let templates = [
        "cluster.xml": """
        <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster">
          <Receiver className="org.apache.catalina.tribes.transport.nio.NioReceiver" address="{{self.address}}"/>
        </Cluster>

        """
    ]
    private let shipped = """
        <?xml version='1.0' encoding='utf-8'?>
        <Server port="8005" shutdown="SHUTDOWN">
          <Service name="Catalina">
            <Connector port="8080" protocol="HTTP/1.1"   connectionTimeout='20000'/>
            <Engine name="Catalina" defaultHost="localhost">
              <!-- <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/> -->
              <Host name="localhost" appBase="webapps"/>
            </Engine>
          </Service>
        </Server>

        """

    private func bed(_ text: String?, port: String = "8081") async throws -> Bed {
        let bed = try Bed(Guide.of(["one": body], templates: templates), answers: ["application.port": port])
        try await bed.machine.real.makeDirectory("/opt/joget/tomcat/conf", attributes: FileAttributes())
        if let text { try await bed.put(text, at: path, owner: "www-data", mode: 0o640) }
        return bed
    }

    @Test("Route, port and cluster element are set as previewed; every other byte, owner and mode stay, and undo brings all back")
    func set() async throws {
        let bed = try await bed(shipped)
        let engine = try await bed.engine()
        let preview = try await engine.preview("s.one")
        #expect(preview.findings.first?.expected == "jvmRoute node01, port 8081, the cluster element of cluster.xml")
        #expect(try await engine.perform("s.one") == .changed)
        #expect(await engine.state["s.one"].changes == preview.changes)
        guard case .file(path, false, let rows)? = preview.changes.first else { return try #require(Bool(false)) }
        let taken = rows.filter { $0.sign == "-" }.map(\.text)
        #expect(taken == shipped.split(separator: "\n").map(String.init).filter { $0.contains("<Connector") || $0.contains("<Engine") })
        let text = try #require(try await bed.text(of: path))
        #expect(text.contains(#"<Connector port="8081" protocol="HTTP/1.1"   connectionTimeout='20000'/>"#))
        #expect(text.contains(#"<Engine name="Catalina" defaultHost="localhost" jvmRoute="node01">"#))
        #expect(text.contains(#"NioReceiver" address="192.0.2.13"/>"#))
        #expect(text.contains(#"<!-- <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/> -->"#))
        let status = try #require(try await bed.machine.real.status(of: path))
        #expect(status.owner == "www-data" && status.mode == 0o640)
        #expect(try await engine.perform("s.one") == .unchanged)
        #expect(try await engine.undo("s.one") == .undone)
        #expect(try await bed.text(of: path) == shipped)
    }

    @Test(
        "One that cannot be edited safely is refused with one message, and keeps its bytes",
        arguments: [
            ("<Server><Service><Engine name=\"Catalina\"></Service></Server>", "/opt/joget/tomcat/conf/server.xml: line 1: "),
            ("no XML at all", "/opt/joget/tomcat/conf/server.xml: "),
            (
                "<Server><Service><Connector port='8080'/><Connector port='9090'/><Engine name='a'><Host/></Engine></Service></Server>",
                "/opt/joget/tomcat/conf/server.xml: line 1: "
            ),
        ])
    func refused(text: String, beginning: String) async throws {
        let bed = try await bed(text)
        let engine = try await bed.engine()
        let problem = try #require(try await engine.preview("s.one").problem)
        #expect(problem.hasPrefix(beginning) && problem.contains("; "), "\(problem)")
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].reason == problem)
        #expect(try await bed.text(of: path) == text && bed.machine.changes.isEmpty)
    }

    @Test("Without a server.xml nothing is made up")
    func missing() async throws {
        let bed = try await bed(nil)
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].reason == "there is no file \(path); the step that unpacks Tomcat comes before this one")
        #expect(try await bed.text(of: path) == nil)
    }

    @Test("A change by hand beside ours stays when the step is repeated, and one of ours is put right when the operator agrees")
    func byHand() async throws {
        let bed = try await bed(shipped)
        let engine = try await bed.engine()
        try await engine.perform("s.one")
        let ours = try #require(try await bed.text(of: path))
        let theirs = ours.replacing("appBase=\"webapps\"", with: "appBase=\"apps\"")
        try await bed.put(theirs, at: path)
        #expect(try await engine.perform("s.one") == .unchanged)
        try await bed.put(theirs.replacing("node01", with: "other"), at: path)
        #expect(try await engine.perform("s.one") == .failed)
        #expect(try await engine.perform("s.one", taking: true) == .changed)
        #expect(try await bed.text(of: path) == theirs)
    }

    @Test("What somebody writes into it while the step is at work is not lost")
    func meanwhile() async throws {
        let bed = try await bed(shipped)
        let theirs = Array(shipped.replacing("appBase=\"webapps\"", with: "appBase=\"apps\"").utf8)
        let watched = WatchedMachine(bed.machine.real) { call in
            // Asked for just before the change, to keep what is there.
            guard call == "status \(path)" else { return }
            // Where it fails, the test does.
            try? await bed.machine.real.replace(path, with: theirs, attributes: FileAttributes())
        }
        let engine = try await bed.engine(machine: watched)
        #expect(try await engine.perform("s.one") == .failed)
        #expect(await engine.state["s.one"].reason == "\(path) was changed by somebody else just now; look at it and repeat the step")
        #expect(try await bed.machine.real.read(path, limit: 1 << 20) == theirs)
    }
}

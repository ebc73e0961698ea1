import Guidebook
import StepEngine
import Testing

@testable import Machines

@Suite("The kinds of step on a rehearsed server")
struct RehearsedKindsTests {
    private let steps: KeyValuePairs = [
        "archive": """
        archive:
          from: /root/joget.tar.gz
          into: /opt/joget
          group: www-data
          links: { tomcat: bin/catalina.sh }
          links-if-there: { bundle: wflow }
          writable: [tomcat/logs, tomcat/temp, tomcat/work]
        """,
        "tree": "copy: { from: /opt/joget/bundle/wflow, to: /srv/share, tree: true }\nundo: { none: It stays. }",
        "war": "copy: { from: /root/jw.war, to: /opt/joget/tomcat/webapps/jw.war, mode: \"0644\" }",
        "new": "copy: { from: /root/jw.war, to: /opt/joget/copies/jw.war, owner: www-data, group: www-data, mode: \"0600\" }",
        "link": "link: { path: /etc/joget, to: /opt/joget/tomcat/conf }",
        "server": """
        edit:
          path: /opt/joget/tomcat/conf/server.xml
          server-xml: { route: "{{self.route}}", port: "8081", cluster: cluster.xml }
        """,
        "settings": "edit: { path: /srv/share/app_datasource.properties, properties: one.properties }",
    ]
    private let templates = [
        "cluster.xml": "<Cluster className=\"org.apache.catalina.ha.tcp.SimpleTcpCluster\"/>\n",
        "one.properties": "currentProfile={{application.profile}}\n",
    ]

    private func bed() throws -> Bed {
        var seed = Bed.seed(Bed.servers[2], Cluster(name: "trial", servers: Bed.servers))
        seed.products = ["/root/joget.tar.gz": .joget, "/root/jw.war": .war(.community)]
        return try Bed(Guide.of(steps, templates: templates), machine: WatchedMachine(RehearsalMachine(seed: seed)))
    }

    @Test("Each does what its preview said, is found done afterwards, and all that can be is taken back")
    func all() async throws {
        let bed = try bed()
        try await bed.byHand("mkdir", "/srv/share")
        let before = try await picture(of: bed.machine.real)
        let engine = try await bed.engine()
        for step in bed.plan.steps {
            let preview = try await engine.preview(step.id)
            #expect(preview.problem == nil && !preview.changes.isEmpty, "\(step.id): \(preview.problem ?? "")")
            #expect(try await engine.perform(step.id) == .changed, "\(step.id)")
            let state = await engine.state[step.id]
            #expect(state.changes == preview.changes && state.reason == nil, "\(step.id): \(state.reason ?? "")")
        }
        let (launches, changes) = (bed.machine.launches, bed.machine.changes)
        for step in bed.plan.steps { #expect(try await engine.perform(step.id) == .unchanged, "\(step.id)") }
        #expect(bed.machine.launches == launches && bed.machine.changes == changes)
        for step in bed.plan.steps.reversed() where step.id != "s.tree" {
            #expect(try await engine.undo(step.id) == .undone, "\(step.id)")
        }
        let after = try await picture(of: bed.machine.real)
        // The state directory has a path there as well, for what lives as long as a command.
        let left = differences(before, after).filter {
            !$0.hasPrefix("/srv/share/") && !$0.contains(".undone-1") && $0 != "/opt/joget" && !bed.path.hasPrefix($0)
        }
        #expect(left == [])
        #expect(after["/srv/share/wflow-cluster.jar"] != nil && after["/opt/joget/joget-enterprise-linux-8.1.6.undone-1"] != nil)
    }

    @Test("A bundle that is cut short is refused there as well")
    func truncated() async throws {
        var seed = Bed.seed(Bed.servers[2], Cluster(name: "trial", servers: Bed.servers))
        seed.products = ["/root/joget.tar.gz": .truncated]
        let bed = try Bed(Guide.of(steps, templates: templates), machine: WatchedMachine(RehearsalMachine(seed: seed)))
        let engine = try await bed.engine()
        #expect(try await engine.perform("s.archive") == .failed)
        let reason = "/root/joget.tar.gz ends too early: it was not copied or downloaded whole (gzip: stdin: unexpected end of file)"
        #expect(await engine.state["s.archive"].reason == reason)
        #expect(bed.machine.launches.isEmpty && bed.machine.changes.isEmpty)
    }
}

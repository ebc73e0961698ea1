import Guidebook
import StepEngine
import Testing

@Suite("Known failures and the guide")
struct KnownFailureTestsGuide {
    @Test("Every step that a remedy sends to is in the shipped guide")
    func steps() throws {
        let ids = Set(try Guide.shipped().sections.flatMap(\.steps).map(\.id))
        for failure in KnownFailure.all {
            for step in failure.steps { #expect(ids.contains(step), "\(failure.id) sends to \(step)") }
        }
    }

    @Test(
        "The checks whose findings are looked at have the titles that are looked for",
        arguments: [
            ("F1", Check.resolves(names: "server1", address: "10.99.0.1"), "server1 resolves to 127.0.1.1"),
            ("F2", .multicast(address: "10.99.0.1", group: "228.0.0.4"), "there is no route to 228.0.0.4"),
            ("F5", .port(address: "10.99.0.2", port: "4000"), "no answer within 5 s"),
            ("F6", .war(path: "/opt/joget/jw.war"), "it is not marked as distributable"),
            (
                "F6", .members(log: "/opt/joget/tomcat/logs/catalina.out", address: "10.99.0.1", peers: ""),
                "no session of /jw is replicated: Tomcat started no manager for it"
            ),
            (
                "F7", .sticky(url: "http://10.99.0.9/jw/web/login", routes: "node01"),
                "the session bears no node's name: jvmRoute is not set"
            ),
            ("F8", .agents(directory: "/opt/joget/shared/wflow"), "/opt/joget/shared/wflow: empty"),
            (
                "F9", .command(["runuser", "--user", "joget", "--", "test", "-w", "/opt/joget/shared/wflow"], status: 0, contains: nil),
                "exit status 1"
            ),
            (
                "F10", .http(url: "http://10.99.0.1:8080/jw/web/login", status: 200, contains: nil),
                "HTTP 302, to /jw/setup; that page answers with status 200"
            ),
            ("F14", .http(url: "http://10.99.0.9/jw/web/login", status: 200, contains: nil), "Apache answers for itself"),
            ("F18", .nodes(directory: "/opt/joget/shared/wflow", own: "node01", names: "node01"), "node01 is not among them: (no name)"),
        ])
    func titles(failure: String, check: Check, found: String) {
        #expect(KnownFailure.diagnoses(of: .finding(check.title, found: found)).map(\.failure) == [failure])
    }
}

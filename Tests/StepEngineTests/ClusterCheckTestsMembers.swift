import Foundation
import Guidebook
import Testing

@testable import StepEngine

@Suite("The check of Tomcat's log of members")
struct ClusterCheckTestsMembers {
    private static let begin =
        "02-Mar-2025 10:15:20.001 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log "
        + "Server version name:   Apache Tomcat/9.0.43"
    private static let end =
        "02-Mar-2025 10:15:40.900 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [20613] milliseconds"
    private static let manager =
        "02-Mar-2025 10:15:31.402 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal "
        + "Starting clustering manager at [localhost#/jw]"

    private static func bound(_ address: String) -> String {
        "02-Mar-2025 10:15:29.101 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind "
            + "Receiver Server Socket bound to:[/\(address):4000]"
    }

    private static func added(_ address: String) -> String {
        let bytes = address.replacing(".", with: ", ")
        return
            "02-Mar-2025 10:15:30.311 INFO [Membership-MemberAdded.] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded "
            + "Replication member added:[org.apache.catalina.tribes.membership.MemberImpl["
            + "tcp://{\(bytes)}:4000,{\(bytes)},4000, alive=1021]]"
    }

    private func at(_ lines: [String], peers: String = "192.0.2.14") async throws -> Finding {
        let look = try await Look()
        let log = try look.write(lines.joined(separator: "\n") + "\n", to: "catalina.out")
        return await look.at(.members(log: log, address: "192.0.2.13", peers: peers))
    }

    @Test("A node that listens on its address, replicates Joget's sessions and has heard its peers holds")
    func right() async throws {
        let finding = try await at([Self.begin, Self.bound("192.0.2.13"), Self.added("192.0.2.14"), Self.manager, Self.end])
        #expect(finding.verdict == .holds && finding.found == "replicated, members: app2 (192.0.2.14)", "\(finding)")
        #expect(finding.expected == "sessions of /jw replicated from 192.0.2.13, members: app2 (192.0.2.14)")
        let alone = try await at([Self.begin, Self.bound("192.0.2.13"), Self.manager, Self.end], peers: "")
        #expect(alone.verdict == .holds && alone.found == "replicated, with nobody else to hear")
    }

    @Test("A peer that is not there yet is a warning; so is a member of somebody else's cluster")
    func peers() async throws {
        let early = try await at([Self.begin, Self.bound("192.0.2.13"), Self.manager, Self.end])
        #expect(
            early.verdict == .warns && early.found == "replicated; not yet heard: app2 (192.0.2.14)"
                && early.remedy?.hasPrefix("set them up") == true)
        let strange = try await at([Self.begin, Self.bound("192.0.2.13"), Self.added("198.51.100.7"), Self.manager, Self.end])
        #expect(
            strange.verdict == .warns && strange.found == "a member is not of this cluster: 198.51.100.7"
                && strange.evidence?.contains("{198, 51, 100, 7}") == true)
    }

    @Test("What looks healthy at 127.* fails with the line that shows it")
    func loopback() async throws {
        let bound = try await at([Self.begin, Self.bound("127.0.1.1"), Self.added("127.0.1.1"), Self.manager, Self.end])
        #expect(
            bound.verdict == .fails
                && bound.found == "it looks healthy and shares no session: 127.0.1.1:4000 is this server for whoever reads it")
        #expect(bound.evidence == Self.bound("127.0.1.1"))
        let member = try await at([Self.begin, Self.bound("192.0.2.13"), Self.added("127.0.0.1"), Self.manager, Self.end])
        #expect(member.verdict == .fails && member.evidence == Self.added("127.0.0.1") && member.remedy?.contains("/etc/hosts") == true)
    }

    @Test("A receiver on another address, no receiver at all, and sessions that nobody replicates fail")
    func faults() async throws {
        let other = try await at([Self.begin, Self.bound("198.51.100.1"), Self.manager, Self.end])
        #expect(
            other.verdict == .fails && other.found == "it takes sessions on 198.51.100.1:4000"
                && other.evidence == Self.bound("198.51.100.1"))
        let none = try await at([Self.begin, Self.end])
        #expect(none.verdict == .fails && none.found == "Tomcat opened no port for sessions: it has no cluster element")
        let plain = try await at([Self.begin, Self.bound("192.0.2.13"), Self.added("192.0.2.14"), Self.end])
        #expect(plain.verdict == .fails && plain.found == "no session of /jw is replicated: Tomcat started no manager for it")
        #expect(plain.remedy?.contains("web-fragment.xml") == true)
    }

    @Test("Only the last start counts, and one that is under way is waited for")
    func lastStart() async throws {
        let healthy = [Self.begin, Self.bound("192.0.2.13"), Self.added("192.0.2.14"), Self.manager, Self.end]
        let starting = try await at(healthy + [Self.begin, "02-Mar-2025 11:00:00.000 INFO [main] deploying"])
        #expect(starting.verdict == .fails && starting.found == "the last start of Tomcat has not come so far")
        #expect(starting.evidence == "02-Mar-2025 11:00:00.000 INFO [main] deploying")
        let further = try await at(healthy + [Self.begin, Self.bound("192.0.2.13")])
        #expect(further.verdict == .fails && further.found == "Tomcat has not started /jw yet")
        let mended = try await at([Self.begin, Self.bound("127.0.1.1"), Self.manager, Self.end] + healthy)
        #expect(mended.verdict == .holds)
        let stopped = try await at(
            healthy + [
                "02-Mar-2025 12:00:00.000 INFO [main] org.apache.catalina.core.StandardService.stopInternal Stopping service [Catalina]"
            ])
        #expect(stopped.verdict == .fails && stopped.found == "Tomcat was stopped after its last start")
    }

    @Test("A log that is not there is no member; a very large one is searched for the lines that tell")
    func size() async throws {
        let look = try await Look()
        let none = await look.at(.members(log: look["none"], address: "192.0.2.13", peers: ""))
        #expect(none.verdict == .fails && none.found.hasSuffix("it has not been started, or writes elsewhere"))
        let noise = String(repeating: "INFO : 02 Mar 2025 10:00:00 org.joget.apps.Something - a line of Joget's own\n", count: 130_000)
        let finding = try await at([Self.begin, Self.bound("192.0.2.13"), Self.added("192.0.2.14"), Self.manager, Self.end, noise])
        #expect(noise.utf8.count > 9 << 20 && finding.verdict == .holds, "\(finding)")
    }
}

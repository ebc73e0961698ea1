import Foundation
import Guidebook
import Synchronization
import Testing

@testable import Machines
@testable import StepEngine

@Suite("Checks of how the nodes find each other")
struct ClusterCheckTests {
    // MARK: Joget's own list

    private func nodes(_ text: String?) async throws -> Finding {
        let look = try await Look()
        if let text { try look.write(text, to: "servers.json") }
        return await look.at(.nodes(directory: look.scratch.path, own: "node01", names: "node01 node02"))
    }

    @Test("Every node in Joget's list holds; one that has not started yet is a warning")
    func nodes() async throws {
        let all = try await nodes(#"["node02", "node01", "old"]"#)
        #expect(all.verdict == .holds && all.found == "node02, node01, old")
        let some = try await nodes(#"["node01",""]"#)
        #expect(
            some.verdict == .warns && some.found == "node01, (no name); not yet node02"
                && some.remedy == "set up the others, then look again")
    }

    @Test("This node missing in the list, no list, and a broken one fail with what was found")
    func brokenNodes() async throws {
        let other = try await nodes(#"["node02"]"#)
        #expect(
            other.verdict == .fails && other.found == "node01 is not among them: node02"
                && other.remedy?.contains("-Dwflow.name=node01") == true)
        #expect(try await nodes("[]").found == "node01 is not among them: nobody")
        let none = try await nodes(nil)
        #expect(none.verdict == .fails && none.found.hasSuffix("no node of Joget has started with this shared directory"))
        for text in [#"{"node01": 1}"#, "[1, 2]", "[\"node01\",", ""] {
            let broken = try await nodes(text)
            #expect(broken.verdict == .fails && broken.found.hasSuffix("servers.json is no list of names") && broken.evidence == text)
        }
    }

    // MARK: Multicast

    static let own = NetworkInterfaces.addresses().first ?? ""
    /// What the kernel says of the interface, past the check.
    static let isAble: Bool = {
        let lines = (try? String(contentsOfFile: "/proc/net/dev_mcast", encoding: .utf8)) ?? ""
        return !own.isEmpty && !lines.isEmpty && Site.canSend(to: "228.0.0.4", from: own)
    }()

    @Test("An interface that does multicast, with the route, holds", .enabled(if: isAble, "no interface here carries multicast"))
    func multicast() async throws {
        let finding = await (try Look()).at(.multicast(address: Self.own, group: "228.0.0.4"))
        #expect(finding.verdict == .holds && finding.found.hasSuffix(", with MULTICAST and the route"), "\(finding)")
    }

    @Test("The loopback interface does no multicast, and an address of nobody's has no interface")
    func noMulticast() async throws {
        let look = try await Look()
        let loopback = await look.at(.multicast(address: "127.0.0.1", group: "228.0.0.4"))
        #expect(loopback.verdict == .fails && loopback.found == "the interface lo does not do multicast")
        #expect(
            loopback.evidence?.hasPrefix("1: lo: <LOOPBACK,UP") == true
                && loopback.remedy?.hasPrefix("'ip link set dev lo multicast on'") == true)
        let foreign = await look.at(.multicast(address: "203.0.113.9", group: "228.0.0.4"))
        #expect(foreign.verdict == .fails && foreign.found == "no interface of this server has the address 203.0.113.9")
    }

    @Test("A group that is routed elsewhere, or not at all, is told", .enabled(if: isAble, "no interface here carries multicast"))
    func routes() async throws {
        let look = try await Look()
        let elsewhere = await look.at(.multicast(address: Self.own, group: "127.0.0.1"))
        #expect(elsewhere.verdict == .fails && elsewhere.found.hasPrefix("127.0.0.1 is routed through lo, not through "))
        let nowhere = await look.at(.multicast(address: Self.own, group: "nowhere"))
        #expect(
            nowhere.verdict == .fails && nowhere.found == "there is no route to nowhere"
                && nowhere.remedy?.hasPrefix("'ip route add 224.0.0.0/4 dev ") == true)
    }

    @Test("Silence on the group is a warning that says what works without", .enabled(if: isAble, "no interface here carries multicast"))
    func silence() async throws {
        let finding = await (try Look()).at(.heard(address: Self.own, group: "239.255.77.9", port: "45977"))
        #expect(finding.verdict == .warns && finding.found == "nobody is heard within 4.0 seconds")
        #expect(finding.remedy?.contains("session.membership: static") == true)
    }

    @Test("Whoever is heard is named; hearing only itself is silence too", .enabled(if: isAble, "no interface here carries multicast"))
    func heard() async throws {
        let look = try await Look()
        let isOver = Flagged()
        Thread.detachNewThread {
            while !isOver.value.withLock({ $0 }) {
                _ = Site.canSend(to: "239.255.77.8", from: Self.own, port: 45_978)
                poll(nil, 0, 20)
            }
        }
        defer { isOver.value.withLock { $0 = true } }
        // This server speaks to itself, as a lonely Tomcat does.
        let finding = await look.at(.heard(address: Self.own, group: "239.255.77.8", port: "45978"))
        #expect(finding.verdict == .warns && finding.found == "nobody but \(Self.own) itself is heard within 4.0 seconds", "\(finding)")
        #expect(look.inspector.shownName("192.0.2.14") == "app2 (192.0.2.14)" && look.inspector.shownName("192.0.2.99") == "192.0.2.99")
    }

    @Test("An address without an interface cannot be listened at, which is no verdict on the network")
    func deaf() async throws {
        let finding = await (try Look()).at(.heard(address: "203.0.113.9", group: "228.0.0.4", port: "45564"))
        #expect(finding.verdict == .unknown && finding.found == "no interface of this server has this address")
    }

    // MARK: Mounts at every start

    @Test(
        "fstab must mount the share, the right one, at every start",
        arguments: [
            ("fs1:/export/wflow /opt/joget/shared/wflow nfs hard,_netdev 0 0", Finding.Verdict.holds, "nfs, hard,_netdev"),
            ("fs1:/export/wflow/ /opt/joget/shared/wflow/ nfs4 rw", .holds, "nfs4, rw"),
            ("nas:/wflow /opt/joget/shared/wflow nfs defaults", .fails, "nas:/wflow is mounted there"),
            (
                "fs1:/export/wflow /opt/joget/shared/wflow nfs noauto,hard", .fails,
                "the line says noauto, so that it is mounted by hand only"
            ),
            (
                "#fs1:/export/wflow /opt/joget/shared/wflow nfs hard", .fails,
                "no line of /etc/fstab mounts anything at /opt/joget/shared/wflow"
            ),
        ])
    func fstab(line: String, verdict: Finding.Verdict, words: String) async throws {
        let bed = try Bed(Guide.of(["one": "proof:\nchecks: [ { root: } ]"]))
        try await bed.put("/dev/sda1 / ext4 defaults 0 1\n\(line)\n", at: "/etc/fstab")
        let look = try await Look(machine: bed.machine)
        let finding = await look.at(.fstab(source: "fs1:/export/wflow", target: "/opt/joget/shared/wflow"))
        #expect(finding.verdict == verdict && finding.found == words, "\(finding)")
    }
}

/// Tells a thread to stop.
private final class Flagged: Sendable {
    let value = Mutex(false)
}

extension Site {
    /// Whether a message to a multicast group leaves by the interface of an address.
    static func canSend(to group: String, from address: String, port: UInt16 = 45_979) -> Bool {
        let descriptor = socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var interface = in_addr()
        guard inet_pton(AF_INET, address, &interface) == 1,
            setsockopt(descriptor, CInt(IPPROTO_IP), IP_MULTICAST_IF, &interface, socklen_t(MemoryLayout<in_addr>.size)) == 0
        else { return false }
        return NetworkAddress.withSocketAddress(group, port: Int(port)) { sendto(descriptor, "x", 1, 0, $1, $2) } == 1
    }
}

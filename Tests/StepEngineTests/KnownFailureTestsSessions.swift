import StepEngine
import Testing

@Suite("Known failures of the session cluster")
struct KnownFailureTestsSessions {
    private let members = Symptoms.finding("members of the session cluster", found: "10.99.0.1:4000 was not heard")

    @Test("F1: a node whose own name is a loopback address")
    func loopback() {
        expect("F1", in: .log(CatalinaOut.loopback), proof: "bound to:[/127.0.1.1:4000]")
        let guideSample = "INFO: Replication member added:org.apache.catalina.tribes.membership.MemberImpl[tcp://{127, 0, 0, 1}:4001,"
        expect("F1", in: .log(guideSample), proof: "tcp://{127, 0, 0, 1}:4001")
        expect("F1", in: .log("INFO: Replication member added:[StaticMember[tcp://127.0.1.1:4000,127.0.1.1,4000"), proof: "127.0.1.1:4000")
        expect(
            "F1", .likely,
            in: .finding("server1 resolves to 10.99.0.1", found: "server1 resolves to 127.0.1.1", evidence: "server1 is 127.0.1.1"),
            proof: "resolves to 127.0.1.1")
    }

    @Test("F1 is not mistaken for a closed port, nor for nodes that do not hear each other")
    func loopbackAlone() {
        let late =
            CatalinaOut.loopback + "\n"
                + """
                SEVERE Manager [localhost#/jw]: No session state sent at [11/23/26, 2:53 AM] received, timing out after [60,035] ms.
                INFO Manager [localhost#/jw]: skipping state transfer. No members active in cluster group.
                INFO Server startup in [62706] milliseconds
                """
        expect("F1", in: .log(late) + members, proof: "127.0.1.1")
    }

    @Test("F2: a server without a route for multicast")
    func noRoute() {
        expect("F2", in: .log(CatalinaOut.noRoute), proof: "Unable to join multicast group, make sure your system has")
        expect(
            "F2",
            in: .finding(
                "multicast by way of 10.99.0.1", found: "there is no route to 228.0.0.4",
                evidence: "RTNETLINK answers: Network is unreachable"),
            proof: "no route to 228.0.0.4")
        expect(
            "F2", .likely, in: .output("Caused by: java.net.SocketException: No such device (setsockopt failed)"),
            proof: "setsockopt failed")
    }

    @Test("F3: nodes that do not hear each other, when a check misses them")
    func lonely() {
        expect("F3", .likely, in: .log(CatalinaOut.lonely) + members, proof: "No members active in cluster group")
    }

    @Test("The first node of a cluster is alone as well, and that is no failure")
    func firstNode() {
        #expect(KnownFailure.diagnoses(of: .log(CatalinaOut.lonely)) == [])
        let waiting = Symptoms.finding("members of the session cluster", found: "10.99.0.1:4000 was not heard", verdict: .warns)
        #expect(KnownFailure.diagnoses(of: .log(CatalinaOut.lonely) + waiting) == [])
        #expect(KnownFailure.diagnoses(of: .log(CatalinaOut.first) + members) == [], "it heard the other one later")
    }

    @Test("F4: a node whose own name does not resolve")
    func noName() {
        expect("F4", in: .log(CatalinaOut.noName), proof: "UnknownHostException: server1: server1: Temporary failure in name resolution")
        expect("F4", .likely, in: .log("SEVERE: Failed bind replication listener on address:[auto]"), proof: "[auto]")
    }

    @Test("F5: a session port that is closed in one direction")
    func halfClosed() {
        expect("F5", .likely, in: .log(CatalinaOut.halfClosed), proof: "timing out after [60,035] ms")
        expect("F5", .likely, in: .log(CatalinaOut.halfClosedPeer), proof: "Faulty members:tcp://{10, 99, 0, 1}:4000")
        expect("F5", in: .finding("port 4000 of 10.99.0.2 answers", found: "no answer within 5 s"), proof: "no answer")
    }

    @Test("F6: an application that is not distributable, of which no log says a word")
    func notDistributable() {
        expect("F6", in: .log(CatalinaOut.undistributed), proof: "webapps/jw.war] has finished in [3,043] ms")
        expect(
            "F6",
            in: .finding(
                "Joget's application /opt/joget/jw.war", found: "it is not marked as distributable: Community edition, or changed",
                evidence: "WEB-INF/web.xml (Joget DX) has no <distributable/>"), proof: "not marked as distributable")
        expect(
            "F6", .likely,
            in: .finding(
                "members of the session cluster", found: "no session of /jw is replicated: Tomcat started no manager for it",
                evidence: "INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [5646] milliseconds"),
            proof: "no session of /jw is replicated")
    }

    @Test("An application that is still being deployed may become distributed yet")
    func deploying() {
        let lines = CatalinaOut.undistributed.split(separator: "\n").prefix { !$0.contains("has finished in") }
        #expect(KnownFailure.diagnoses(of: .log(lines.joined(separator: "\n"))) == [])
    }

    @Test("F7: a node that does not bear the balancer's name for it")
    func route() {
        expect("F7", in: .log("WARNING: No engine jvmRoute attribute configured!"), proof: "jvmRoute")
        let title = "sessions stay on their node through http://10.99.0.9/jw/web/login"
        for found in [
            "the session bears no node's name: jvmRoute is not set", "the session belongs to 'node03', which is none of node01, node02",
            "the session began on node01, and request 2 of it was answered by node02",
        ] {
            expect("F7", in: .finding(title, found: found, evidence: "Set-Cookie: JSESSIONID=….node03"), proof: found)
        }
        let closed = Symptoms.finding(title, found: "the load balancer reaches no application server", evidence: "HTTP 503")
        #expect(KnownFailure.diagnoses(of: closed) == [], "a balancer without nodes says nothing about routes")
    }

    @Test("What was mended before the last start is not brought up again")
    func mended() {
        for fault in [CatalinaOut.loopback, CatalinaOut.noRoute, CatalinaOut.noName, CatalinaOut.halfClosed, CatalinaOut.undistributed] {
            #expect(KnownFailure.diagnoses(of: .log(fault + "\n" + CatalinaOut.second)) == [])
        }
    }
}

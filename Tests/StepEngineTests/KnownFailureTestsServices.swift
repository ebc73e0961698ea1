import StepEngine
import Testing

@Suite("Known failures of the database and the load balancer")
struct KnownFailureTestsServices {
    private let apacheLog = "/var/log/apache2/error.log"

    @Test("F11: a database that does not answer")
    func unreachable() {
        expect("F11", in: .output("ERROR 2002 (HY000): Can't connect to server on '10.99.0.3' (115)"), proof: "'10.99.0.3' (115)")
        expect("F11", in: .output("ERROR 2003 (HY000): Can't connect to MySQL server on '10.99.0.3:3307' (111)"), proof: "3307")
        expect("F11", in: .log("com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure"), proof: "link failure")
        expect(
            "F11",
            in: .log(
                "java.sql.SQLNonTransientConnectionException: Could not connect to address=(host=10.99.0.3)(port=3307)(type=master) : "
                    + "Socket fail to connect to host:10.99.0.3, port:3307. Connection refused (Connection refused)"), proof: "port:3307")
        expect(
            "F11", .likely,
            in: .output("HTTP/1.1 302\nLocation: http://10.99.0.1:8080/jw/setup\n\nHTTP/1.1 403\nContent-Type: text/html"),
            proof: "/jw/setup")
    }

    @Test("F12: a database without connections left, in the words of the client, of Joget and of the pool")
    func exhausted() {
        expect("F12", in: .output("ERROR 1040 (08004): Too many connections"), proof: "1040")
        expect(
            "F12",
            in: .output(
                "ERROR 2002 (HY000): Received error packet before completion of TLS handshake. The authenticity of the following error "
                    + "cannot be verified: 1040 - Too many connections"), proof: "Too many connections")
        expect(
            "F12", in: .log("===== Error initializing WebApplicationContext =====\nERROR : Too many connections"),
            proof: "Too many connections")
        expect(
            "F12", .likely,
            in: .log(
                "org.apache.tomcat.jdbc.pool.PoolExhaustedException: [http-nio-8080-exec-1] Timeout: Pool empty. Unable to fetch a "
                    + "connection in 10 seconds, none available[size:500; busy:500; idle:0; lastwait:10000]."), proof: "busy:500")
    }

    @Test("F13: tables of different collations")
    func collations() {
        expect(
            "F13",
            in: .output(
                "--------------\nselect * from a join b on a.x=b.x\n--------------\n\nERROR 1267 (HY000) at line 1: Illegal mix of "
                    + "collations (utf8mb4_general_ci,IMPLICIT) and (utf8mb4_unicode_ci,IMPLICIT) for operation '='"), proof: "ERROR 1267")
    }

    @Test(
        "A login that the database refuses",
        arguments: [
            "ERROR 1045 (28000): Access denied for user 'joget'@'10.99.0.1' (using password: YES)",
            "ERROR 1044 (42000): Access denied for user 'joget'@'10.99.0.1' to database 'jwdb'",
            "ERROR 1130 (HY000): Host '10.99.0.1' is not allowed to connect to this MariaDB server",
            "java.sql.SQLException: Access denied for user 'joget'@'10.99.0.1' (using password: YES)",
            "java.sql.SQLException: null,  message from server: \"Host '10.99.0.1' is not allowed to connect to this MySQL server\"",
            "ERROR : Access denied for user 'joget'@'10.99.0.1' (using password: YES)",
        ])
    func refused(line: String) {
        expect("database-login-refused", in: .output(line), proof: "10.99.0.1")
    }

    @Test("A refusal that a check waits for proves no failure")
    func wantedRefusal() {
        let line = "ERROR 1045 (28000): Access denied for user 'joget'@'10.99.0.3' (using password: YES)"
        let found = "it answers, and refuses this server as it should"
        #expect(
            KnownFailure.diagnoses(of: .finding("the database answers at 10.99.0.3", found: found, evidence: line, verdict: .holds)) == [])
        expect("database-login-refused", in: .finding("log in to the database", found: "refused", evidence: line), proof: "ERROR 1045")
    }

    @Test("A database server that does not run")
    func stopped() {
        expect(
            "database-stopped",
            in: .output("ERROR 2002 (HY000): Can't connect to local server through socket '/run/mysqld/mysqld.sock' (2)"),
            proof: "mysqld.sock")
    }

    @Test("The published guide's GRANT on MySQL 8")
    func grant() {
        expect(
            "grant-identified-by",
            in: .output(
                "ERROR 1064 (42000) at line 1: You have an error in your SQL syntax; check the manual that corresponds to your MySQL "
                    + "server version for the right syntax to use near 'identified by 'joget'' at line 1"), proof: "identified by 'joget'")
        expect("grant-without-user", in: .output("ERROR 1410 (42000): You are not allowed to create a user with GRANT"), proof: "1410")
        expect(
            "grant-without-user", in: .output("ERROR 1133 (28000) at line 1: Can't find any matching row in the user table"), proof: "1133")
        #expect(
            KnownFailure.diagnoses(
                of: .output("ERROR 1064 (42000) at line 1: You have an error in your SQL syntax; near 'selekt 1' at line 1")) == [],
            "another mistake of syntax has another cause")
    }

    @Test("A MySQL 8 that sends no key for the password")
    func keyRetrieval() {
        expect(
            "public-key-retrieval", in: .log("java.sql.SQLNonTransientConnectionException: Public Key Retrieval is not allowed"),
            proof: "Public Key Retrieval")
    }

    @Test("Tables that are loaded a second time")
    func loadedTwice() {
        expect(
            "schema-loaded-twice", in: .output("ERROR 1050 (42S01) at line 31: Table 'SHKActivities' already exists"),
            proof: "SHKActivities")
    }

    @Test("F14: Apache's default site that answers first")
    func defaultSite() {
        expect(
            "F14", .likely,
            in: .output("<title>404 Not Found</title>\n<p>The requested URL was not found on this server.</p>\n"),
            proof: "The requested URL")
        let listing = """
            *:80                   is a NameVirtualHost
                     default server 127.0.1.1 (/etc/apache2/sites-enabled/000-default.conf:1)
                     port 80 namevhost localhost (/etc/apache2/sites-enabled/jwsite.conf:1)
            """
        expect("F14", in: .output(listing), proof: "000-default.conf:1")
        expect(
            "F14",
            in: .finding(
                "http://10.99.0.9/jw/web/login answers", found: "Apache answers for itself: its default site answers first",
                evidence: "HTTP 404: 404 Not Found"), proof: "default site answers first")
    }

    @Test(
        "F15: a module of Apache that is missing",
        arguments: [
            "[proxy:crit] [pid 487:tid 487] AH02432: Cannot find LB Method: byrequests",
            "[proxy_balancer:emerg] [pid 976:tid 976] AH01177: Failed to lookup provider 'shm' for 'slotmem': is mod_slotmem_shm loaded??",
            "AH01144: No protocol handler was valid for the URL /jw/web/login (scheme 'balancer'). If you are using a DSO version of",
            "AH01144: No protocol handler was valid for the URL /jw/web/login (scheme 'http'). If you are using a DSO version of mod_proxy",
            "Invalid command '<Proxy', perhaps misspelled or defined by a module not included in the server configuration",
        ])
    func module(line: String) {
        expect(
            "F15", in: .log("\(line)\n[:emerg] AH00020: Configuration Failed, exiting", at: apacheLog), proof: line.suffix(20).description)
        #expect(KnownFailure.diagnoses(of: .log("\(line)\n\(resumed)", at: apacheLog)) == [], "mended before Apache came up")
    }

    private let resumed = "[mpm_event:notice] AH00489: Apache/2.4.71 (Debian) configured -- resuming normal operations"

    @Test("F15: no module that speaks to the nodes, which Apache calls busy")
    func busy() {
        expect(
            "F15", .possible, in: .log("AH00934: all workers are busy.  Unable to serve balancer://cluster/jw/web/login", at: apacheLog),
            proof: "AH00934")
    }

    @Test("F16: an Apache that cannot pass web sockets on")
    func webSockets() {
        expect(
            "F16", in: .log("AH01144: No protocol handler was valid for the URL /jw/web/applog (scheme 'ws'). If you", at: apacheLog),
            proof: "scheme 'ws'")
    }

    @Test("F17: a node that the balancer avoids")
    func avoided() {
        let log = """
            \(resumed)
            [proxy:error] (111)Connection refused: AH00957: http: attempt to connect to 10.99.0.1:8080 (10.99.0.1:8080) failed
            [proxy:error] AH00959: ap_proxy_connect_backend disabling worker for (10.99.0.1:8080) for 60s
            [proxy_http:error] [client 10.99.0.9:35422] AH01114: HTTP: failed to make connection to backend: 10.99.0.1
            """
        expect("F17", .likely, in: .log(log, at: apacheLog), proof: "for 60s")
    }

    @Test("A section without an end, as in the published guide's site")
    func unclosed() {
        let line =
            "apache2: Syntax error on line 25 of /etc/apache2/apache2.conf: /etc/apache2/conf.d/jwsite.conf:28: <Proxy> was not closed."
        expect("apache-unclosed", in: .output(line), proof: "jwsite.conf:28")
    }
}

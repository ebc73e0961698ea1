import StepEngine
import Testing

@Suite("What is healthy is no known failure")
struct KnownFailureTestsHealthy {
    private func expectNothing(in symptoms: Symptoms, at location: SourceLocation = #_sourceLocation) {
        #expect(KnownFailure.diagnoses(of: symptoms) == [], sourceLocation: location)
    }

    @Test("Two nodes that found each other, by multicast or by name, and went through the other's restart")
    func nodes() {
        for log in [CatalinaOut.first, CatalinaOut.first + "\n" + CatalinaOut.firstLater, CatalinaOut.second, CatalinaOut.staticFirst] {
            expectNothing(in: .log(log + "\n" + joget))
        }
    }

    @Test("A node that is stopped, by what Tomcat 9 says on Java 17")
    func stopping() {
        expectNothing(in: .log(CatalinaOut.second + "\n" + stop))
        expectNothing(in: .log(CatalinaOut.second + "\n" + stop + "\n" + CatalinaOut.second))
    }

    @Test("An Apache that started, was reloaded, and was stopped")
    func apache() {
        expectNothing(
            in: .log(
                """
                [Mon Nov 23 03:10:18.302394 2026] [mpm_event:notice] [pid 6079:tid 6079] AH00489: Apache/2.4.71 (Debian) configured -- \
                resuming normal operations
                [Mon Nov 23 03:10:18.302489 2026] [core:notice] [pid 6079:tid 6079] AH00094: Command line: '/usr/sbin/apache2'
                [Mon Nov 23 03:10:20.378434 2026] [mpm_event:notice] [pid 6079:tid 6079] AH00493: SIGUSR1 received.  Doing graceful restart
                AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 127.0.0.1. Set the \
                'ServerName' directive globally to suppress this message
                [Mon Nov 23 03:10:20.380962 2026] [mpm_event:notice] [pid 6079:tid 6079] AH00489: Apache/2.4.71 (Debian) configured -- \
                resuming normal operations
                [Mon Nov 23 03:10:21.422912 2026] [mpm_event:notice] [pid 6079:tid 6079] AH00491: caught SIGTERM, shutting down
                """, at: "/var/log/apache2/error.log"))
        expectNothing(
            in: .output(
                """
                VirtualHost configuration:
                *:80                   balancer (/etc/apache2/sites-enabled/jwsite.conf:2)
                ServerRoot: "/etc/apache2"
                Main ErrorLog: "/var/log/apache2/error.log"
                Syntax OK
                Module proxy already enabled
                Considering dependency proxy for proxy_http:
                Enabling module slotmem_shm.
                To activate the new configuration, you need to run:
                  systemctl restart apache2
                """))
    }

    @Test("A MariaDB that started at the second try, and kept out who has no business there")
    func database() {
        expectNothing(
            in: .log(
                """
                2026-11-23  3:10:38 0 [ERROR] Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use
                2026-11-23  3:10:38 0 [ERROR] Do you already have another server running on port: 3306 ?
                2026-11-23  3:10:38 0 [ERROR] Aborting
                2026-11-23  3:11:19 0 [Warning] Could not increase number of max_open_files to more than 20000 (request: 32184)
                2026-11-23  3:11:19 0 [Note] InnoDB: Completed initialization of buffer pool
                2026-11-23  3:11:19 0 [Note] InnoDB: File system buffers for log disabled (block size=4096 bytes)
                2026-11-23  3:11:19 0 [Note] Server socket created on IP: '10.99.0.3', port: '3306'.
                2026-11-23  3:11:19 0 [Note] /usr/sbin/mariadbd: ready for connections.
                Version: '10.11.19-MariaDB-0+deb12u1'  socket: '/run/mysqld/mysqld.sock'  port: 3306  Debian 12
                2026-11-23  3:12:31 5 [Warning] Access denied for user 'joget'@'10.99.0.3' (using password: YES)
                2026-11-23  3:14:02 9 [Warning] Aborted connection 9 to db: 'jwedb' user: 'joget' host: '10.99.0.1' (Got an error reading \
                communication packets)
                """, at: "/var/log/mysql/error.log"))
        expectNothing(in: .output("User\tHost\njoget\t10.99.0.1\nutf8mb4\tutf8mb4_unicode_ci\n400\n"))
    }

    @Test("Packages that were installed after waiting for others")
    func packages() {
        expectNothing(
            in: .output(
                """
                Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 15554 (unattended-upgr)...
                Reading package lists...
                The following NEW packages will be installed:
                  keyutils libnfsidmap1 libwrap0 nfs-common rpcbind
                0 upgraded, 5 newly installed, 0 to remove and 124 not upgraded.
                After this operation, 2,341 kB of additional disk space will be used.
                W: Failed to fetch http://security.debian.org/debian-security/dists/bookworm/InRelease  Old ones used instead.
                Preconfiguring packages ...
                Selecting previously unselected package rpcbind.
                (Reading database ... 5%\r(Reading database ... 100%\r(Reading database ... 45871 files and directories \
                currently installed.)
                Unpacking rpcbind (1.2.6-6+b1) ...
                Setting up nfs-common (1:2.6.2-4+deb12u1) ...
                Creating config file /etc/idmapd.conf with new version
                Created symlink /etc/systemd/system/multi-user.target.wants/nfs-client.target → /lib/systemd/system/nfs-client.target.
                invoke-rc.d: policy-rc.d denied execution of start.
                Processing triggers for libc-bin (2.36-9+deb12u10) ...
                """))
    }

    @Test("Start options, mounts and exports as the guide makes them")
    func settings() {
        expectNothing(
            in: .output(
                """
                -Xmx2048M -Dwflow.home=/opt/joget/shared/wflow -Dwflow.name=node01 -javaagent:/opt/joget/shared/wflow/wflow-cluster.jar \
                -javaagent:/opt/joget/shared/wflow/aspectjweaver-1.9.22.jar
                10.99.0.2:/export/wflow on /opt/joget/shared/wflow type nfs4 (rw,relatime,vers=4.2,hard,proto=tcp)
                /export/wflow 10.99.0.1(sync,wdelay,hide,no_subtree_check,anonuid=880,anongid=880,sec=sys,rw,secure,root_squash,all_squash)
                HTTP/1.1 200
                Set-Cookie: JSESSIONID=5C0B6C1A1F0B0A7B3D6E.node01; Path=/jw; HttpOnly
                """))
    }

    @Test("Whatever a check found to be as it should, or could not find out, is no sign")
    func findings() {
        let line = "tee: /opt/joget/shared/wflow/test.txt: Permission denied"
        for verdict in [Finding.Verdict.holds, .unknown] {
            expectNothing(in: .finding("other servers are kept out", found: line, evidence: line, verdict: verdict))
            expectNothing(in: .finding("Joget version", found: "8.0.4", verdict: verdict))
            expectNothing(in: .finding("license", found: "not asked yet", verdict: verdict))
        }
        expectNothing(in: .finding("port 4000 of 10.99.0.2 answers", found: "refused: nobody listens there"))
        expectNothing(in: .finding("file /etc/exports", found: "no such file", evidence: nil))
    }

    @Test("Nothing says nothing")
    func nothing() {
        expectNothing(in: Symptoms())
        expectNothing(in: Symptoms(output: "\n\r\n", logs: [.init(path: "", text: "")], findings: []))
    }

    /// What Joget prints while it starts.
    private let joget = """
        ===== Initializing WebApplicationContext =====
        INFO  23 Nov 2026 02:52:19 org.joget.commons.util.SetupManager - Using base directory: /opt/joget/shared/wflow/
        WARN  23 Nov 2026 02:52:25 org.hibernate.engine.jdbc - HHH000342: a warning of a library
        INFO  23 Nov 2026 02:52:31 org.joget.workflow.model.service.WorkflowManagerImpl - Initializing Shark engine
        """

    private let stop = """
        23-Nov-2026 02:51:33.499 INFO [Thread-3] org.apache.coyote.AbstractProtocol.pause Pausing ProtocolHandler ["http-nio-8080"]
        23-Nov-2026 02:51:33.505 INFO [Thread-3] org.apache.catalina.core.StandardService.stopInternal Stopping service [Catalina]
        23-Nov-2026 02:51:33.517 WARNING [Thread-3] \
        org.apache.catalina.loader.WebappClassLoaderBase.clearReferencesObjectStreamClassCaches When running on Java 9 or later you \
        need to add "--add-opens=java.base/java.io=ALL-UNNAMED" to the JVM command line arguments to enable ObjectStream cache memory leak \
        protection.
        23-Nov-2026 02:51:33.526 INFO [Thread-3] org.apache.catalina.ha.session.DeltaManager.stopInternal Manager [localhost#/jw] expiring \
        sessions upon shutdown
        23-Nov-2026 02:51:33.640 INFO [Thread-3] org.apache.coyote.AbstractProtocol.destroy Destroying ProtocolHandler ["http-nio-8080"]
        """
}

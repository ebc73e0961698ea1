import StepEngine
import Testing

@Suite("Known failures of the share and the server")
struct KnownFailureTestsServer {
    @Test(
        "F9: a shared directory that takes nothing",
        arguments: [
            "tee: /srv/files/.joget-cluster-app1: Permission denied",
            "bash: /opt/joget/shared/wflow/test.txt: Permission denied",
            "java.io.FileNotFoundException: /opt/joget/shared/wflow/app_formuploads/x (Permission denied)",
            "java.nio.file.AccessDeniedException: /opt/joget/shared/wflow/app_plugins/x.jar",
        ])
    func notWritable(line: String) {
        expect("F9", in: .output(line), proof: line)
    }

    @Test("F9: a share where the account of Tomcat may not write")
    func account() {
        expect(
            "F9", .likely,
            in: .finding("runuser --user joget -- test -w /srv/files", found: "exit status 1"), proof: "exit status 1")
    }

    @Test(
        "A mount that fails, told by what mount.nfs says",
        arguments: [
            ("nfs-access-denied", "mount.nfs: access denied by server while mounting 10.99.0.2:/export/wflow"),
            ("nfs-not-exported", "mount.nfs: mounting 10.99.0.2:/export/wflow failed, reason given by server: No such file or directory"),
            ("nfs-unreachable", "mount.nfs: Connection refused for 10.99.0.2:/export/wflow on /opt/joget/shared/wflow"),
            ("nfs-unreachable", "mount.nfs: No route to host for 10.99.0.2:/export/wflow on /opt/joget/shared/wflow"),
            ("nfs-unreachable", "mount.nfs: Connection timed out"),
            ("nfs-unreachable", "mount.nfs: Network is unreachable for 10.99.0.2:/export/wflow on /opt/joget/shared/wflow"),
            (
                "nfs-client-missing",
                "mount: /mnt: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program."
            ),
            ("nfs-stale", "ls: cannot access '/opt/joget/shared/wflow': Stale file handle"),
            ("read-only", "tee: /opt/joget/shared/wflow/.joget-cluster-app1: Read-only file system"),
        ])
    func mount(failure: String, line: String) {
        expect(failure, in: .output(line), proof: line)
    }

    @Test("A port that is taken, told by Tomcat with the name of the port")
    func tomcatPort() {
        expect("port-in-use", in: .log(CatalinaOut.portTaken), proof: "[Connector[HTTP/1.1-8080]]")
        let shutdown = CatalinaOut.portTaken.split(separator: "\n").filter { !$0.contains("Connector[") }
        expect("port-in-use", in: .log(shutdown.joined(separator: "\n")), proof: "port [8005]")
        let receiver = """
            INFO: Unable to bind server socket to:[/10.99.0.1:4000] throwing error.
            SEVERE: Unable to start cluster receiver
            java.net.BindException: Address already in use
            """
        expect("port-in-use", in: .log(receiver), proof: "[/10.99.0.1:4000]")
    }

    @Test(
        "A port that is taken, told by other programs",
        arguments: [
            ("(98)Address already in use: AH00072: make_sock: could not bind to address [::]:80", Diagnosis.Certainty.certain),
            ("[ERROR] Can't start server: Bind on TCP/IP port. Got error: 98: Address already in use", .certain),
            ("nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)", .likely),
        ])
    func port(line: String, certainty: Diagnosis.Certainty) {
        expect("port-in-use", certainty, in: .output(line), proof: line)
    }

    @Test("An address that is not this server's")
    func foreignAddress() {
        expect("foreign-address", in: .log(CatalinaOut.foreignAddress), proof: "[/10.99.0.77:4000]")
        expect(
            "foreign-address",
            in: .output("(99)Cannot assign requested address: AH00072: make_sock: could not bind to address 10.99.0.77:80"),
            proof: "10.99.0.77:80")
    }

    @Test(
        "An installation of packages that fails, told by apt",
        arguments: [
            ("apt-locked", "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 15554 (python3)"),
            (
                "apt-locked",
                "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?"
            ),
            ("apt-locked", "E: Unable to lock directory /var/lib/apt/lists/"),
            ("dpkg-interrupted", "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem."),
            ("package-unknown", "E: Package 'tomcat9' has no installation candidate"),
            ("package-unknown", "E: Unable to locate package tomcat9"),
            ("package-unknown", "E: Failed to fetch http://deb.debian.org/debian/pool/main/n/nfs-utils/x.deb  404  Not Found"),
            ("packages-unreachable", "E: Failed to fetch http://10.99.0.8/debian/x.deb  Could not connect to 10.99.0.8:80 (10.99.0.8)."),
            ("packages-unreachable", "  Temporary failure resolving 'deb.debian.org'"),
            ("disk-full", "dpkg: error processing archive x.deb (--unpack): cannot copy extracted data: No space left on device"),
            ("disk-full", "E: You don't have enough free space in /var/cache/apt/archives/."),
        ])
    func packages(failure: String, line: String) {
        expect(failure, in: .output("Reading package lists...\n\(line)\n"), proof: String(line.drop { $0 == " " }))
    }

    @Test("A package server that sends nothing, for a reason that apt does not name")
    func fetch() {
        expect(
            "packages-unreachable", .likely, in: .output("E: Failed to fetch http://deb.debian.org/debian/x.deb  Connection failed"),
            proof: "Connection failed")
    }
}

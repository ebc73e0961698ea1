/// The files of a freshly installed server, and of freshly installed packages.
enum RehearsalStock {
    static let exports = """
        # /etc/exports: the directories that NFS clients may mount, see exports(5).
        #
        # /srv/homes       hostname1(rw,sync,no_subtree_check) hostname2(ro,sync,no_subtree_check)

        """

    static let mariadbMain = """
        # Read first; the directories below are read after it, in the order of their files' names.

        [client-server]
        # port = 3306
        socket = /run/mysqld/mysqld.sock

        !includedir /etc/mysql/conf.d/
        !includedir /etc/mysql/mariadb.conf.d/

        """

    static let mariadbServer = """
        # Settings that only the server reads.

        [server]

        [mysqld]
        #user                    = mysql
        pid-file                = /run/mysqld/mysqld.pid
        basedir                 = /usr
        #datadir                 = /var/lib/mysql

        # Only this machine may connect.
        bind-address            = 127.0.0.1

        #max_connections        = 100
        expire_logs_days        = 10

        character-set-server  = utf8mb4
        collation-server      = utf8mb4_general_ci

        [embedded]

        [mariadb]

        """

    static let mysqlMain = "!includedir /etc/mysql/conf.d/\n!includedir /etc/mysql/mysql.conf.d/\n"

    static let mysqlServer = """
        # Settings of the MySQL server.

        [mysqld]
        user\t\t= mysql
        # port\t\t= 3306

        # Only this machine may connect.
        bind-address\t\t= 127.0.0.1
        mysqlx-bind-address\t= 127.0.0.1

        key_buffer_size\t\t= 16M
        # max_connections        = 151
        log_error = /var/log/mysql/error.log
        max_binlog_size   = 100M

        """

    static let fstab = """
        # /etc/fstab: static file system information.
        #
        # <file system> <mount point>   <type>  <options>       <dump>  <pass>
        UUID=3f0cbd7e-8f0c-4a0e-9a6d-2d3f1b7a9c11 /               ext4    errors=remount-ro 0       1
        UUID=0e7b7c5a-5d0c-4f44-8d0e-9b8e6a5f4c22 none            swap    sw              0       0

        """

    static let users = """
        root:x:0:0:root:/root:/bin/bash
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        operator:x:1000:1000:Operator:/home/operator:/bin/bash

        """

    static let groups = """
        root:x:0:
        daemon:x:1:
        adm:x:4:
        sudo:x:27:operator
        www-data:x:33:
        operator:x:1000:
        nogroup:x:65534:

        """

    /// Programs of the packages that every server has.
    static let programs = [
        "/usr/bin/apt-get", "/usr/bin/dpkg", "/usr/bin/systemctl", "/usr/bin/timedatectl", "/usr/bin/mount", "/usr/bin/umount",
        "/usr/bin/findmnt", "/usr/bin/getent", "/usr/bin/tee", "/usr/bin/cat", "/usr/bin/rm", "/usr/bin/dd", "/usr/bin/mkdir",
        "/usr/bin/chown", "/usr/bin/chmod", "/usr/bin/setpriv", "/usr/sbin/groupadd", "/usr/sbin/groupdel", "/usr/sbin/useradd",
        "/usr/sbin/userdel", "/usr/sbin/runuser", "/usr/sbin/sshd",
    ]

    static func hosts(server: String) -> String {
        """
        127.0.0.1\tlocalhost
        127.0.1.1\t\(server)

        # The following lines are desirable for IPv6 capable hosts
        ::1     localhost ip6-localhost ip6-loopback
        ff02::1 ip6-allnodes
        ff02::2 ip6-allrouters

        """
    }

    static func release(_ flavour: RehearsalSeed.Flavour) -> String {
        """
        PRETTY_NAME="\(flavour.prettyName)"
        NAME="\(flavour == .debian12 ? "Debian GNU/Linux" : "Ubuntu")"
        VERSION_ID="\(flavour.release)"
        VERSION_CODENAME=\(flavour.codename)
        ID=\(flavour.distribution)

        """
    }
}

extension RehearsalServer {
    /// A freshly installed server.
    init(seed: RehearsalSeed) {
        self.seed = seed
        layStockFiles()
        for package in ["base-files", "coreutils", "systemd", "util-linux", "openssh-server", "systemd-timesyncd"] {
            packages[package] = InstalledPackage(version: "0-rehearsal", isAutomatic: false)
        }
        running = ["ssh.service", "systemd-timesyncd.service"]
        for (path, bytes) in seed.files { files.seed(path, FileNode(content: .file(bytes), mode: 0o644)) }
        for path in seed.archives.keys { files.seed(path, FileNode(content: .file(Self.archiveBytes(path)), mode: 0o644)) }
        for remote in seed.remoteDatabases { layRemoteDatabase(remote) }
    }

    private mutating func layStockFiles() {
        let directories = [
            "/dev", "/home", "/mnt", "/opt", "/proc", "/run", "/srv", "/var/log", "/var/www", "/etc/systemd/system", "/usr/share",
            "/usr/local/bin",
        ]
        for path in directories { files.seed(path, .directory()) }
        files.seed("/root", .directory(0o700))
        files.seed("/tmp", .directory(0o1777))
        for name in ["bin", "sbin", "lib"] { files.seed("/\(name)", .link("usr/\(name)")) }
        for program in RehearsalStock.programs { files.seed(program, .file("", 0o755)) }
        files.seed("/etc/hostname", .file(seed.server + "\n"))
        files.seed("/etc/hosts", .file(RehearsalStock.hosts(server: seed.server)))
        files.seed("/etc/fstab", .file(RehearsalStock.fstab))
        files.seed("/etc/passwd", .file(RehearsalStock.users))
        files.seed("/etc/group", .file(RehearsalStock.groups))
        files.seed("/etc/os-release", .file(RehearsalStock.release(seed.flavour)))
        files.seed("/etc/machine-id", .file(Self.number(of: seed.server, digits: 32) + "\n", 0o444))
        let wants = "/etc/systemd/system/multi-user.target.wants"
        for (unit, program) in [("ssh.service", "/usr/sbin/sshd -D"), ("systemd-timesyncd.service", "/usr/bin/systemctl")] {
            let package = RehearsalPackage(name: unit, version: "").unit(unit, program: program, reload: true)
            for (path, node) in package.nodes { files.seed(path, node) }
            files.seed("\(wants)/\(unit)", .link("/usr/lib/systemd/system/\(unit)"))
        }
    }

    private mutating func layRemoteDatabase(_ remote: RehearsalSeed.RemoteDatabase) {
        var database = RehearsalDatabase(flavour: seed.flavour == .debian12 ? .mariaDB : .mySQL, hostName: remote.server)
        database.settings = RehearsalDatabaseSettings(bindAddress: "0.0.0.0", port: remote.port)
        database.administer(remote.script)
        for address in resolve(remote.server) { remoteDatabases["\(address):\(remote.port)"] = database }
    }

    /// A number that looks random and is the same for the same text.
    static func number(of text: String, digits: Int) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var result = ""
        while result.utf8.count < digits {
            for byte in (text + result).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            result += String(hash | 1 << 63, radix: 16)
        }
        return String(result.prefix(digits))
    }
}

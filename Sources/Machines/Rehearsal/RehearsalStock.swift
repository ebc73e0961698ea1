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

    /// Debian 13's leaves character set and collation to the server.
    static let newerMariadbServer = """
        # Settings that only the server reads.

        [server]

        [mariadbd]
        #user                   = mysql
        pid-file                = /run/mysqld/mysqld.pid
        basedir                 = /usr

        # Only this machine may connect.
        bind-address            = 127.0.0.1

        #max_connections        = 100
        expire_logs_days        = 10

        [embedded]

        [mariadb-11.8]

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
        "/usr/sbin/userdel", "/usr/sbin/runuser", "/usr/sbin/sshd", "/usr/bin/tar", "/usr/bin/gzip", "/usr/bin/sha256sum",
        "/usr/bin/cmp", "/usr/bin/cp", "/usr/bin/mv", "/usr/bin/ln", "/usr/bin/readlink", "/usr/bin/mountpoint", "/usr/bin/test",
        "/usr/bin/grep", "/usr/bin/flock", "/usr/bin/true", "/usr/bin/false", "/usr/bin/systemd-run",
        "/usr/bin/journalctl",
        "/usr/bin/ps", "/usr/bin/ip", "/usr/bin/sh", "/usr/bin/ls", "/usr/bin/tail", "/usr/sbin/ip",
    ]

    /// What the kernel says of so much memory, in bytes.
    static func memory(_ bytes: Int) -> String {
        let kilobytes = bytes / 1024
        let rows = [("MemTotal", kilobytes), ("MemFree", kilobytes / 2), ("MemAvailable", kilobytes * 3 / 4), ("SwapTotal", 0)]
        return rows.map { "\($0.0):\(String(repeating: " ", count: 23 - $0.0.count - String($0.1).count))\($0.1) kB\n" }.joined()
    }

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
        NAME="\(flavour.distribution == "debian" ? "Debian GNU/Linux" : "Ubuntu")"
        VERSION_ID="\(flavour.release)"
        VERSION_CODENAME=\(flavour.codename)
        ID=\(flavour.distribution)

        """
    }
}

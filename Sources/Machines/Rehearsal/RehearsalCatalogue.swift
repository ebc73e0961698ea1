/// The packages of the distributions that can be played, as far as the guide asks for them.
enum RehearsalCatalogue {
    /// Every package by name.
    static func packages(for flavour: RehearsalSeed.Flavour) -> [String: RehearsalPackage] {
        let all = shares(flavour) + mariaDB(flavour) + mySQL(flavour) + java(flavour) + web(flavour) + tools(flavour)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }

    /// Names that stand for a package.
    static let virtual = ["portmap": "rpcbind"]

    static func pick(_ flavour: RehearsalSeed.Flavour, _ bookworm: String, _ trixie: String, _ jammy: String, _ noble: String) -> String {
        switch flavour {
        case .debian12: bookworm
        case .debian13: trixie
        case .ubuntu2204: jammy
        case .ubuntu2404: noble
        }
    }

    private static func shares(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        let version = pick(flavour, "1:2.6.2-4+deb12u1", "1:2.8.3-1", "1:2.6.1-1ubuntu1.2", "1:2.6.4-3ubuntu5.1")
        let rpcbind = pick(flavour, "1.2.6-6+b1", "1.2.7-1", "1.2.6-2build1", "1.2.6-7ubuntu2")
        return [
            RehearsalPackage(name: "libnfsidmap1", version: version, size: 55),
            RehearsalPackage(name: "keyutils", version: pick(flavour, "1.6.3-2", "1.6.3-6", "1.6.1-2ubuntu3", "1.6.3-3build1"), size: 54),
            RehearsalPackage(
                name: "rpcbind", version: rpcbind, size: 48, programs: ["/usr/sbin/rpcbind", "/usr/bin/rpcinfo"],
                account: ("_rpc", "/run/rpcbind", false)
            )
            .unit("rpcbind.service", program: "/usr/sbin/rpcbind", aliases: ["portmap.service"]),
            RehearsalPackage(
                name: "nfs-common", version: version, needs: ["libnfsidmap1", "keyutils", "rpcbind"], size: 240,
                programs: ["/usr/sbin/mount.nfs", "/usr/sbin/mount.nfs4", "/usr/sbin/showmount", "/usr/sbin/rpc.statd"],
                account: ("statd", "/var/lib/nfs", false)
            )
            .unit("rpc-statd.service", program: "/usr/sbin/rpc.statd", type: "forking", isEnabled: false)
            .settings("/etc/default/nfs-common", "# Daemons of the NFS client that are always wanted.\nNEED_STATD=\nNEED_IDMAPD=\n"),
            RehearsalPackage(
                name: "nfs-kernel-server", version: version, needs: ["nfs-common"], size: 170,
                programs: ["/usr/sbin/exportfs", "/usr/sbin/rpc.nfsd", "/usr/sbin/rpc.mountd"]
            )
            .unit(
                "nfs-server.service", program: "/usr/sbin/rpc.nfsd", type: "oneshot", aliases: ["nfs-kernel-server.service"], reload: true
            )
            .settings("/etc/exports", RehearsalStock.exports),
        ]
    }

    private static func mariaDB(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        let version = pick(
            flavour, "1:10.11.19-0+deb12u1", "1:11.8.6-0+deb13u1", "1:10.6.21-0ubuntu0.22.04.2", "1:10.11.11-0ubuntu0.24.04.2")
        return [
            RehearsalPackage(
                name: "mysql-common", version: pick(flavour, "5.8+1.1.0", "5.8+1.1.1", "5.8+1.0.8", "5.8+1.1.0build1"), size: 7
            )
            .settings("/etc/mysql/conf.d/mysql.cnf", "[mysql]\n")
            .settings("/etc/mysql/my.cnf.fallback", "!includedir /etc/mysql/conf.d/\n")
            .settingsLink("/etc/mysql/my.cnf", "/etc/alternatives/my.cnf"),
            RehearsalPackage(name: "mariadb-common", version: version, needs: ["mysql-common"], size: 26)
                .settings("/etc/mysql/mariadb.cnf", RehearsalStock.mariadbMain)
                .settings("/etc/mysql/mariadb.conf.d/50-client.cnf", "[client]\n\n[client-mariadb]\n")
                .settingsLink("/etc/alternatives/my.cnf", "/etc/mysql/mariadb.cnf"),
            RehearsalPackage(
                name: "mariadb-client-core", version: version, needs: ["mariadb-common"], size: 920,
                programs: ["/usr/bin/mariadb", "/usr/bin/mysql"]),
            RehearsalPackage(name: "mariadb-client", version: version, needs: ["mariadb-client-core"], size: 2900),
            RehearsalPackage(
                name: "mariadb-server-core", version: version, needs: ["mariadb-common"], size: 7700,
                programs: ["/usr/sbin/mariadbd", "/usr/sbin/mysqld"]),
            RehearsalPackage(
                name: "mariadb-server", version: version, needs: ["mariadb-client", "mariadb-server-core"], size: 4300,
                nodes: [("/var/lib/mysql", .directory())], account: ("mysql", "/nonexistent", true)
            )
            .unit("mariadb.service", program: "/usr/sbin/mariadbd", aliases: ["mysql.service", "mysqld.service"])
            .settings(
                "/etc/mysql/mariadb.conf.d/50-server.cnf",
                flavour == .debian13 ? RehearsalStock.newerMariadbServer : RehearsalStock.mariadbServer),
        ]
    }

    /// Debian has no MySQL.
    private static func mySQL(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        guard flavour == .ubuntu2204 || flavour == .ubuntu2404 else { return [] }
        let version = flavour == .ubuntu2204 ? "8.0.41-0ubuntu0.22.04.1" : "8.0.41-0ubuntu0.24.04.1"
        return [
            RehearsalPackage(
                name: "mysql-client-core-8.0", version: version, needs: ["mysql-common"], size: 2750, programs: ["/usr/bin/mysql"]),
            RehearsalPackage(name: "mysql-client-8.0", version: version, needs: ["mysql-client-core-8.0"], size: 22),
            RehearsalPackage(name: "mysql-client", version: version, needs: ["mysql-client-8.0"], size: 9),
            RehearsalPackage(
                name: "mysql-server-core-8.0", version: version, needs: ["mysql-common"], size: 17500, programs: ["/usr/sbin/mysqld"]),
            RehearsalPackage(
                name: "mysql-server-8.0", version: version, needs: ["mysql-client-8.0", "mysql-server-core-8.0"], size: 1440,
                nodes: [("/var/lib/mysql", .directory(0o700))], account: ("mysql", "/nonexistent", true)
            )
            .unit("mysql.service", program: "/usr/sbin/mysqld")
            .settings("/etc/mysql/mysql.cnf", RehearsalStock.mysqlMain)
            .settings("/etc/mysql/mysql.conf.d/mysqld.cnf", RehearsalStock.mysqlServer)
            .settingsLink("/etc/alternatives/my.cnf", "/etc/mysql/mysql.cnf"),
            RehearsalPackage(name: "mysql-server", version: version, needs: ["mysql-server-8.0"], size: 9),
        ]
    }

    private static func java(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        func runtime(_ major: Int, _ version: String) -> RehearsalPackage {
            let home = "/usr/lib/jvm/java-\(major)-openjdk-amd64"
            let program = RehearsalServer.javaProgram(String(version.prefix { $0 != "+" }))
            return RehearsalPackage(
                name: "openjdk-\(major)-jre-headless", version: version, size: 43000,
                nodes: [
                    ("\(home)/bin/java", .file(program, 0o755)), ("/etc/alternatives/java", .link("\(home)/bin/java")),
                    ("/usr/bin/java", .link("/etc/alternatives/java")),
                ])
        }
        // Debian 13 has none that Joget runs on.
        if flavour == .debian13 { return [runtime(21, "21.0.13+2-1~deb13u1"), runtime(25, "25.0.2+10-1~deb13u1")] }
        let newer = runtime(
            17, pick(flavour, "17.0.15+6-1~deb12u1", "", "17.0.15+6~us1-0ubuntu1~22.04", "17.0.15+6~us1-0ubuntu1~24.04"))
        guard flavour != .debian12 else { return [newer] }
        return [newer, runtime(11, flavour == .ubuntu2204 ? "11.0.27+6~us1-0ubuntu1~22.04" : "11.0.27+6~us1-0ubuntu1~24.04")]
    }

    private static func tools(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        [
            RehearsalPackage(
                name: "unzip", version: pick(flavour, "6.0-28", "6.0-29+deb13u1", "6.0-26ubuntu3.2", "6.0-28ubuntu4.1"), size: 170,
                programs: ["/usr/bin/unzip"]),
            RehearsalPackage(
                name: "curl", version: pick(flavour, "7.88.1-10+deb12u12", "8.14.1-2+deb13u7", "7.81.0-1ubuntu1.20", "8.5.0-2ubuntu10.6"),
                size: 315,
                programs: ["/usr/bin/curl"]),
            RehearsalPackage(
                name: "rsync",
                version: pick(flavour, "3.2.7-1+deb12u2", "3.5.0+ds1-0+deb13u1", "3.2.7-0ubuntu0.22.04.4", "3.2.7-1ubuntu1.2"), size: 420,
                programs: ["/usr/bin/rsync"]),
            RehearsalPackage(
                name: "chrony", version: pick(flavour, "4.3-2+deb12u3", "4.6.1-3+deb13u2", "4.2-2ubuntu2", "4.5-1ubuntu4.2"), size: 290,
                programs: ["/usr/sbin/chronyd"], account: ("_chrony", "/var/lib/chrony", true)
            )
            .unit("chrony.service", program: "/usr/sbin/chronyd", type: "forking").without("systemd-timesyncd"),
            RehearsalPackage(
                name: "systemd-timesyncd", version: pick(flavour, "252.38-1~deb12u1", "257.7-1", "249.11-0ubuntu3.16", "255.4-1ubuntu8.8")
            )
            .unit("systemd-timesyncd.service", program: "/usr/bin/systemctl", reload: true).without("chrony"),
        ]
    }
}

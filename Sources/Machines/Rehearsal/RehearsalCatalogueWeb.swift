/// Web servers and load balancers as the distributions ship them.
extension RehearsalCatalogue {
    static func web(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        apache(flavour) + nginx(flavour) + [haproxy(flavour)]
    }

    // MARK: - Apache

    /// Modules that Debian enables with the package, and others; a module that is followed by a colon needs those behind it.
    private static let enabledModules = [
        "access_compat: authn_core", "alias", "auth_basic: authn_core", "authn_core", "authn_file", "authz_core", "authz_host: authz_core",
        "authz_user: authz_core", "autoindex", "deflate: filter", "dir", "env", "filter", "mime", "mpm_event", "negotiation", "reqtimeout",
        "setenvif", "status",
    ]
    private static let otherModules = [
        "cache", "expires", "headers", "http2", "info", "lbmethod_bybusyness: proxy_balancer", "lbmethod_byrequests: proxy_balancer",
        "lbmethod_bytraffic: proxy_balancer", "mpm_prefork", "mpm_worker", "proxy", "proxy_ajp: proxy",
        "proxy_balancer: proxy alias slotmem_shm", "proxy_hcheck: proxy", "proxy_http: proxy", "proxy_http2: proxy http2",
        "proxy_wstunnel: proxy", "remoteip", "rewrite", "slotmem_plain", "slotmem_shm", "socache_shmcb", "ssl: setenvif mime socache_shmcb",
        "unique_id",
    ]
    private static let modulesWithSettings: Set<String> = [
        "alias", "autoindex", "deflate", "dir", "http2", "info", "mime", "mpm_event", "mpm_prefork", "mpm_worker", "negotiation", "proxy",
        "proxy_balancer", "reqtimeout", "setenvif", "ssl", "status",
    ]

    private static func apache(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        let version = pick(flavour, "2.4.71-1~deb12u1", "2.4.71-1~deb13u1", "2.4.52-1ubuntu4.14", "2.4.58-1ubuntu8.6")
        let etc = "/etc/apache2"
        var apache = RehearsalPackage(
            name: "apache2", version: version, needs: ["apache2-bin", "apache2-data", "apache2-utils"], size: 270,
            programs: ["/usr/sbin/apache2ctl", "/usr/sbin/a2enmod"],
            nodes: ["apachectl": "apache2ctl", "a2dismod": "a2enmod", "a2ensite": "a2enmod", "a2dissite": "a2enmod"].sorted {
                $0.key < $1.key
            }
            .map { ("/usr/sbin/\($0.key)", .link($0.value)) }
        )
        .settingsFolders("\(etc)/sites-available", "\(etc)/sites-enabled", "/var/log/apache2", "/var/www/html")
        .settingsFolders(etc, "\(etc)/conf-available", "\(etc)/conf-enabled", "\(etc)/mods-available", "\(etc)/mods-enabled")
        .unit(
            "apache2.service", program: "/usr/sbin/apachectl start", type: "forking", reload: true,
            lines: ["Environment=APACHE_STARTED_BY_SYSTEMD=true"]
        )
        .settings("\(etc)/apache2.conf", RehearsalStock.apacheMain).settings("\(etc)/ports.conf", RehearsalStock.apachePorts)
        .settings("\(etc)/envvars", "export APACHE_RUN_USER=www-data\nexport APACHE_LOG_DIR=/var/log/apache2\n")
        .settings("\(etc)/sites-available/000-default.conf", RehearsalStock.apacheDefaultSite)
        .settingsLink("\(etc)/sites-enabled/000-default.conf", "../sites-available/000-default.conf")
        .settings("\(etc)/conf-available/security.conf", "ServerTokens OS\nServerSignature On\nTraceEnable Off\n")
        .settingsLink("\(etc)/conf-enabled/security.conf", "../conf-available/security.conf")
        .settings(
            "/var/www/html/index.html",
            RehearsalStock.page("Apache2 \(flavour.distribution == "debian" ? "Debian" : "Ubuntu") Default Page: It works"))
        for line in enabledModules + otherModules { apache = module(line, apache, isEnabled: enabledModules.contains(line)) }
        return [
            RehearsalPackage(name: "apache2-data", version: version, size: 160),
            RehearsalPackage(name: "apache2-utils", version: version, size: 210, programs: ["/usr/bin/ab", "/usr/bin/htpasswd"]),
            RehearsalPackage(name: "apache2-bin", version: version, size: 1360, programs: ["/usr/sbin/apache2"]), apache,
        ]
    }

    private static func module(_ line: String, _ package: RehearsalPackage, isEnabled: Bool) -> RehearsalPackage {
        let parts = line.split(separator: ":").map(String.init)
        let name = parts[0]
        let needs = parts.count > 1 ? "# Depends:\(parts[1])\n" : ""
        var texts = ["load": "\(needs)LoadModule \(name)_module /usr/lib/apache2/modules/mod_\(name).so\n"]
        if modulesWithSettings.contains(name) { texts["conf"] = "# Settings of mod_\(name).\n" }
        var package = package
        for (ending, text) in texts.sorted(by: { $0.key < $1.key }) {
            package = package.settings("/etc/apache2/mods-available/\(name).\(ending)", text)
            if isEnabled {
                package = package.settingsLink("/etc/apache2/mods-enabled/\(name).\(ending)", "../mods-available/\(name).\(ending)")
            }
        }
        return package
    }

    // MARK: - nginx and HAProxy

    private static func nginx(_ flavour: RehearsalSeed.Flavour) -> [RehearsalPackage] {
        let version = pick(flavour, "1.22.1-9+deb12u11", "1.26.3-3+deb13u11", "1.18.0-6ubuntu14.6", "1.24.0-2ubuntu7.3")
        let etc = "/etc/nginx"
        let common = RehearsalPackage(name: "nginx-common", version: version, size: 112, nodes: [("/usr/share/nginx/html", .directory())])
            .settingsFolders(etc, "\(etc)/conf.d", "\(etc)/sites-available", "\(etc)/sites-enabled", "\(etc)/modules-enabled")
            .settingsFolders("/var/log/nginx", "/var/www/html")
            .settings("\(etc)/nginx.conf", RehearsalStock.nginxMain)
            .settings("\(etc)/mime.types", "types {\n    text/html html htm;\n    text/css css;\n}\n")
            .settings("\(etc)/proxy_params", "proxy_set_header Host $http_host;\n")
            .settings("\(etc)/sites-available/default", RehearsalStock.nginxDefaultSite)
            .settingsLink("\(etc)/sites-enabled/default", "/etc/nginx/sites-available/default")
            .settings("/var/www/html/index.nginx-debian.html", RehearsalStock.page("Welcome to nginx!"))
        let start = "/usr/sbin/nginx -g 'daemon on; master_process on;'"
        // Ubuntu 22.04 still has the program in a package of its own.
        let holder = flavour == .ubuntu2204 ? "nginx-core" : "nginx"
        let program = RehearsalPackage(name: holder, version: version, needs: ["nginx-common"], size: 520, programs: ["/usr/sbin/nginx"])
            .unit("nginx.service", program: start, type: "forking", reload: true)
        guard holder != "nginx" else { return [common, program] }
        return [common, program, RehearsalPackage(name: "nginx", version: version, needs: ["nginx-core"], size: 4)]
    }

    private static func haproxy(_ flavour: RehearsalSeed.Flavour) -> RehearsalPackage {
        RehearsalPackage(
            name: "haproxy", version: pick(flavour, "2.6.12-1+deb12u4", "3.0.11-1+deb13u5", "2.4.24-0ubuntu0.22.04.2", "2.8.5-1ubuntu3.3"),
            size: 1990, programs: ["/usr/sbin/haproxy"], account: ("haproxy", "/var/lib/haproxy", true)
        )
        .settingsFolders("/etc/haproxy")
        .unit(
            "haproxy.service", program: "/usr/sbin/haproxy -Ws -f $CONFIG -p $PIDFILE $EXTRAOPTS", reload: true,
            lines: [
                "EnvironmentFile=-/etc/default/haproxy",
                "Environment=\"CONFIG=/etc/haproxy/haproxy.cfg\" \"PIDFILE=/run/haproxy.pid\" \"EXTRAOPTS=-S /run/haproxy-master.sock\"",
            ]
        )
        .settings("/etc/haproxy/haproxy.cfg", RehearsalStock.haproxyMain)
        .settings("/etc/default/haproxy", "# Further options of HAProxy.\n#EXTRAOPTS=\"-de -m 16\"\n")
    }
}

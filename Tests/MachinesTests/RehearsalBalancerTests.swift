import Machines
import Testing

@Suite("Load balancers of a rehearsal")
struct RehearsalBalancerTests {
    /// A balancer server before two nodes that are up.
    private func machine(_ package: String, faults: [RehearsalFault] = []) async throws -> RehearsalMachine {
        var seed = RehearsalSeed.debian12(server: "lb1", address: "10.0.0.31", names: RehearsalCluster.names)
        seed.applications = [.init(server: "app1", route: "node01"), .init(server: "app2", route: "node02")]
        let machine = RehearsalMachine(seed: seed, faults: faults)
        try await machine.succeed("apt-get install -y \(package) curl")
        return machine
    }

    private static let login = "http://10.0.0.31/jw/web/login"

    /// The nodes at which so many visitors without a session end up, and whether each stays there.
    private func visit(_ machine: RehearsalMachine) async throws -> (nodes: Set<Substring>, stays: Bool) {
        var nodes: Set<Substring> = []
        var stays = true
        for _ in 1...4 {
            let cookie = try #require(try await machine.page(Self.login).header("set-cookie")).prefix { $0 != ";" }
            nodes.insert(try #require(cookie.split(separator: ".").last))
            for _ in 1...3 {
                if try await machine.page(Self.login, cookie: String(cookie)).header("set-cookie") != nil { stays = false }
            }
        }
        return (nodes, stays)
    }

    // MARK: - Apache

    private static let site = """
        <VirtualHost *:80>
            ServerName lb1
            DocumentRoot /var/www/html
            ErrorLog ${APACHE_LOG_DIR}/jwsite-error.log
            ProxyRequests Off
            ProxyPreserveHost On
            <Proxy "balancer://cluster">
                BalancerMember "http://10.0.0.21:8080" route=node01 connectiontimeout=5 retry=10
                BalancerMember "http://10.0.0.22:8080" route=node02 connectiontimeout=5 retry=10
                ProxySet stickysession=JSESSIONID
                Require all granted
            </Proxy>
            ProxyPass "/jw" "balancer://cluster/jw"
            ProxyPassReverse "/jw" "balancer://cluster/jw"
        </VirtualHost>

        """

    private func apache(faults: [RehearsalFault] = []) async throws -> RehearsalMachine {
        let machine = try await machine("apache2", faults: faults)
        try await machine.put("/etc/apache2/sites-available/jwsite.conf", Self.site)
        try await machine.succeed("a2enmod --quiet headers proxy proxy_http proxy_balancer lbmethod_byrequests proxy_wstunnel")
        try await machine.succeed(
            "ln --symbolic --force --no-dereference ../sites-available/jwsite.conf /etc/apache2/sites-enabled/jwsite.conf")
        return machine
    }

    @Test("Apache comes with its default site, listening, and with Debian's modules on")
    func installsApache() async throws {
        let machine = try await machine("apache2")
        #expect(try await machine.list("/etc/apache2/sites-enabled") == ["000-default.conf"])
        #expect(
            try await machine.status(of: "/etc/apache2/sites-enabled/000-default.conf")?.target == "../sites-available/000-default.conf")
        let enabled = try #require(try await machine.list("/etc/apache2/mods-enabled"))
        #expect(enabled.contains("mpm_event.load") && enabled.contains("alias.conf") && !enabled.contains("proxy.load"))
        #expect(try await machine.list("/etc/apache2/mods-available")?.contains("proxy_wstunnel.load") == true)
        #expect(await machine.listeners().contains(Listener(address: "::", port: 80)))
        #expect(try await machine.page("http://10.0.0.31/").body.contains("Apache2 Debian Default Page: It works"))
        #expect(try await machine.page(Self.login).status == 404)
        #expect(try await machine.run("apache2ctl -t").output.hasSuffix("\nSyntax OK\n"))
    }

    @Test("Modules bring along what they need, and take along what needs them")
    func enablesModules() async throws {
        let machine = try await machine("apache2")
        let output = try await machine.succeed("a2enmod --quiet proxy_balancer lbmethod_byrequests alias")
        #expect(
            output
                == ["proxy", "slotmem_shm", "proxy_balancer", "lbmethod_byrequests"].map { "Enabling module \($0).\n" }.joined()
        )
        #expect(try await machine.status(of: "/etc/apache2/mods-enabled/proxy.conf")?.target == "../mods-available/proxy.conf")
        #expect(
            try await machine.run("a2enmod --quiet nonsense")
                == CommandResult(status: 1, output: "ERROR: Module nonsense does not exist!\n"))
        #expect(try await machine.run("a2dismod --quiet proxy").output.contains("need to be disabled first: proxy_balancer"))
        #expect(
            try await machine.succeed("a2dismod --quiet --force proxy")
                == "Module lbmethod_byrequests disabled.\nModule proxy_balancer disabled.\nModule proxy disabled.\n")
        #expect(try await machine.list("/etc/apache2/mods-enabled")?.contains("proxy.conf") == false)
        #expect(try await machine.succeed("a2dismod --quiet --force proxy").isEmpty)
    }

    @Test("Apache distributes visitors once its default site is off, and keeps each on one node")
    func balancesWithApache() async throws {
        let machine = try await apache()
        try await machine.succeed("systemctl restart apache2")
        #expect(try await machine.page(Self.login).body.contains("was not found on this server"))
        try await machine.remove("/etc/apache2/sites-enabled/000-default.conf")
        #expect(try await machine.page(Self.login).status == 404)
        try await machine.succeed("systemctl reload apache2")
        let (nodes, stays) = try await visit(machine)
        #expect(nodes == ["node01", "node02"] && stays)
        #expect(try await machine.page("http://10.0.0.31/jw/").body.contains("http://10.0.0.31/jw/web/index"))
        await machine.switchOn(.peersDown)
        #expect(try await machine.page(Self.login).status == 503)
        await machine.switchOff(.peersDown)
        await machine.switchOn(.defaultSiteAnswers)
        #expect(try await machine.page(Self.login).status == 404)
    }

    @Test(
        "Apache's own test finds what is wrong in a site",
        arguments: [
            ("    </Proxy>\n", "", "Expected </Proxy> but saw </VirtualHost>"),
            ("retry=10", "retri=10", "BalancerMember unknown Worker parameter"),
            ("ProxyRequests", "ProxyRequest", "Invalid command 'ProxyRequest', perhaps misspelled or defined by a module not included"),
            ("</VirtualHost>\n", "", ": <VirtualHost> was not closed."),
        ])
    func testsSites(old: String, new: String, complaint: String) async throws {
        let machine = try await apache()
        try await machine.put("/etc/apache2/sites-available/jwsite.conf", Self.site.replacing(old, with: new))
        let result = try await machine.run("apache2ctl -t")
        #expect(result.status == 1 && result.output.contains(complaint), "\(result.output)")
        #expect(try await machine.run("systemctl restart apache2").status == 1)
        #expect(await machine.state("apache2")?.isRunning == false)
    }

    @Test("Apache does not start without a module of its balancer, though its test is content")
    func needsModules() async throws {
        let machine = try await apache()
        try await machine.remove("/etc/apache2/mods-enabled/slotmem_shm.load")
        #expect(try await machine.run("apache2ctl -t").output.hasSuffix("Syntax OK\n"))
        #expect(try await machine.run("systemctl restart apache2").status == 1)
        #expect(try await machine.text("/var/log/apache2/error.log")?.contains("AH01177: Failed to lookup provider 'shm'") == true)
        try await machine.succeed("a2enmod --quiet slotmem_shm")
        try await machine.succeed("a2dismod --quiet --force lbmethod_byrequests")
        #expect(try await machine.run("systemctl restart apache2").status == 1)
        #expect(try await machine.text("/var/log/apache2/error.log")?.contains("AH02432: Cannot find LB Method: byrequests") == true)
        try await machine.succeed("a2enmod --quiet lbmethod_byrequests")
        try await machine.succeed("a2dismod --quiet --force proxy_http")
        try await machine.remove("/etc/apache2/sites-enabled/000-default.conf")
        try await machine.succeed("systemctl restart apache2")
        #expect(try await machine.page(Self.login).status == 503)
    }

    // MARK: - nginx and HAProxy

    private static let nginx = """
        map $cookie_JSESSIONID $joget_nodes {
            default joget_any;
            "~\\.node01$" joget_node01;
            "~\\.node02$" joget_node02;
        }
        upstream joget_any { server 10.0.0.21:8080 max_fails=1; server 10.0.0.22:8080; }
        upstream joget_node01 { server 10.0.0.21:8080; server 10.0.0.22:8080 backup; }
        upstream joget_node02 { server 10.0.0.22:8080; server 10.0.0.21:8080 backup; }
        server {
            listen 80 default_server;
            server_name _;
            location /jw {
                proxy_pass http://$joget_nodes;
                proxy_set_header Host $http_host;
            }
        }

        """

    @Test("nginx distributes visitors by the end of their sessions, once its default site is off")
    func balancesWithNginx() async throws {
        let machine = try await machine("nginx")
        #expect(try await machine.page("http://10.0.0.31/").body.contains("Welcome to nginx!"))
        try await machine.put("/etc/nginx/conf.d/joget.conf", Self.nginx)
        let doubled = try await machine.run("nginx -t")
        #expect(doubled.status == 1)
        #expect(
            doubled.output.contains("[emerg] 771#771: a duplicate default server for 0.0.0.0:80 in /etc/nginx/sites-enabled/default:2\n"))
        try await machine.remove("/etc/nginx/sites-enabled/default")
        #expect(try await machine.succeed("nginx -t").contains("test is successful"))
        try await machine.succeed("systemctl restart nginx")
        let (nodes, stays) = try await visit(machine)
        #expect(nodes == ["node01", "node02"] && stays)
        #expect(try await machine.page("http://10.0.0.31/other").body.contains("<center>nginx"))
        await machine.switchOn(.peersDown)
        #expect(try await machine.page(Self.login).status == 502)
    }

    @Test(
        "nginx's own test finds what is wrong",
        arguments: [
            ("proxy_pass", "proxi_pass", "unknown directive \"proxi_pass\" in /etc/nginx/conf.d/joget.conf:13"),
            ("server_name _;", "server_name _", "unexpected"), ("}\n}\n", "}\n", "unexpected end of file, expecting \"}\""),
        ])
    func testsNginx(old: String, new: String, complaint: String) async throws {
        let machine = try await machine("nginx")
        try await machine.remove("/etc/nginx/sites-enabled/default")
        var text = Self.nginx.replacing(old, with: new)
        if complaint == "unexpected" { text += "}\n" }
        try await machine.put("/etc/nginx/conf.d/joget.conf", text)
        let result = try await machine.run("nginx -t")
        #expect(result.status == 1 && result.output.contains(complaint), "\(result.output)")
        #expect(try await machine.run("systemctl restart nginx").status == 1)
    }

    private static let haproxy = """
        frontend joget
            bind *:80
            mode http
            acl is_joget path_beg /jw
            http-request deny deny_status 404 unless is_joget
            default_backend joget

        backend joget
            balance leastconn
            option httpchk GET /jw/web/login
            http-check expect status 200
            use-server node01 if { req.cook(JSESSIONID) -m end .node01 }
            use-server node02 if { req.cook(JSESSIONID) -m end .node02 }
            server node01 10.0.0.21:8080 check inter 3s
            server node02 10.0.0.22:8080 check inter 3s

        """

    @Test("HAProxy reads a file of ours as well when its unit says so, and asks its members' health")
    func balancesWithHAProxy() async throws {
        let machine = try await machine("haproxy")
        try await machine.put("/etc/haproxy/joget.cfg", Self.haproxy)
        let both = "haproxy -c -f /etc/haproxy/haproxy.cfg -f /etc/haproxy/joget.cfg"
        #expect(try await machine.succeed(both) == "Configuration file is valid\n")
        #expect(await machine.connect(to: "10.0.0.31", port: 80, within: .seconds(1)) == .refused)
        try await machine.makeDirectory("/etc/systemd/system/haproxy.service.d", attributes: FileAttributes())
        let dropIn = "[Service]\nEnvironment=\"EXTRAOPTS=-S /run/haproxy-master.sock -f /etc/haproxy/joget.cfg\"\n"
        try await machine.put("/etc/systemd/system/haproxy.service.d/joget.conf", dropIn)
        try await machine.succeed("systemctl daemon-reload")
        try await machine.succeed("systemctl restart haproxy")
        let (nodes, stays) = try await visit(machine)
        #expect(nodes == ["node01", "node02"] && stays)
        #expect(try await machine.page("http://10.0.0.31/other").status == 404)
        try await machine.put("/etc/haproxy/joget.cfg", Self.haproxy.replacing("default_backend joget", with: "default_backend jogget"))
        #expect(try await machine.run(both).output.contains("unable to find required default_backend: 'jogget'."))
        try await machine.put("/etc/haproxy/joget.cfg", Self.haproxy.replacing("acl is_joget", with: "akl is_joget"))
        #expect(
            try await machine.run(both).output.contains("parsing [/etc/haproxy/joget.cfg:4] : unknown keyword 'akl' in 'frontend' section"))
        #expect(try await machine.run("systemctl restart haproxy").status == 1)
    }

    @Test("HAProxy leaves out a member that shows its set-up page; the others pass it on")
    func asksHealth() async throws {
        var seed = RehearsalSeed.debian12(server: "lb1", address: "10.0.0.31", names: RehearsalCluster.names)
        seed.applications = [.init(server: "app1", route: "node01"), .init(server: "app2", route: "node02")]
        seed.applications[0].state = .withoutProfile
        let machine = RehearsalMachine(seed: seed)
        try await machine.succeed("apt-get install -y haproxy curl")
        try await machine.put("/etc/haproxy/haproxy.cfg", Self.haproxy)
        try await machine.succeed("systemctl restart haproxy")
        #expect(try await visit(machine).nodes == ["node02"])
        #expect(try await machine.page("http://10.0.0.21:8080/jw/web/login").header("location") == "/jw/setup")
    }

    @Test("A port that somebody else has keeps a balancer from starting")
    func needsPort() async throws {
        let machine = try await machine("apache2", faults: [.portTaken(80)])
        #expect(await machine.state("apache2")?.isRunning == false)
        #expect(try await machine.text("/var/log/apache2/error.log")?.contains("(98)Address already in use: AH00072") == true)
    }

    @Test("A balancer elsewhere passes on to the nodes that are up, this one among them")
    func asksBalancer() async throws {
        let seed = RehearsalNode.seed {
            $0.applications = [.init(server: "app2", route: "node02")]
            $0.balancers = [.init(server: "10.0.0.31")]
        }
        let machine = RehearsalMachine(seed: seed)
        try await machine.prepareJoget()
        #expect(try await visit(machine).nodes == ["node02"])
        try await machine.joinCluster()
        try await machine.succeed("systemctl start joget")
        let (nodes, stays) = try await visit(machine)
        #expect(nodes == ["node01", "node02"] && stays)
        #expect(try await machine.page("http://10.0.0.31/").status == 404)
    }

    @Test("Asking needs curl, an address, a name that resolves, and somebody who answers")
    func refusesToAsk() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        #expect(await #expect(throws: MachineError.self) { try await machine.page("http://app2/") }?.subject == "curl")
        try await machine.succeed("apt-get install -y curl")
        #expect(await #expect(throws: MachineError.self) { try await machine.page("app2") }?.what == "is no web address")
        #expect(await #expect(throws: MachineError.self) { try await machine.page("http://nemo/") }?.what == "its name does not resolve")
        #expect(
            await #expect(throws: MachineError.self) { try await machine.page("http://app2:8080/") }?.what.hasPrefix("no connection: ")
                == true)
        #expect(
            await #expect(throws: MachineError.self) { try await machine.page("http://10.9.9.9/") }?.what.hasPrefix("no connection within")
                == true)
        #expect(
            await #expect(throws: MachineError.self) { try await machine.page("http://10.0.0.21:22/") }?.what == "what answers is not HTTP")
    }
}

/// Apache's balancers and sites, and its own commands.
extension RehearsalServer {
    /// The balancers that are defined anywhere, by name: members, and whether sessions stick to them.
    static func balancers(_ directives: [ApacheDirective]) -> [String: (members: [RehearsalWebServer.Member], scheme: String, sticks: Bool)]
    {
        var found: [String: (members: [RehearsalWebServer.Member], scheme: String, sticks: Bool)] = [:]
        let sections = directives.flatMap { [$0] + $0.children }.filter { $0.name == "<Proxy" }
        for section in sections {
            guard let name = section.arguments.first, name.hasPrefix("balancer://") else { continue }
            let words = section.all("BalancerMember").map(\.arguments)
            let members = words.compactMap(member)
            let scheme = words.first?.first.map { String($0.prefix { $0 != ":" }) } ?? "http"
            let sticks = section.all("ProxySet").flatMap(\.arguments).contains { $0.hasPrefix("stickysession=") }
            found[String(name.dropFirst("balancer://".utf8.count).prefix { $0 != "/" })] = (members, scheme, sticks)
        }
        return found
    }

    /// `http://host:port route=name …`
    private static func member(_ words: [String]) -> RehearsalWebServer.Member? {
        guard let url = words.first, let start = url.firstRange(of: "://")?.upperBound else { return nil }
        let place = url[start...].prefix { $0 != "/" }.split(separator: ":").map(String.init)
        guard let host = place.first else { return nil }
        let route = words.first { $0.hasPrefix("route=") }.map { String($0.dropFirst("route=".utf8.count)) }
        return RehearsalWebServer.Member(host: host, port: place.count > 1 ? Int(place[1]) ?? 80 : 80, route: route)
    }

    /// A virtual host as a site.
    static func site(
        _ section: ApacheDirective, _ balancers: [String: (members: [RehearsalWebServer.Member], scheme: String, sticks: Bool)],
        _ modules: Set<String>
    ) -> RehearsalWebServer.Site {
        let place = section.arguments.first ?? "*"
        let port = place.contains(":") ? Int(place.split(separator: ":").last ?? "") : nil
        var site = RehearsalWebServer.Site(port: port ?? 0, takesAnyPort: port == nil)
        site.names = (section.all("ServerName") + section.all("ServerAlias")).flatMap(\.arguments).map { $0.lowercased() }
        site.root = section.all("DocumentRoot").first?.arguments.first
        for pass in section.all("ProxyPass") where pass.arguments.count >= 2 {
            var route = RehearsalWebServer.Route(prefix: pass.arguments[0])
            let target = pass.arguments[1]
            var sticks = pass.arguments.contains { $0.hasPrefix("stickysession=") }
            if target.hasPrefix("balancer://") {
                let name = String(target.dropFirst("balancer://".utf8.count).prefix { $0 != "/" })
                let balancer = balancers[name]
                route.members = balancer?.members ?? []
                sticks = sticks || balancer?.sticks ?? false
                if !modules.contains("proxy_balancer") { route.hindrance = 500 }
            } else if let member = member([target]) {
                route.members = [member]
            }
            if !modules.contains("proxy_http"), route.hindrance == nil { route.hindrance = 503 }
            if sticks {
                route.choices = route.members.compactMap { member in
                    member.route.map { RehearsalWebServer.Choice(suffix: "." + $0, members: [member]) }
                }
            }
            site.routes.append(route)
        }
        return site
    }

    // MARK: - Commands

    mutating func apacheCommand(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        switch program {
        case "apache2ctl", "apachectl":
            guard ["-t", "configtest"].contains(command.arguments.dropFirst().joined(separator: " ")) else { throw unknown(command) }
            return testApache()
        case "a2enmod", "a2dismod": return try switchModules(program, command)
        default: return try switchSites(program, command)
        }
    }

    private func testApache() -> RehearsalReply {
        do throws(WebServerRefusal) {
            _ = try apacheSettings()
            let address = resolve(seed.server).first ?? "127.0.0.1"
            return RehearsalReply(
                "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using \(address). "
                    + "Set the 'ServerName' directive globally to suppress this message",
                "Syntax OK")
        } catch {
            var reply = RehearsalReply(status: 1)
            reply.say(error.lines + ["Action '-t' failed.", "The Apache error log may have more information."])
            return reply
        }
    }

    private static let mods = "/etc/apache2/mods"

    private mutating func switchModules(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--quiet", "-q", "--force", "-f"])
        var reply = RehearsalReply()
        for name in arguments.operands {
            guard exists("\(Self.mods)-available/\(name).load") else {
                reply.add(RehearsalReply(status: 1, "ERROR: Module \(name) does not exist!"))
                continue
            }
            if program == "a2enmod" {
                reply.add(enableModule(name, isQuiet: arguments.has("--quiet", "-q")))
            } else {
                reply.add(disableModule(name, isForced: arguments.has("--force", "-f")))
            }
        }
        return reply
    }

    /// The modules that a module needs, as its file says.
    private func moduleNeeds(_ name: String) -> [String] {
        let line = files.text(of: "\(Self.mods)-available/\(name).load").split(separator: "\n").first { $0.hasPrefix("# Depends:") }
        return line.map { $0.dropFirst("# Depends:".utf8.count).split(separator: " ").map(String.init) } ?? []
    }

    private mutating func enableModule(_ name: String, isQuiet: Bool) -> RehearsalReply {
        var reply = RehearsalReply()
        for other in moduleNeeds(name) { reply.add(enableModule(other, isQuiet: true)) }
        if apacheModules.contains(name) {
            if !isQuiet { reply.say("Module \(name) already enabled") }
            return reply
        }
        reply.say("Enabling module \(name).")
        for ending in ["load", "conf"] where exists("\(Self.mods)-available/\(name).\(ending)") {
            files.seed("\(Self.mods)-enabled/\(name).\(ending)", .link("../mods-available/\(name).\(ending)"))
        }
        if !isQuiet { reply.say(["To activate the new configuration, you need to run:", "  systemctl restart apache2"]) }
        return reply
    }

    private mutating func disableModule(_ name: String, isForced: Bool) -> RehearsalReply {
        guard apacheModules.contains(name) else { return RehearsalReply() }
        let dependents = apacheModules.sorted().filter { moduleNeeds($0).contains(name) }
        guard isForced || dependents.isEmpty else {
            return RehearsalReply(
                status: 1,
                "ERROR: The following modules depend on \(name) and need to be disabled first: \(dependents.joined(separator: " "))")
        }
        var reply = RehearsalReply()
        for other in dependents { reply.add(disableModule(other, isForced: true)) }
        for ending in ["load", "conf"] {
            // Only what is there can go.
            _ = try? files.remove("\(Self.mods)-enabled/\(name).\(ending)")
        }
        reply.say("Module \(name) disabled.")
        return reply
    }

    private mutating func switchSites(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--quiet", "-q"])
        var reply = RehearsalReply()
        for name in arguments.operands {
            let link = "/etc/apache2/sites-enabled/\(name).conf"
            guard exists("/etc/apache2/sites-available/\(name).conf") else {
                reply.add(RehearsalReply(status: 1, "ERROR: Site \(name) does not exist!"))
                continue
            }
            if program == "a2ensite" {
                reply.say(isLink(link) ? "Site \(name) already enabled" : "Enabling site \(name).")
                files.seed(link, .link("../sites-available/\(name).conf"))
            } else {
                reply.say(isLink(link) ? "Site \(name) disabled." : "Site \(name) already disabled")
                // Only what is there can go.
                _ = try? files.remove(link)
            }
        }
        return reply
    }
}

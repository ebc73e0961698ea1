/// A directive of Apache's settings, with those inside of it where it is a section.
struct ApacheDirective: Hashable {
    var name: String
    var arguments: [String]
    var children: [ApacheDirective] = []
    var file: String
    var line: Int

    func all(_ wanted: String) -> [ApacheDirective] { children.filter { $0.name.lowercased() == wanted.lowercased() } }
}

/// Reads the settings of Apache as Debian lays them out.
extension RehearsalServer {
    private static let folder = "/etc/apache2"

    /// Directives and the modules that bring them; those of the core have none.
    private static let directives: [String: String] = [
        "proxypass": "proxy", "proxypassreverse": "proxy", "proxypreservehost": "proxy", "proxyrequests": "proxy", "proxyset": "proxy",
        "balancermember": "proxy", "proxytimeout": "proxy", "proxyvia": "proxy", "proxyerroroverride": "proxy", "<proxy": "proxy",
        "proxypassmatch": "proxy", "proxypassreversecookiepath": "proxy", "proxyaddheaders": "proxy", "header": "headers",
        "<proxymatch": "proxy",
        "requestheader": "headers", "rewriteengine": "rewrite", "rewriterule": "rewrite", "rewritecond": "rewrite", "require": "authz_core",
        "order": "access_compat", "allow": "access_compat", "deny": "access_compat", "directoryindex": "dir", "alias": "alias",
        "redirect": "alias", "redirectmatch": "alias", "setenvif": "setenvif", "sslengine": "ssl", "sslcertificatefile": "ssl",
    ]
    private static let core: Set<String> = [
        "servername", "serveralias", "serveradmin", "documentroot", "errorlog", "customlog", "loglevel", "listen", "include",
        "includeoptional", "loadmodule", "timeout", "keepalive", "maxkeepaliverequests", "keepalivetimeout", "user", "group", "pidfile",
        "<virtualhost", "<location", "<locationmatch", "<directory", "<ifmodule", "<files", "<filesmatch", "options", "allowoverride",
        "limitrequestbody", "limitrequestfieldsize", "servertokens", "serversignature", "logformat", "allowencodedslashes",
        "namevirtualhost",
        "define", "hostnamelookups", "accessfilename", "usecanonicalname", "traceenable", "setenv", "mutex", "defaultruntimedir",
    ]

    /// The modules that are loaded.
    var apacheModules: Set<String> {
        let names = names(in: "\(Self.folder)/mods-enabled")
        return Set(
            names.filter { $0.hasSuffix(".load") && exists("\(Self.folder)/mods-enabled/\($0)") }.map {
                String($0.dropLast(".load".utf8.count))
            })
    }

    /// The settings as a server that listens; what Apache refuses is an error.
    func apacheSettings() throws(WebServerRefusal) -> RehearsalWebServer {
        let directives = try apacheDirectives(of: "\(Self.folder)/apache2.conf")
        try checkApache(directives)
        let ports = directives.filter { $0.name.lowercased() == "listen" }.compactMap { directive in
            directive.arguments.first.flatMap { Int($0.split(separator: ":").last ?? "") }
        }
        let balancers = Self.balancers(directives)
        let modules = apacheModules
        let sites = directives.filter { $0.name == "<VirtualHost" }.map { Self.site($0, balancers, modules) }
        let main = RehearsalWebServer.Site(port: 0, takesAnyPort: true, root: "/var/www/html")
        let used = Set(ports.filter { port in !sites.contains { $0.port == port } })
        let bare = used.sorted().map { port in RehearsalWebServer.Site(port: port, takesAnyPort: true, root: "/var/www/html") }
        return RehearsalWebServer(
            product: .apache, listeners: Set(ports).sorted().map { Listener(address: "::", port: $0) }, sites: sites + bare + [main])
    }

    // MARK: - Reading

    /// The directives of a file and of those that it includes, sections as trees.
    func apacheDirectives(of path: String) throws(WebServerRefusal) -> [ApacheDirective] {
        var open: [ApacheDirective] = []
        var done: [ApacheDirective] = []
        let lines = files.text(of: path).replacing("\\\n", with: " ").split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let text = String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
            if text.isEmpty || text.hasPrefix("#") { continue }
            if text.hasPrefix("</") {
                let name = text.dropFirst(2).dropLast().lowercased()
                guard var section = open.popLast() else {
                    throw Self.misplaced(path, index + 1, "\(text) without matching <\(name)> section")
                }
                guard section.name.dropFirst().lowercased() == name else {
                    throw Self.misplaced(path, index + 1, "Expected </\(section.name.dropFirst())> but saw \(text)")
                }
                section = try included(section)
                if open.isEmpty { done.append(section) } else { open[open.count - 1].children.append(section) }
                continue
            }
            let isSection = text.hasPrefix("<")
            var words = RehearsalUnit.words(isSection ? String(text.dropLast()) : text)
            let directive = ApacheDirective(name: words.removeFirst(), arguments: words, file: path, line: index + 1)
            if isSection {
                open.append(directive)
            } else {
                let found = try expanded(directive)
                if open.isEmpty { done += found } else { open[open.count - 1].children += found }
            }
        }
        if let section = open.last {
            throw WebServerRefusal(lines: [
                "apache2: Syntax error on line 225 of \(Self.folder)/apache2.conf: "
                    + "\(path):\(section.line): \(section.name)> was not closed."
            ])
        }
        return done.flatMap { $0.name.lowercased() == "<ifmodule" ? $0.children : [$0] }
    }

    private static func misplaced(_ path: String, _ line: Int, _ text: String) -> WebServerRefusal {
        WebServerRefusal(lines: [
            "apache2: Syntax error on line 225 of \(folder)/apache2.conf: Syntax error on line \(line) of \(path): \(text)"
        ])
    }

    /// A section for a module that is not there is empty.
    private func included(_ section: ApacheDirective) throws(WebServerRefusal) -> ApacheDirective {
        guard section.name.lowercased() == "<ifmodule", var name = section.arguments.first else { return section }
        let isNot = name.hasPrefix("!")
        name = name.replacing("!", with: "").replacing("mod_", with: "").replacing(".c", with: "").replacing("_module", with: "")
        var section = section
        if apacheModules.contains(name) == isNot { section.children = [] }
        return section
    }

    /// An include, as what it includes.
    private func expanded(_ directive: ApacheDirective) throws(WebServerRefusal) -> [ApacheDirective] {
        guard ["include", "includeoptional"].contains(directive.name.lowercased()), let pattern = directive.arguments.first else {
            return [directive]
        }
        let path = pattern.hasPrefix("/") ? pattern : "\(Self.folder)/\(pattern)"
        let directory = RehearsalFiles.parent(of: path)
        let names = names(in: directory)
        var found: [ApacheDirective] = []
        for name in names where Self.matches(name[...], RehearsalFiles.name(of: path)[...]) && exists("\(directory)/\(name)") {
            found += try apacheDirectives(of: "\(directory)/\(name)")
        }
        return found
    }

    // MARK: - Judging

    private func checkApache(_ directives: [ApacheDirective]) throws(WebServerRefusal) {
        let modules = apacheModules
        for directive in directives {
            let name = directive.name.lowercased()
            let isKnown = Self.core.contains(name) || Self.directives[name].map(modules.contains) ?? false
            guard isKnown else {
                throw Self.refused(
                    directive,
                    "Invalid command '\(directive.name)', "
                        + "perhaps misspelled or defined by a module not included in the server configuration"
                )
            }
            if name == "balancermember" { try checkMember(directive) }
            try checkApache(directive.children)
        }
    }

    private func checkMember(_ directive: ApacheDirective) throws(WebServerRefusal) {
        let known: Set = [
            "route", "retry", "timeout", "connectiontimeout", "ping", "status", "loadfactor", "keepalive", "disablereuse", "upgrade", "ttl",
            "max",
            "min", "smax", "acquire", "flushpackets", "redirect", "lbset", "responsefieldsize", "enablereuse", "hcmethod", "hcuri",
            "hcinterval",
        ]
        for word in directive.arguments.dropFirst() {
            guard known.contains(String(word.prefix { $0 != "=" })) else {
                throw Self.refused(directive, "BalancerMember unknown Worker parameter")
            }
        }
    }

    static func refused(_ directive: ApacheDirective, _ text: String) -> WebServerRefusal {
        WebServerRefusal(lines: ["AH00526: Syntax error on line \(directive.line) of \(directive.file):", text])
    }

    /// What keeps Apache from starting though the syntax is right.
    func checkApacheModules() throws(WebServerRefusal) {
        let modules = apacheModules
        let all = try apacheDirectives(of: "\(Self.folder)/apache2.conf")
        let hasBalancer = !Self.balancers(all).isEmpty
        guard modules.contains("proxy_balancer"), hasBalancer else { return }
        if !modules.contains("slotmem_shm") {
            throw WebServerRefusal(
                lines: [],
                logged: [
                    "[proxy_balancer:emerg] AH01177: Failed to lookup provider 'shm' for 'slotmem': is mod_slotmem_shm loaded??",
                    "[:emerg] AH00020: Configuration Failed, exiting",
                ])
        }
        if !modules.contains("lbmethod_byrequests") {
            throw WebServerRefusal(
                lines: [],
                logged: [
                    "[proxy:emerg] AH02432: Cannot find LB Method: byrequests",
                    "[proxy_balancer:emerg] (22)Invalid argument: AH01183: Cannot share balancer",
                    "[:emerg] AH00020: Configuration Failed, exiting",
                ])
        }
    }
}

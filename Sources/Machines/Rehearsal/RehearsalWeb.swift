extension RehearsalMachine {
    public func fetch(_ request: WebRequest, within limit: Duration) throws(MachineError) -> WebReply {
        try server.fetch(request, within: limit)
    }

}

/// The web, as it is seen from this server.
extension RehearsalServer {
    /// `http://host[:port]/path`, taken apart.
    private struct Address {
        var host: String
        var port = 80
        var path = "/"

        init?(_ url: String) {
            guard url.lowercased().hasPrefix("http://") else { return nil }
            let rest = url.dropFirst("http://".utf8.count)
            let place = rest.prefix { $0 != "/" && $0 != "?" }
            let names = place.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard let host = names.first, !host.isEmpty, names.count <= 2 else { return nil }
            self.host = host
            if names.count == 2 {
                guard let port = Int(names[1]), (1...65535).contains(port) else { return nil }
                self.port = port
            }
            let path = String(rest.dropFirst(place.count))
            if !path.isEmpty { self.path = path.hasPrefix("/") ? path : "/" + path }
        }

        /// What the Host header says.
        var name: String { port == 80 ? host : "\(host):\(port)" }
    }

    mutating func fetch(_ request: WebRequest, within limit: Duration) throws(MachineError) -> WebReply {
        guard exists("/usr/bin/curl") else {
            throw MachineError(what: "there is no curl on this server", subject: "curl", remedy: "install the package curl")
        }
        guard let url = Address(request.url) else {
            throw MachineError(what: "is no web address", subject: request.url, remedy: "write it as http://host:port/path")
        }
        guard let address = resolve(url.host).first ?? (url.host == "localhost" ? "127.0.0.1" : nil) else {
            throw MachineError(
                what: "its name does not resolve", subject: request.url, remedy: "put the name into /etc/hosts or the name service")
        }
        switch reachability(of: address, port: url.port) {
        case .open: break
        case .refused, .unreachable:
            throw MachineError(
                what: "no connection: Failed to connect to \(url.host) port \(url.port) after 0 ms: Couldn't connect to server",
                subject: request.url, remedy: "look whether the service runs there, on which address it listens, and for a firewall")
        case .filtered:
            throw MachineError(
                what: "no connection within \(limit)", subject: request.url,
                remedy: "look for a firewall between the servers, or a wrong address")
        }
        let visit = WebVisit(path: url.path, host: url.name, cookie: request.cookie)
        guard let reply = answer(visit, at: address, port: url.port) else {
            throw MachineError(
                what: "what answers is not HTTP", subject: request.url, remedy: "look which program listens on that port")
        }
        return reply
    }

    /// The answer of whoever serves pages there; nil where it is somebody else.
    private mutating func answer(_ visit: WebVisit, at address: String, port: Int) -> WebReply? {
        if let node = node(at: address, port: port) { return answer(visit, by: node) }
        if isOwn(address) {
            let unit = webServers.keys.sorted().first { webServers[$0]?.sites.contains { $0.port == port } == true }
            return unit.map { answer(visit, port: port, by: $0) }
        }
        guard let balancer = seed.balancers.first(where: { resolve($0.server).contains(address) && $0.port == port }) else { return nil }
        return answer(visit, through: balancer)
    }
}

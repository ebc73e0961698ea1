extension Check {
    /// The check with every text passed through `fill`.
    public func filled(_ fill: (String) -> String) -> Check {
        switch self {
        case .root, .clock: self
        case .release(let supported): .release(supported: supported.map(fill))
        case .resolves(let names, let address): .resolves(names: fill(names), address: address.map(fill))
        case .freeSpace(let path, let bytes): .freeSpace(path: fill(path), bytes: bytes)
        case .portFree(let port, let service): .portFree(port: fill(port), service: fill(service))
        case .port(let address, let port): .port(address: fill(address), port: fill(port))
        case .account(let name, let id): .account(name: fill(name), id: fill(id))
        case .file(let path, let attributes, let line):
            .file(path: fill(path), attributes: attributes.filled(fill), line: line.map(fill))
        case .directory(let path, let attributes): .directory(path: fill(path), attributes: attributes.filled(fill))
        case .packages(let names): .packages(names.map(fill))
        case .service(let name, let isRunning, let isEnabled): .service(name: fill(name), isRunning: isRunning, isEnabled: isEnabled)
        case .mounted(let source, let target, let type): .mounted(source: fill(source), target: fill(target), type: fill(type))
        case .exported(let path, let hosts): .exported(path: fill(path), hosts: fill(hosts))
        case .stated(let file, let path): .stated(file: fill(file), path: fill(path))
        case .command(let words, let status, let contains):
            .command(words.map(fill), status: status, contains: contains.map(fill))
        case .sql(let query, let expected, let account): .sql(query: fill(query), expected: fill(expected), account: account)
        case .login(let address, let port, let isGranted): .login(address: fill(address), port: fill(port), isGranted: isGranted)
        case .nonce(let directory, let name): .nonce(directory: fill(directory), name: fill(name))
        default: filledOfProduct(fill)
        }
    }

    /// The checks of Tomcat, Joget and the balancer.
    private func filledOfProduct(_ fill: (String) -> String) -> Check {
        switch self {
        case .http(let url, let status, let contains): .http(url: fill(url), status: status, contains: contains.map(fill))
        case .sticky(let url, let routes): .sticky(url: fill(url), routes: fill(routes))
        case .java(let home): .java(home: fill(home))
        case .tomcat(let home): .tomcat(home: fill(home))
        case .otherTomcat(let home): .otherTomcat(home: fill(home))
        case .bundle(let archive, let sha256): .bundle(archive: fill(archive), sha256: fill(sha256))
        case .war(let path): .war(path: fill(path))
        case .agreed(let file, let record): .agreed(file: fill(file), record: fill(record))
        case .agents(let directory): .agents(directory: fill(directory))
        case .members(let log, let address, let peers): .members(log: fill(log), address: fill(address), peers: fill(peers))
        case .nodes(let directory, let own, let names): .nodes(directory: fill(directory), own: fill(own), names: fill(names))
        case .multicast(let address, let group): .multicast(address: fill(address), group: fill(group))
        case .heard(let address, let group, let port): .heard(address: fill(address), group: fill(group), port: fill(port))
        case .fstab(let source, let target): .fstab(source: fill(source), target: fill(target))
        case .memory(let heap): .memory(heap: fill(heap))
        default: self
        }
    }
}

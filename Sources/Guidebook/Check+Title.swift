extension Check {
    /// What the check asks, for the operator, as a phrase.
    public var title: String {
        switch self {
        case .root: "running as root"
        case .release: "operating system release"
        case .resolves(let names, nil): "names resolve: \(names)"
        case .resolves(let names, let address?): "\(names) resolves to \(address)"
        case .freeSpace(let path, _): "free space at \(path)"
        case .clock: "clock synchronised"
        case .portFree(let port, _): "port \(port) is free"
        case .port(let address, let port): "port \(port) of \(address) answers"
        case .account(let name, _): "account \(name)"
        case .file(let path, _, nil): "file \(path)"
        case .file(let path, _, let line?): "\(path) says '\(line)'"
        case .directory(let path, _): "directory \(path)"
        case .packages(let names): "installed: \(names.joined(separator: " "))"
        case .service(let name, _, _): "service \(name)"
        case .mounted(_, let target, _): "mounted at \(target)"
        case .exported(let path, _): "export of \(path)"
        case .stated(let file, let path): "\(path) in \(file)"
        case .command(let words, _, _): words.joined(separator: " ")
        case .sql(let query, _, _): query
        case .login(let address, _, true): "log in to the database at \(address)"
        case .login(let address, _, false): "the database answers at \(address)"
        case .nonce(let directory, _): "write and read back in \(directory)"
        default: titleOfProduct
        }
    }

    /// The checks of Tomcat, Joget and the balancer.
    private var titleOfProduct: String {
        switch self {
        case .http(let url, _, _): "\(url) answers"
        case .sticky(let url, _): "sessions stay on their node through \(url)"
        case .java: "Java 11 or 17"
        case .tomcat(let home): "Tomcat 9 at \(home)"
        case .otherTomcat: "no other Tomcat runs"
        case .bundle(let archive, _): "bundle \(archive)"
        case .war(let path): "Joget's application \(path)"
        case .agreed(let file, _): "\(file) is the one of the other servers"
        case .agents(let directory): "Joget's agents in \(directory)"
        case .members: "members of the session cluster"
        case .nodes: "nodes that Joget lists"
        case .multicast(let address, _): "multicast by way of \(address)"
        case .heard(_, let group, let port): "who is heard on \(group):\(port)"
        case .fstab(_, let target): "\(target) is mounted at every start"
        case .memory: "room for the Java heap"
        default: ""
        }
    }
}

import Machines

extension Original {
    /// What taking it back will do, as an imperative; nil where it says nothing by itself.
    var undoWords: String? {
        switch self {
        case .file(let path, nil, _), .copied(let path, nil): "remove \(path)"
        case .file(let path, _?, _), .copied(let path, _?): "put \(path) back as it was"
        case .directory(let path, nil): "remove \(path), if it is empty"
        case .directory(let path, _?): "give \(path) its former owner and mode"
        case .added(let packages): packages.isEmpty ? nil : "remove the packages that were added: \(packages.joined(separator: " "))"
        case .service(let name, let wasRunning, let wasEnabled):
            "bring \(name) back to: \(wasRunning ? "running" : "stopped"), \(wasEnabled ? "enabled" : "disabled")"
        case .mount(let target): "unmount \(target)"
        case .link(let path, nil, _): "remove the link \(path)"
        case .link(let path, let former?, _): "let the link \(path) lead to \(former) again"
        case .unpacked(let path, _): "move \(path) aside, with everything in it"
        case .modules(let names): "disable the modules of Apache that were off: \(names.joined(separator: " "))"
        case .packages, .command, .statements, .filled: nil
        }
    }
}

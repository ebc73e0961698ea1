/// An entry to be set in a file of the operator's.
public struct EditAction: Sendable, Hashable {
    /// The entry, by the format of the file.
    public enum Entry: Sendable, Hashable {
        /// A line of fstab(5), found by its mount point.
        case fstab(source: String, target: String, type: String, options: String)
        /// Lines of hosts(5), found by their address: `10.0.0.11 fs1, 10.0.0.12 db1`.
        case hosts(String)
        /// Keys of a Java properties file: each line of the template is one, with its value as it is meant, not escaped.
        case properties(template: String)
        /// Tomcat's server.xml: the route of the engine, the port of its HTTP connector (nil leaves it), and the template of
        /// its cluster element (nil leaves it).
        case serverXML(route: String, port: String?, template: String?)
    }

    /// The absolute path.
    public var path: String
    /// What is to stand in it.
    public var entry: Entry
    /// Owner, group and mode that the file gets; nil leaves what it has.
    public var attributes: Check.Attributes

    /// The template from which the entry is made; nil where it stands in the guide.
    public var templateName: String? {
        switch entry {
        case .fstab, .hosts: nil
        case .properties(let template): template
        case .serverXML(_, _, let template): template
        }
    }

    func filled(_ fill: (String) -> String) -> EditAction {
        let entry: Entry =
            switch entry {
            case .fstab(let source, let target, let type, let options):
                .fstab(source: fill(source), target: fill(target), type: fill(type), options: fill(options))
            case .hosts(let lines): .hosts(fill(lines))
            case .properties(let template): .properties(template: template)
            case .serverXML(let route, let port, let template):
                .serverXML(route: fill(route), port: port.map(fill), template: template)
            }
        return EditAction(path: fill(path), entry: entry, attributes: attributes.filled(fill))
    }
}

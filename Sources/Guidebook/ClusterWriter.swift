/// Writes cluster.yaml with the questions as comments, so that the file explains itself.
public enum ClusterWriter {
    /// The description as text that `ClusterLoader` reads back to the same cluster.
    public static func text(of cluster: Cluster) -> String {
        var lines = [
            "# Description of a Joget cluster, the same file on every server.",
            "# Check it with: joget-cluster cluster check FILE",
            "# It holds no password: those are asked on the server that needs them.",
            "version: \(ClusterLoader.version)",
            "name: \(quoted(cluster.name))",
            "",
            "# Every server once. Roles: \(Role.names).",
            "# A small installation may give one server several roles.",
            "# Application servers are node01, node02, … to the load balancer; 'route: NAME' gives one another name.",
            "servers:",
        ]
        for server in cluster.servers {
            lines.append("  - name: \(quoted(server.name))")
            lines.append("    address: \(quoted(server.address))")
            lines.append("    roles: [\(server.roles.map(\.rawValue).joined(separator: ", "))]")
            if let route = server.route { lines.append("    route: \(quoted(route))") }
        }
        for section in Parameter.sections {
            lines += ["", "# \(section.title)", "\(section.name):"]
            for parameter in Parameter.all where parameter.section == section.name {
                lines.append("  # \(parameter.help)")
                lines.append("  \(parameter.key): \(quoted(cluster[parameter.id]))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Plain where YAML reads it as the same text, else in double quotes.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
                    || "/._-".utf8.contains(byte)
            }
        if isPlain && !["null", "~", "true", "false"].contains(text) && text.first != "-" { return text }
        let escaped = text.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case _ where scalar.value < 32 || (127...160).contains(scalar.value):
                "\\x" + String(scalar.value + 256, radix: 16).dropFirst()
            case "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}": "\\u" + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

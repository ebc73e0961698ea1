import ArgumentParser
import FoundationEssentials

/// The program's subcommands and options, as the argument parser knows them.
struct CommandTree: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var isRepeating: Bool
        var isOptional: Bool

        /// As it is typed, in Markdown: `**--cluster** *FILE*`.
        var typed: String {
            let value = "*\((valueName ?? "").uppercased())*" + (isRepeating ? " …" : "")
            guard let names else { return value }
            let spelled = names.map { "**\($0.kind == "short" ? "-" : "--")\($0.name)**" }.joined(separator: ", ")
            return kind == "flag" ? spelled : "\(spelled) \(value)"
        }
    }

    struct Command: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var shouldDisplay: Bool
        var arguments: [Argument]?
        var subcommands: [Command]?
    }

    var command: Command

    init() throws { self = try JSONDecoder().decode(CommandTree.self, from: Data(JogetCluster._dumpHelp().utf8)) }
}

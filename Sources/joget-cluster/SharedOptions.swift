import ArgumentParser
import Guidebook
import StepEngine

/// Options that every subcommand understands.
struct SharedOptions: ParsableArguments {
    @Option(help: "The cluster description; by default cluster.yaml in the state directory.", completion: .file(extensions: ["yaml"]))
    var cluster: String?

    @Option(help: "The state directory; by default \(StateDirectory.standardPath).", completion: .directory)
    var state: String?

    @Option(help: "Which server of the description this one is, where neither name nor address tells.")
    var server: String?

    @Option(help: "Only this role of the server (\(Role.names)); may be given several times.")
    var role: [String] = []

    @Option(help: "A folder with Guide and Templates to use in place of the built-in guide.", completion: .directory)
    var guide: String?

    @Flag(help: "Work on a pretended server: nothing is touched, and no rights are needed.")
    var rehearse = false

    @Flag(help: "Print JSON for programs.")
    var json = false

    /// The roles asked for; nil for all. Throws for a word that is none.
    func roles() throws -> [Role]? {
        guard !role.isEmpty else { return nil }
        return try role.map { word in
            guard let role = Role(rawValue: word) else {
                throw Refusal("--role: '\(word)' is not a role; choose from \(Role.names)", .usage)
            }
            return role
        }
    }
}

import ArgumentParser

/// Prints the pages of the manual that come from the program's own tables, as Markdown; the package makes man pages of them.
struct ManualCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print a page of the manual as Markdown.", shouldDisplay: false)

    enum Page: String, ExpressibleByArgument, CaseIterable {
        case program = "joget-cluster.1"
        case description = "cluster.yaml.5"
    }

    @Argument(help: "The page: \(Page.allCases.map(\.rawValue).joined(separator: ", ")).") var page: Page

    func run() async throws {
        try await withRefusals {
            switch page {
            case .program: print(try ProgramPage.text())
            case .description: print(DescriptionPage.text())
            }
            return .success
        }
    }
}

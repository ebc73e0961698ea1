import ArgumentParser
import Guidebook
import Reporting

/// Reads the guide aloud, lists it, or checks one.
struct GuideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guide", abstract: "Read the guide, list its steps, or check a guide of your own.")

    @Flag(help: "Only list the steps.") var list = false
    @Option(help: "Check the guide in this folder (with Guide and Templates) and say every mistake.", completion: .directory)
    var validate: String?

    func run() async throws {
        try await withRefusals {
            if let validate {
                let guide = try GuideFolder(path: validate).load()
                print(
                    "\(validate): \(guide.sections.count) sections and \(guide.sections.reduce(0) { $0 + $1.steps.count }) steps, no mistakes"
                )
                return .success
            }
            for section in try Resources.folder(nil).load().sections { show(section) }
            return .success
        }
    }

    private func show(_ section: Section) {
        print("\(section.title)\n")
        if !list { print("\(section.text)\n") }
        for step in section.steps {
            print(
                "  \(step.id): \(step.title) [\(step.roles == Role.allCases ? "every server" : step.roles.map(\.rawValue).joined(separator: ", "))]"
            )
            guard !list else { continue }
            print("    \(step.text)")
            if let erratum = step.erratum { print("    Erratum: \(erratum)") }
        }
        print("")
    }
}

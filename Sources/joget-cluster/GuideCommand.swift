import ArgumentParser
import Guidebook
import Reporting

/// Reads the guide aloud, lists it, or checks one.
struct GuideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guide", abstract: "Read the guide, list its steps, compare it with the published one, or check a guide of your own.")

    @Flag(help: "Only list the steps.") var list = false
    @Flag(help: "Say what became of each instruction of the published guide; 1 where one has no answer.") var coverage = false
    @Flag(help: "With --coverage: print JSON for programs.") var json = false
    @Option(help: "A folder with Guide, Templates and Coverage to use in place of the built-in guide.", completion: .directory)
    var guide: String?
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
            let folder = try Resources.folder(guide)
            if coverage { return try compare(folder) }
            for section in try folder.load().sections { show(section) }
            return .success
        }
    }

    private func compare(_ folder: GuideFolder) throws -> ExitCode {
        let page = CoverageLines(try folder.coverage(), try folder.load())
        if json {
            print(JSONReport.text(encoding: page.document), terminator: "")
        } else {
            for line in page.lines { print(line) }
        }
        return page.gaps.isEmpty ? .success : .failure
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

import Foundation
import Guidebook
import Testing

/// The folder of the guide that is shipped.
let shippedResources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Resources").path

/// The description that the tests spoil, one mistake at a time. Its lines are counted in the tests.
let soundDescription = """
    version: 1
    name: shop
    servers:
      - name: fs1
        address: 10.0.0.11
        roles: [file-server]
      - name: db1
        address: 10.0.0.12
        roles: [database]
      - name: app1
        address: 10.0.0.13
        roles: [application]
      - name: app2
        address: 10.0.0.14
        roles: [application]
      - name: lb1
        address: 10.0.0.15
        roles: [balancer]
    share:
      export: /export/wflow
      clients: servers
    database:
      name: jwedb
      port: 3306

    """

/// The lines in which a description is refused, as the operator reads them; empty where it is taken.
func complaints(about text: String, file: String = "cluster.yaml") -> [String] {
    do {
        _ = try ClusterLoader.cluster(from: text, file: file)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// The complaints about the sound description after one replacement, which must be possible.
func complaints(replacing old: String, by new: String) throws -> [String] {
    try #require(soundDescription.contains(old), "the description has no '\(old)' to spoil")
    return complaints(about: soundDescription.replacing(old, with: new, maxReplacements: 1))
}

/// The cluster of the sound description with other answers.
func soundCluster(_ answers: [String: String] = [:]) throws -> Cluster {
    var cluster = try ClusterLoader.cluster(from: soundDescription, file: "cluster.yaml")
    cluster.answers.merge(answers) { _, new in new }
    return cluster
}

/// Whether a terminal would do anything with the text but show it.
func hasControls(_ text: String) -> Bool {
    text.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || (127...159).contains($0.value) }
}

/// Steps that are sound apart from what a test puts into them.
enum SampleGuide {
    /// A section whose only step is `body`, indented by four.
    static func section(_ body: String, head: String = "id: s\ntitle: Section\ntext: What it is about.") -> String {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
        return head + "\nsteps:\n  -\n" + lines.joined(separator: "\n") + "\n"
    }

    static let step = """
        id: s.one
        title: One
        text: Makes a directory.
        roles: [application]
        directory: { path: /srv/one, mode: "0755" }
        timeout: 30s
        """

    static func complaints(_ files: [String], templates: [String: String] = [:]) -> [String] {
        do {
            _ = try GuideLoader.guide(
                sections: files.enumerated().map { GuideLoader.File(name: "\($0 + 1)0-s.yaml", text: $1) },
                templates: templates.map { GuideLoader.File(name: $0, text: $1) })
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// The complaints about the sound step after one replacement, which must be possible.
    static func complaints(replacing old: String, by new: String, templates: [String: String] = [:]) throws -> [String] {
        try #require(step.contains(old), "the step has no '\(old)' to spoil")
        return complaints([section(step.replacing(old, with: new, maxReplacements: 1))], templates: templates)
    }
}

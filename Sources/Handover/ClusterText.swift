internal import Guidebook

/// The description of a cluster as a slip carries it: cluster.yaml without comments, and without what goes without saying.
enum ClusterText {
    /// The text. Throws where the description has mistakes, because nobody could take it in.
    static func text(of cluster: Cluster) throws(SlipError) -> String {
        let subject = "cluster slip of \(cluster.name)"
        let full = ClusterWriter.text(of: cluster)
        guard full.utf8.count <= Packing.limit else {
            throw SlipError(.unusable, subject, "the description is too long for a slip", remedy: "copy cluster.yaml by other means")
        }
        let again: Cluster
        do {
            again = try ClusterLoader.cluster(from: full, file: "the description")
        } catch {
            throw SlipError(
                .unusable, subject, "the description has mistakes: \(error.problems[0].message)",
                remedy: "mend it first; 'joget-cluster cluster check' names them all")
        }
        precondition(again.describesSame(as: cluster), "a description is read back as it was written")
        return "# \(standards)\n\(shortened(full, cluster))"
    }

    /// The cluster that a text describes. Throws where it is none that this version reads as it was meant.
    static func cluster(from bytes: [UInt8], _ subject: String) throws(SlipError) -> Cluster {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SlipError(.unusable, subject, "what it carries is no text", remedy: "have it printed again on the server it came from")
        }
        guard text.prefix(while: { $0 != "\n" }) == "# \(standards)" else {
            throw SlipError(
                .foreign, subject, "it comes from a version of joget-cluster that has other questions or other standard answers",
                remedy: "use the same version on all servers, or copy cluster.yaml itself")
        }
        do {
            return try ClusterLoader.cluster(from: text, file: subject)
        } catch {
            throw SlipError(
                .unusable, subject, "the description in it has mistakes: \(error.problems[0].message)",
                remedy: "mend it on the server it came from, and have the slip printed again")
        }
    }

    /// Tells the questions and their standard answers from those of another version: what a slip leaves out depends on them.
    static let standards = CheckWord.of(Parameter.all.map { "\($0.id)=\($0.standard)\n" }.joined().utf8)

    /// Only lines that say something: no comments, no standard answers, no section without answers.
    private static func shortened(_ full: String, _ cluster: Cluster) -> String {
        var kept: [Substring] = []
        var heading: Substring?
        var section = ""
        for line in full.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("#") {
            if !line.hasPrefix(" ") {
                section = String(line.prefix { $0 != ":" })
                let isSection = Parameter.sections.contains { $0.name == section }
                heading = isSection ? line : nil
                if !isSection { kept.append(line) }
            } else if let parameter = Parameter.named("\(section).\(line.dropFirst(2).prefix { $0 != ":" })") {
                guard cluster[parameter.id] != parameter.standard else { continue }
                if let title = heading { kept.append(title) }
                heading = nil
                kept.append(line)
            } else {
                kept.append(line)
            }
        }
        return kept.joined(separator: "\n") + "\n"
    }
}

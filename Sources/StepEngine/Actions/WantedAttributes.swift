import Guidebook
import Machines

extension Check.Attributes {
    /// Without what is empty, which means: whoever it falls to.
    var given: Check.Attributes {
        Check.Attributes(owner: owner == "" ? nil : owner, group: group == "" ? nil : group, mode: mode)
    }

    /// The check that a file has them; nil where any will do.
    func check(of path: String) -> Check? {
        given == Check.Attributes() ? nil : .file(path: path, attributes: given, line: nil)
    }
}

extension FileAttributes {
    /// To be given to a file. What is empty is left to whoever it falls to.
    init(_ wanted: Check.Attributes) {
        let given = wanted.given
        self.init(owner: given.owner, group: given.group, mode: given.mode)
    }

    /// The commands that give them, as an operator would type them.
    func words(for path: String) -> [[String]] {
        let names = (owner ?? "") + (group.map { ":\($0)" } ?? "")
        return (names.isEmpty ? [] : [["chown", names, path]]) + (mode.map { [["chmod", Inspector.octal($0), path]] } ?? [])
    }
}

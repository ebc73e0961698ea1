extension BoardLint {
    /// Names in a sentence: all of a few, else the first and how many more.
    static func list(_ names: [String], atMost limit: Int = 5) -> String {
        guard names.count > limit else { return names.joined(separator: ", ") }
        let shown = names.prefix(limit - 1)
        return "\(shown.joined(separator: ", ")) and \(names.count - shown.count) more"
    }
}

extension PlainText {
    /// A line as it may be printed anywhere: without controls, and on request with ASCII letters alone.
    public static func printable(_ line: String, isUnicode: Bool) -> String {
        var kept = ""
        for character in line {
            guard let shown = character.displayed?.character else { continue }
            kept.append(isUnicode ? shown : shown.asciiSubstitute)
        }
        return kept
    }
}

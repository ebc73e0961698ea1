/// systemd's journal, as far as services print into it.
extension RehearsalServer {
    /// Where the rehearsal keeps what a unit has printed; the real one's files are nobody's to read.
    static func journal(of unit: String) -> String { "/var/log/journal.\(unit.split(separator: ".").first ?? "").rehearsal" }

    /// `journalctl --unit=NAME --boot --output=cat --no-pager [--grep=PATTERN]`: lines in order; status 1 where there is none.
    func journalctl(_ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(command, flags: ["--boot", "--no-pager"], values: ["--unit", "--output", "--grep"])
        guard arguments.operands.isEmpty, let unit = arguments.value("--unit"), arguments.value("--output") == "cat" else {
            throw unknown(command)
        }
        // Words with nothing special in them but escapes, divided by bars: whatever else is a pattern this does not play.
        let words = (arguments.value("--grep") ?? "").split(separator: "|").map { $0.replacing("\\", with: "") }
        let lines = files.text(of: Self.journal(of: unit)).split(whereSeparator: \.isNewline).filter { line in
            words.isEmpty || words.contains { line.contains($0) }
        }
        guard !lines.isEmpty else { return RehearsalReply(status: 1, "-- No entries --") }
        return RehearsalReply(lines.joined(separator: "\n"))
    }
}

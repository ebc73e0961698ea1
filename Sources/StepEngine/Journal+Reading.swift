internal import FoundationEssentials
internal import Guidebook
internal import Machines

extension Journal {
    /// What a line says by itself.
    private struct Line {
        var record: Result<Record?, EngineError>
        var digest: String
        var isSealed: Bool
    }

    /// Goes through a journal's bytes up to the first damage.
    static func parse(_ bytes: [UInt8], _ path: String) throws(EngineError) -> JournalContents {
        var reading = JournalContents()
        let texts = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Behind the last end of a line there is nothing, or a torn line.
        for (index, line) in lines(texts.dropLast(), path).enumerated() {
            let problem: String?
            if let record = try line.record.get() {
                problem =
                    !line.isSealed
                    ? "the line is not as it was written"
                    : record.previous != reading.digests.last ?? ""
                        ? "the line does not follow the one before it"
                        : record.number != index + 1 ? "its number is not \(index + 1)" : nil
                if problem == nil { reading.records.append(record) }
            } else {
                problem = "the line cannot be read"
            }
            if let problem {
                reading.damage = damage(texts[index...], problem)
                return reading
            }
            reading.digests.append(line.digest)
            reading.wholeBytes = texts[index].endIndex + 1
        }
        if texts.last?.isEmpty == false { reading.damage = damage(texts.suffix(1), "the line is torn") }
        return reading
    }

    private static func damage(_ lost: ArraySlice<ArraySlice<UInt8>>, _ reason: String) -> Damage {
        Damage(line: lost.startIndex + 1, lostLines: lost.count { !$0.isEmpty }, reason: reason)
    }

    /// Reads each line by itself, several at a time where there are so many that a start would wait for them.
    private static func lines(_ texts: ArraySlice<ArraySlice<UInt8>>, _ path: String) -> [Line] {
        [Line](concurrently: texts.count, share: 500) { line(Array(texts[texts.startIndex + $0]), path) }
    }

    private static func line(_ text: [UInt8], _ path: String) -> Line {
        Line(
            record: Result { () throws(EngineError) in try decode(text, path) }, digest: Digest.text(of: text), isSealed: isSealed(text))
    }

    private struct Version: Decodable { var version: Int }

    static func decode(_ line: [UInt8], _ path: String) throws(EngineError) -> Record? {
        let data = Data(line)
        // Neither failure is lost: a line that cannot be decoded is damage, which the caller reports.
        let record = try? JSONDecoder().decode(Record.self, from: data)
        let version = record?.version ?? (try? JSONDecoder().decode(Version.self, from: data))?.version
        if let version, version > Record.currentVersion, !isOurs(line) {
            throw EngineError(
                .foreign, path,
                "the journal was written by a newer joget-cluster (form \(version), this one reads \(Record.currentVersion))",
                remedy: "install that version again")
        }
        return record
    }

    /// How many bytes a line's own hash takes.
    private static let sealCount = 1 + "\"sum\":\"".utf8.count + 64 + 2

    private static func isSealed(_ line: [UInt8]) -> Bool {
        line.count > sealCount && sealed(Array(line.dropLast(sealCount)) + [UInt8(ascii: "}")]) == line
    }

    /// Whether this program wrote a line that now seems to be a newer one's: with our version its own hash fits.
    private static func isOurs(_ line: [UInt8]) -> Bool {
        guard line.count > sealCount, let colon = line.dropLast(sealCount).lastIndex(of: UInt8(ascii: ":")) else { return false }
        return isSealed(line[...colon] + Array("\(Record.currentVersion)".utf8) + line.suffix(sealCount))
    }
}

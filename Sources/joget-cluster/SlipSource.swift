import ArgumentParser
import Glibc
import Handover
import Machines

/// Where slips come from: a file, or what is pasted on standard input.
enum SlipSource {
    /// The slips in a file.
    static func slips(inFile path: String) async throws -> [Slip] {
        let path = try Preparation.absolute(path)
        guard let bytes = try await LocalMachine(executable: "").read(path, limit: SlipReader.limit) else {
            throw Refusal("\(path): there is no such file", .badDocument)
        }
        do {
            return try Slip.read(String(decoding: bytes, as: UTF8.self))
        } catch var error {
            error.subject = path
            throw error
        }
    }

    /// The slips on standard input, up to the last line of the cluster's, or the end of input.
    /// At a terminal, a line that is damaged or missing can be pasted again.
    static func slipsOfInput() throws -> [Slip] {
        let isTerminal = isatty(STDIN_FILENO) == 1
        if isTerminal { complain("paste the slip; it is over with its line END SLIP, or with Ctrl-D") }
        var reader = SlipReader()
        var isMending = false
        while let line = readLine(strippingNewline: false) {
            reader.take(line)
            let isEnd = SlipReader.isEnd(line)
            guard isEnd || isMending else { continue }
            do throws(SlipError) {
                return try reader.slips()
            } catch {
                guard error.kind == .damaged || error.kind == .absent else { throw error }
                if isTerminal && (isEnd || !isMending) { complain("\(error); Ctrl-D gives up") }
                isMending = true
            }
        }
        return try reader.slips()
    }
}

/// `dd`, as far as whole files and zeros go.
extension RehearsalServer {
    private struct BlockCopy {
        var source: String?
        var target: String?
        var size = 512
        var count: Int?
        var isSilent = false
        /// Whether each block is on its disk before the next one is written.
        var isSynchronous = false

        /// Nil where an operand is not modelled.
        init?(_ words: some Collection<String>) {
            for word in words {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { return nil }
                switch parts[0] {
                case "if": source = parts[1]
                case "of": target = parts[1]
                case "bs":
                    guard let bytes = Int(parts[1]), bytes > 0 else { return nil }
                    size = bytes
                case "count":
                    guard let blocks = Int(parts[1]), blocks >= 0 else { return nil }
                    count = blocks
                case "status" where parts[1] == "none": isSilent = true
                case "oflag": isSynchronous = ["sync", "dsync"].contains(parts[1])
                case "iflag", "conv": break
                default: return nil
                }
            }
        }
    }

    mutating func copyBlocks(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard let copy = BlockCopy(command.arguments.dropFirst()) else { throw unknown(command) }
        var bytes = input(of: command)
        if copy.source == "/dev/zero" {
            // Zeros without an end would fill every disk.
            guard let count = copy.count else { throw unknown(command) }
            bytes = [UInt8](repeating: 0, count: copy.size * count)
        } else if let source = copy.source {
            do throws(FileRefusal) {
                guard let found = try files.bytes(of: source) else { throw .missing }
                bytes = found
            } catch {
                return RehearsalReply(status: 1, "dd: failed to open '\(source)': \(error.text)")
            }
        }
        if let count = copy.count { bytes = Array(bytes.prefix(copy.size * count)) }
        var reply = RehearsalReply()
        guard let target = copy.target else {
            reply.output = bytes
            reply.say(report(copy, bytes.count, written: bytes.count))
            return reply
        }
        do throws(FileRefusal) {
            if target != "/dev/null" { try files.write(bytes, to: target) }
            reply.say(report(copy, bytes.count, written: bytes.count))
        } catch {
            guard error == .full else { return RehearsalReply(status: 1, "dd: failed to open '\(target)': \(error.text)") }
            reply = RehearsalReply(status: 1, "dd: error writing '\(target)': \(error.text)")
            reply.say(report(copy, min(bytes.count, copy.size), written: 0))
        }
        return reply
    }

    /// The lines about blocks, bytes and time; none where they are not wanted.
    private func report(_ copy: BlockCopy, _ read: Int, written: Int) -> [String] {
        if copy.isSilent { return [] }
        func records(_ bytes: Int, _ verb: String) -> String {
            "\(bytes / copy.size)+\(bytes % copy.size == 0 ? 0 : 1) records \(verb)"
        }
        let blocks = (written + copy.size - 1) / copy.size
        let isShare =
            copy.target.flatMap { try? files.resolved($0, followingLast: true) }.map { files.place($0).attachment != nil } ?? false
        // In tenths of a millisecond: a block that has to reach its disk, one that has not.
        let each = !copy.isSynchronous ? 1 : isShare && has(.shareIsSlow) ? 2500 : 16
        let seconds = Double(max(1, blocks * each)) / 10_000
        let sizes = [Self.scaled(Double(written), by: 1000), Self.scaled(Double(written), by: 1024)].compactMap { $0 }
        let shown = sizes.isEmpty ? "" : " (\(sizes.joined(separator: ", ")))"
        let speed = Self.scaled(Double(written) / seconds, by: 1000, least: 0) ?? ""
        let time = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        let amount = "\(written) byte\(written == 1 ? "" : "s")\(shown)"
        return [records(read, "in"), records(written, "out"), "\(amount) copied, \(time) s, \(speed)/s"]
    }

    /// `82 kB` or `80 KiB`; nil for less than the least of them.
    private static func scaled(_ bytes: Double, by step: Double, least: Double = 1) -> String? {
        let units = step == 1000 ? ["kB", "MB", "GB"] : ["KiB", "MiB", "GiB"]
        var (value, index) = (bytes / step, 0)
        guard value >= least else { return nil }
        while value >= step, index < units.count - 1 { (value, index) = (value / step, index + 1) }
        let tenths = (value * 10).rounded() / 10
        return "\(tenths < 10 ? "\(tenths)" : "\(Int(value.rounded()))") \(units[index])"
    }
}

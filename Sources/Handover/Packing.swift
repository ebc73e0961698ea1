internal import CZlib

/// Makes text short: raw deflate, with a dictionary of the words that every slip has.
enum Packing {
    /// More bytes than this are neither packed nor unpacked.
    static let limit = 256 * 1024

    private static let window: Int32 = -15  // negative: no header, no checksum; the slip has its own

    /// The text packed.
    static func packed(_ text: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let began = deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(began == Z_OK, "zlib can always begin to pack")
        defer { deflateEnd(&stream) }
        var words = PackingWords.bytes
        deflateSetDictionary(&stream, &words, UInt32(words.count))
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(text.count))) + 16)
        let (end, count) = run(&stream, text, &output) { deflate($0, Z_FINISH) }
        precondition(end == Z_STREAM_END, "the bound that zlib gives is enough")
        return Array(output[..<count])
    }

    /// The text that was packed; nil where it was not packed by us, has something behind its end, or is over the limit.
    static func unpacked(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let began = inflateInit2_(&stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(began == Z_OK, "zlib can always begin to unpack")
        defer { inflateEnd(&stream) }
        var words = PackingWords.bytes
        inflateSetDictionary(&stream, &words, UInt32(words.count))
        var output = [UInt8](repeating: 0, count: limit)
        let (end, count) = run(&stream, bytes, &output) { inflate($0, Z_FINISH) }
        return end == Z_STREAM_END && stream.avail_in == 0 ? Array(output[..<count]) : nil
    }

    private static func run(
        _ stream: inout z_stream, _ input: [UInt8], _ output: inout [UInt8], _ step: (UnsafeMutablePointer<z_stream>) -> Int32
    ) -> (end: Int32, count: Int) {
        var input = input
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                let end = step(&stream)
                let count = output.count - Int(stream.avail_out)
                stream.next_in = nil
                stream.next_out = nil
                return (end, count)
            }
        }
    }
}

import Foundation
import Synchronization
import Testing

/// A web server of a few lines: what it answers to each request, the test says.
final class Site: Sendable {
    let port: Int
    private let descriptor: CInt
    private let requests: Requests

    private final class Requests: Sendable {
        let texts = Mutex<[String]>([])
    }

    var url: String { "http://127.0.0.1:\(port)" }
    /// First lines of what it was asked, without the protocol.
    var asked: [String] { requests.texts.withLock { $0.map { $0.components(separatedBy: " HTTP/")[0] } } }

    /// `answer` makes an answer of a whole request and its number, from 1.
    init(_ answer: @escaping @Sendable (String, Int) -> String) throws {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let requests = Requests()
        (self.descriptor, self.requests) = (descriptor, requests)
        port = try Site.listen(on: descriptor)
        Thread.detachNewThread {
            while case let client = accept(descriptor, nil, nil), client >= 0 {
                var request = ""
                var buffer = [UInt8](repeating: 0, count: 4096)
                while !request.hasSuffix("\r\n\r\n"), case let count = read(client, &buffer, 4096), count > 0 {
                    request += String(decoding: buffer[..<count], as: UTF8.self)
                }
                let number = requests.texts.withLock { texts in
                    texts.append(request)
                    return texts.count
                }
                let bytes = Array(answer(request, number).utf8)
                _ = send(client, bytes, bytes.count, CInt(MSG_NOSIGNAL))
                shutdown(client, CInt(SHUT_RDWR))  // A child of ours may hold it too.
                close(client)
            }
            close(descriptor)
        }
    }

    deinit { shutdown(descriptor, CInt(SHUT_RDWR)) }

    private static func listen(on descriptor: CInt) throws -> Int {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && Foundation.listen(descriptor, 16) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        try #require(result)
        return Int(UInt16(bigEndian: name.sin_port))
    }

    /// An answer as a web server writes it.
    static func reply(_ status: String, _ fields: String..., page: String = "") -> String {
        (["HTTP/1.1 \(status)"] + fields).joined(separator: "\r\n") + "\r\n\r\n" + page
    }
}

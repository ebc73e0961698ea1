import Foundation
import Synchronization
import Testing

@testable import Machines

@Suite("The local machine asks web servers")
struct LocalWebTests {
    let machine = LocalMachine.impatient

    @Test("An answer comes with its status, its header fields and its page")
    func answer() async throws {
        let page = "HTTP/1.1 200 OK\r\nServer: Apache\r\nSET-COOKIE: a=1; Path=/\r\nSet-Cookie:b=2\r\n\r\n<p>Grüße</p>\n\n"
        let server = try TinyServer { _ in page }
        let reply = try await machine.fetch(WebRequest(server.url + "/jw/[x]/{y}?q=a%20b"), within: .seconds(10))
        #expect(reply.status == 200)
        #expect(reply.headers == [.init("server", "Apache"), .init("set-cookie", "a=1; Path=/"), .init("set-cookie", "b=2")])
        #expect(reply.header("set-cookie") == "a=1; Path=/" && reply.header("location") == nil)
        #expect(reply.body == "<p>Grüße</p>\n\n")
        #expect(server.asked.count == 1 && server.asked[0].hasPrefix("GET /jw/[x]/{y}?q=a%20b HTTP/1.1\r\n"))
        #expect(!server.asked[0].contains("Cookie"))
    }

    @Test("A redirection is told, not followed")
    func redirection() async throws {
        let server = try TinyServer { _ in "HTTP/1.1 302 \r\nLocation: /jw/setup\r\nContent-Length: 0\r\n\r\n" }
        let reply = try await machine.fetch(WebRequest(server.url), within: .seconds(10))
        #expect(reply.status == 302 && reply.header("location") == "/jw/setup" && reply.body.isEmpty)
        #expect(server.asked.count == 1)
    }

    @Test("What only announces the answer is passed over")
    func announcement() async throws {
        let server = try TinyServer { _ in
            "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 404 Not Found\r\nA: b\r\n\r\nHTTP/1.1 is old"
        }
        let reply = try await machine.fetch(WebRequest(server.url), within: .seconds(10))
        #expect(reply == WebReply(status: 404, headers: [.init("a", "b")], body: "HTTP/1.1 is old"))
    }

    @Test("The session's cookie reaches the server, and nobody sees it who lists the processes")
    func cookie() async throws {
        let cookie = #"JSESSIONID="5A\b"C.node01; x=1"#
        let seen = Mutex<[String]>([])
        let server = try TinyServer { request in
            let lines = processes().filter { $0.contains("curl ") && $0.contains(request.host) }
            seen.withLock { $0 = lines }
            return "HTTP/1.0 204 No Content\r\n\r\n"
        }
        #expect(try await machine.fetch(WebRequest(server.url, cookie: cookie), within: .seconds(10)).status == 204)
        #expect(server.asked.first?.contains("\r\nCookie: \(cookie)\r\n") == true)
        let lines = seen.withLock { $0 }
        #expect(lines.count == 1 && !lines[0].contains("5A") && !lines[0].contains("JSESSIONID"))
        let error = await #expect(throws: MachineError.self) {
            try await machine.fetch(WebRequest(server.url, cookie: "a=1\nurl = file:///etc/passwd"), within: .seconds(10))
        }
        #expect(error?.what == "the cookie for it contains a control character" && server.asked.count == 1)
    }

    @Test("A long page is cut, and bytes that are no text are replaced")
    func longPage() async throws {
        let server = try TinyServer { _ in "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "0123456789", count: 300_000) }
        let reply = try await machine.fetch(WebRequest(server.url), within: .seconds(10))
        #expect(reply.body.utf8.count == 65_536 && reply.body.hasPrefix("01234"))
        let bytes = Array("HTTP/1.1 200 OK\n\nab".utf8) + [0xFF]
        #expect(WebReply(parsing: bytes)?.body == "ab\u{FFFD}")
    }

    @Test(
        "What is no answer of a web server is not taken for one",
        arguments: ["", "\r\n", "SSH-2.0\r\n", "HTTP/1.1\r\n", "HTTP/1.1 x\r\n", "HTTP/1.1 42 x\r\n"])
    func noAnswer(text: String) {
        #expect(WebReply(parsing: Array(text.utf8)) == nil)
    }

    @Test("Nobody listening is told as such")
    func refused() async throws {
        let url = try TinyServer { _ in nil }.url  // Closed again at once.
        let error = await #expect(throws: MachineError.self) { try await machine.fetch(WebRequest(url + "/jw"), within: .seconds(10)) }
        #expect(error?.subject == url + "/jw" && error?.what.hasPrefix("no connection: Failed to connect to 127.0.0.1 port ") == true)
        #expect(error?.remedy == "look whether the service runs there, on which address it listens, and for a firewall")
    }

    @Test("A server that takes the connection and says nothing is told apart from one that cannot be reached")
    func silent() async throws {
        let server = try TinyServer { _ in nil }
        let silence = await #expect(throws: MachineError.self) {
            try await machine.fetch(WebRequest(server.url), within: .milliseconds(300))
        }
        #expect(silence?.what == "no answer within 0.3 seconds, though somebody takes connections")
        let full = try FullSocket()
        let filtered = await #expect(throws: MachineError.self) {
            try await machine.fetch(WebRequest("http://127.0.0.1:\(full.port)/"), within: .milliseconds(300))
        }
        #expect(filtered?.what == "no connection within 0.3 seconds")
    }

    @Test(
        "What is wrong with an answer is said",
        arguments: [
            ("SSH-2.0-OpenSSH_9.2\r\n", "what answers is not HTTP"), ("", "the connection was closed without an answer"),
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",
                "the answer broke off: transfer closed with 7 bytes remaining to read"
            ), ("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "the answer is larger than any page of Joget's"),
        ])
    func faulty(answer: String, words: String) async throws {
        let server = try TinyServer { _ in answer }
        let error = await #expect(throws: MachineError.self) { try await machine.fetch(WebRequest(server.url), within: .seconds(10)) }
        #expect(error?.what == words && error?.subject == server.url)
    }

    @Test(
        "What is no web address is refused",
        arguments: [
            ("file:///etc/passwd", "is no web address"), ("-o/tmp/x", "is no web address"), ("lb1/jw", "is no web address"),
            ("http://a b/", "is no web address"), ("http://no-such-name.invalid/", "its name does not resolve"),
        ])
    func noAddress(url: String, words: String) async {
        let error = await #expect(throws: MachineError.self) { try await machine.fetch(WebRequest(url), within: .seconds(10)) }
        #expect(error?.what == words && error?.subject == url && error?.remedy.isEmpty == false)
    }

    @Test("A server without curl is told which package it lacks")
    func noProgram() async {
        let error = await #expect(throws: MachineError.self) {
            try await machine.fetch(WebRequest("http://127.0.0.1/"), within: .seconds(1), by: "curl-that-is-not-there")
        }
        #expect(
            error?.description == "curl-that-is-not-there: there is no curl-that-is-not-there on this server; "
                + "install the package curl-that-is-not-there")
    }
}

/// The argument lists of all processes.
private func processes() -> [String] {
    let pids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return pids.filter { $0.allSatisfy(\.isNumber) }.compactMap { pid in
        // Processes come and go.
        (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)).map { $0.replacing("\0", with: " ") }
    }
}

extension String {
    /// The host that a request was sent to.
    fileprivate var host: String { components(separatedBy: "\r\n").first { $0.hasPrefix("Host: ") }?.dropFirst(6).description ?? "?" }
}

/// A web server of a few lines. It notes what it is asked and says what the test wants it to; nil says nothing at all.
final class TinyServer: Sendable {
    let port: Int
    private let descriptor: CInt
    private let requests: Requests

    private final class Requests: Sendable {
        let texts = Mutex<[String]>([])
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var asked: [String] { requests.texts.withLock { $0 } }

    init(answers: @escaping @Sendable (String) -> String?) throws {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let requests = Requests()
        (self.descriptor, self.requests) = (descriptor, requests)
        port = try listeningPort(of: descriptor, backlog: 16)
        Thread.detachNewThread {
            while case let client = accept(descriptor, nil, nil), client >= 0 {
                var request = ""
                var buffer = [UInt8](repeating: 0, count: 4096)
                while !request.hasSuffix("\r\n\r\n"), case let count = read(client, &buffer, 4096), count > 0 {
                    request += String(decoding: buffer[..<count], as: UTF8.self)
                }
                requests.texts.withLock { $0.append(request) }
                if let answer = answers(request) {
                    var bytes = Array(answer.utf8)[...]
                    while case let count = bytes.withUnsafeBytes({ send(client, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }),
                        count > 0
                    { bytes = bytes.dropFirst(count) }
                } else {
                    _ = read(client, &buffer, 1)  // Until the other side has had enough.
                }
                shutdown(client, CInt(SHUT_RDWR))  // A child of ours may hold it too.
                close(client)
            }
            close(descriptor)
        }
    }

    deinit { shutdown(descriptor, CInt(SHUT_RDWR)) }
}

/// A port that answers nobody, like one behind a firewall: its queue is full.
private final class FullSocket {
    let port: Int
    private var descriptors: [CInt] = []

    init() throws {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        port = try listeningPort(of: listener, backlog: 0)
        descriptors = [listener]
        for _ in 0..<2 {
            let client = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
            _ = NetworkAddress.withSocketAddress("127.0.0.1", port: port) { connect(client, $1, $2) }
            descriptors.append(client)
        }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}

/// Lets a socket listen on a port of the system's choice.
private func listeningPort(of descriptor: CInt, backlog: CInt) throws -> Int {
    let bound = NetworkAddress.withSocketAddress("127.0.0.1", port: 0) { bind(descriptor, $1, $2) }
    try #require(bound == 0 && listen(descriptor, backlog) == 0)
    var name = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    try #require(result == 0)
    return Int(UInt16(bigEndian: name.sin_port))
}

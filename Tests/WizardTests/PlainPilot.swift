import TerminalUI
import Testing

@testable import Wizard

/// A teletype without paper: remembers what was printed, and reads what a test types.
@MainActor
final class PlainTeletype: Teletype {
    let isUnicode: Bool
    let isTyped: Bool
    var showsTyping: Bool { isTyped }
    var isHidden = false
    let events: AsyncStream<TerminalEvent>
    let continuation: AsyncStream<TerminalEvent>.Continuation
    private(set) var text = ""
    private(set) var isSuspended = false
    private(set) var stopCount = 0
    private(set) var dropCount = 0
    private var waiting: (@MainActor @Sendable (String?) -> Void)?

    init(isUnicode: Bool, isTyped: Bool) {
        self.isUnicode = isUnicode
        self.isTyped = isTyped
        (events, continuation) = AsyncStream.makeStream()
    }

    var isAsking: Bool { waiting != nil && !isSuspended }

    func put(_ text: String) { self.text += text }

    func readLine(_ answer: @escaping @MainActor @Sendable (String?) -> Void) {
        #expect(waiting == nil, "one line is asked for at a time")
        waiting = answer
    }

    /// Hands a line in; nil is the end of the input.
    func type(_ line: String?) {
        guard let waiting else {
            Issue.record("nobody reads '\(line ?? "the end")'\n\(text)")
            return
        }
        self.waiting = nil
        if isTyped && !isHidden { text += "\(line ?? "")\n" }
        waiting(line)
    }

    func dropTyped() { dropCount += 1 }
    func suspend() { isSuspended = true }
    func resume() { isSuspended = false }
    func stop() { stopCount += 1 }
    func close() { continuation.finish() }
}

/// Drives a session in lines: answers what is asked, reads what is printed.
@MainActor
final class PlainPilot {
    let teletype: PlainTeletype
    let session: Session
    private let running: Task<Int32, Never>
    /// Where in the text the latest answer was given.
    private var mark: String.Index

    init(_ workplace: Workplace, isUnicode: Bool = true, isTyped: Bool = true) async {
        teletype = PlainTeletype(isUnicode: isUnicode, isTyped: isTyped)
        let session = Session(teletype: teletype, workplace: workplace)
        self.session = session
        mark = teletype.text.startIndex
        running = Task { await session.run() }
        await rest()
    }

    var model: Model { session.model }
    /// What was printed since the latest answer, the answer included.
    var page: String { String(teletype.text[mark...]) }

    /// Waits until an answer is needed.
    func rest() async {
        let teletype = teletype
        await session.wait { _ in teletype.isAsking }
    }

    func wait(until condition: @escaping @MainActor (Model) -> Bool) async { await session.wait { condition($0.model) } }

    /// Answers one question after the other.
    func answer(_ lines: String?...) async {
        for line in lines {
            mark = teletype.text.endIndex
            teletype.type(line)
            await rest()
        }
    }

    /// Answers while something is under way.
    func hand(in line: String) {
        mark = teletype.text.endIndex
        teletype.type(line)
    }

    func send(_ event: TerminalEvent) { teletype.continuation.yield(event) }

    func end(location: SourceLocation = #_sourceLocation) async -> Int32 {
        if model.exitCode == nil { await wait { $0.exitCode != nil } }
        return await running.value
    }

    func expect(prints texts: String..., location: SourceLocation = #_sourceLocation) {
        let flat = PlainPilot.flat(page)
        for text in texts {
            #expect(flat.contains(PlainPilot.flat(text)), "not printed: \(text)\n\(page)", sourceLocation: location)
        }
    }

    func expect(omits text: String, location: SourceLocation = #_sourceLocation) {
        #expect(!PlainPilot.flat(page).contains(PlainPilot.flat(text)), "printed: \(text)\n\(page)", sourceLocation: location)
    }

    private static func flat(_ text: String) -> String { text.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ") }
}

import Foundation
import Synchronization
import Testing

/// A terminal with the program in it: keys go in, the screen is read, and at the end the modes are looked at.
final class Terminal: Sendable {
    /// What a waiting test looks at.
    struct View: Sendable {
        var screen: Screen
        /// Everything that was sent to the terminal.
        var sent: [UInt8] = []
        var end: Child.End?
        /// Whether nothing more can come: nobody has the other end open, or the terminal was taken away.
        var isSilent = false
    }

    private struct State {
        var view: View
        var waiting: [Int: (condition: @Sendable (View) -> Bool, continuation: CheckedContinuation<Bool, Never>)] = [:]
        var count = 0
        var isOpen = true
        var isToBeClosed = false
    }

    /// Longer than anything takes on a busy machine; only a failing test waits so long.
    static let patience = 20.0

    let child: Child
    private let line: Int32
    private let state: Mutex<State>
    private let modesBefore: [UInt8]

    /// Runs the program in a new terminal for as long as `body` takes. Whatever is left of it then is killed.
    /// `complaints` is the file for standard error; nil leaves it on the terminal.
    static func run(
        _ arguments: [String], program: String = Child.program, type: String? = "xterm-256color", lang: String = "C.UTF-8", rows: Int = 24,
        columns: Int = 80, saysSize: Bool = true, environment: [String: String] = [:], complaints: String? = nil,
        _ body: (Terminal) async throws -> Void
    ) async throws {
        await Turnstile.shared.enter()
        do {
            var variables = ["PATH": "/usr/bin:/bin", "LANG": lang, "SHELL": "/bin/sh", "SWIFT_BACKTRACE": "enable=no"]
            variables["TERM"] = type
            variables.merge(environment) { $1 }
            let terminal = try Terminal(
                [program] + arguments, variables, rows: rows, columns: columns, saysSize: saysSize, complaints: complaints)
            do {
                try await body(terminal)
                await terminal.finish()
            } catch {
                await terminal.finish()
                throw error
            }
        } catch {
            await Turnstile.shared.leave()
            throw error
        }
        await Turnstile.shared.leave()
    }

    private init(_ words: [String], _ environment: [String: String], rows: Int, columns: Int, saysSize: Bool, complaints: String?) throws {
        line = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var number: Int32 = 0
        var isLocked: Int32 = 0
        // TIOCGPTN and TIOCSPTLCK, which are too complicated for Swift.
        guard line >= 0, ioctl(line, 0x8004_5430, &number) == 0, ioctl(line, 0x4004_5431, &isLocked) == 0 else {
            throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: "/dev/ptmx", "errno": errno])
        }
        state = Mutex(State(view: View(screen: Screen(rows: rows, columns: columns))))
        modesBefore = Terminal.modes(of: line)
        if saysSize { Terminal.setSize(of: line, rows, columns) }
        let device = "/dev/pts/\(number)"
        let errors = complaints.map { ($0, O_WRONLY | O_CREAT) } ?? (device, O_RDWR)
        child = try Child(
            words, environment: environment, files: [(device, O_RDWR), (device, O_RDWR), errors], ownsSession: true)
        Thread.detachNewThread { self.read() }
        child.whenEnded { [weak self] end in self?.update { $0.end = end } }
    }

    private func finish() async {
        if state.withLock({ $0.view.end == nil }) {
            child.send(SIGKILL)
            _ = await wait { $0.end != nil }
        }
        hangUp()
    }

    // MARK: Reading

    /// Reads on a thread of its own, so that a full line never holds the program up.
    private func read() {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        var input = pollfd(fd: line, events: Int16(POLLIN), revents: 0)
        while !state.withLock({ $0.isToBeClosed }) {
            // The limit is for taking the terminal away; whatever arrives wakes at once.
            guard poll(&input, 1, 20) > 0 else { continue }
            var count = Glibc.read(line, &buffer, buffer.count)
            // EIO: nobody has the other end open any more.
            guard count > 0 else { break }
            // What has arrived by now is looked at as a whole: a line takes a picture in pieces.
            while count < buffer.count, poll(&input, 1, 0) > 0, input.revents & Int16(POLLIN) != 0 {
                let more = buffer.withUnsafeMutableBytes { Glibc.read(line, $0.baseAddress! + count, $0.count - count) }
                guard more > 0 else { break }
                count += more
            }
            update {
                $0.sent += buffer[..<count]
                $0.screen.feed(buffer[..<count])
            }
        }
        if state.withLock({ $0.isToBeClosed }) { closeLine() }
        update { $0.isSilent = true }
    }

    private func closeLine() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { close(line) }
    }

    private func update(_ change: (inout View) -> Void) {
        let ready = state.withLock { state in
            change(&state.view)
            let view = state.view
            let ready = state.waiting.filter { $0.value.condition(view) }
            for key in ready.keys { state.waiting[key] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume(returning: true) }
    }

    var view: View { state.withLock { $0.view } }

    /// Waits until something is so; false where it does not become so in time.
    func wait(_ seconds: Double = patience, until condition: @escaping @Sendable (View) -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            let number: Int? = state.withLock { state in
                if condition(state.view) { return nil }
                state.count += 1
                state.waiting[state.count] = (condition, continuation)
                return state.count
            }
            guard let number else { return continuation.resume(returning: true) }
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in
                self?.state.withLock { $0.waiting.removeValue(forKey: number) }?.continuation.resume(returning: false)
            }
        }
    }

    /// Waits until the words stand on the screen.
    func expect(_ words: String, location: SourceLocation = #_sourceLocation) async throws {
        let isShown = await wait { $0.screen.shows(words) || $0.end != nil }
        let view = view
        try #require(
            // What was there may have gone on by now.
            isShown && (view.end == nil || view.screen.shows(words)),
            "not on the screen: \(words)\n\(view.screen.text)\n\(view.end.map { "\($0)" } ?? "")",
            sourceLocation: location)
    }

    /// Waits for the end of the program and of its output.
    func end(waiting seconds: Double = patience, location: SourceLocation = #_sourceLocation) async throws -> Child.End {
        let isOver = await wait(seconds) { $0.end != nil && $0.isSilent }
        try #require(isOver, "the program does not end\n\(view.screen.text)", sourceLocation: location)
        return try #require(view.end)
    }

    // MARK: Doing

    func type(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(line, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    func resize(_ rows: Int, _ columns: Int) {
        update { $0.screen.resize(rows: rows, columns: columns) }
        // The kernel tells the program by SIGWINCH.
        Terminal.setSize(of: line, rows, columns)
    }

    /// The kernel does not know any more how large the window is; it still tells that something happened.
    func forgetSize() { Terminal.setSize(of: line, 0, 0) }

    /// Writes on the screen behind the program's back, as a message of the kernel does.
    func scribble(_ text: String) { update { $0.screen.feed(Array(text.utf8)) } }

    /// Takes the terminal away, as a lost connection does.
    func hangUp() {
        state.withLock { $0.isToBeClosed = true }
        if view.isSilent { closeLine() }
    }

    /// Whether the terminal's modes are what they were before the program.
    var isRestored: Bool { Terminal.modes(of: line) == modesBefore }

    private static func modes(of line: Int32) -> [UInt8] {
        var modes = termios()
        tcgetattr(line, &modes)
        return withUnsafeBytes(of: &modes) { Array($0) }
    }

    private static func setSize(of line: Int32, _ rows: Int, _ columns: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(line, UInt(TIOCSWINSZ), &size)
    }
}

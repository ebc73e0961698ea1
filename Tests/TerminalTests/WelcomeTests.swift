import Foundation
import Testing

/// The terminals that operators have, down to a serial console.
struct WelcomeTests {
    static let types = ["linux", "vt100", "vt220", "xterm", "xterm-256color", "screen", "tmux-256color", "ansi"]

    @Test("The welcome page appears on every terminal, and leaving gives the terminal back", arguments: types, ["C.UTF-8", "C"])
    func welcome(type: String, lang: String) async throws {
        try await Terminal.run(["--rehearse"], type: type, lang: lang) { terminal in
            try await terminal.expect("sets up a Joget cluster")
            try await terminal.expect("Enter begins.")
            #expect(!terminal.isRestored, "a wizard that changes no mode cannot show that it restores them")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2), "nothing is done yet")
            #expect(terminal.isRestored)
            let sent = terminal.view.sent
            #expect(String(decoding: sent, as: UTF8.self).contains("nothing on this server was touched"))
            #expect(lang != "C" || sent.allSatisfy { $0 < 128 }, "LANG=C knows no letters beyond ASCII")
        }
    }

    @Test("A terminal that nobody has heard of is taken for a common one", arguments: ["kitty-of-tomorrow", "", nil])
    func unknown(type: String?) async throws {
        try await Terminal.run(["--rehearse"], type: type) { terminal in
            try await terminal.expect("sets up a Joget cluster")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
            #expect(terminal.isRestored)
        }
    }

    @Test(
        "A locale that the server does not have is no obstacle, nor is one without UTF-8",
        arguments: ["de_DE.UTF-8", "POSIX", "de_DE.ISO-8859-1"])
    func locales(lang: String) async throws {
        try await Terminal.run(["--rehearse"], lang: lang) { terminal in
            try await terminal.expect("<- this server")
            terminal.type("q")
            #expect(try await terminal.end() == .exited(2))
            let isASCII = terminal.view.sent.allSatisfy { $0 < 128 }
            #expect(isASCII == !lang.hasSuffix("UTF-8"))
        }
    }

    @Test("Without a terminal the wizard says in one line what to use in its place")
    func none() async throws {
        let scratch = try Scratch()
        let result = try await Headless.run(["--rehearse", "--state", scratch.state])
        result.expectRefusal(64, "joget-cluster plan", "joget-cluster apply")
        #expect(try scratch.listing().isEmpty)
    }
}

import Foundation

/// Chromium without a window, where it is installed: it opens a page, and says what it sees.
struct Chromium {
    /// The program; nil where there is none.
    static let path = ["chromium", "chromium-browser", "google-chrome"].lazy
        .flatMap { name in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" } }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Whether its absence is a failure.
    static let isRequired = ProcessInfo.processInfo.environment["JOGET_REQUIRE_CHROMIUM"] == "1"

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "chromium-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }  // What is left there hurts nobody.

    /// Opens a page with some options; what it prints.
    func open(_ page: String, _ options: [String]) throws -> String {
        let file = folder.appending(path: "page-\(UUID().uuidString).html")
        try Data(page.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments =
            ["120", Chromium.path ?? "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
            + ["--user-data-dir=\(folder.path)/profile", "--disable-background-networking"] + options + [file.absoluteString]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a script finds out about the documents, each shown in a frame of that width. The documents themselves run nothing.
    func probe(_ documents: [String], width: Int, script: String, dark: Bool = false) throws -> String {
        let frames = documents.map { document in
            let source = document.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
            return "<iframe width=\"\(width)\" height=\"900\" style=\"border:0\" srcdoc=\"\(source)\"></iframe>"
        }
        let page = """
            <!DOCTYPE html><html><body>\(frames.joined())<script>
            \(script)
            addEventListener("load", () => {
              const found = [...document.querySelectorAll("iframe")].map(frame => look(frame.contentDocument, frame.contentWindow));
              document.body.innerHTML = "<output>" + btoa(unescape(encodeURIComponent(JSON.stringify(found)))) + "</output>";
            });
            </script></body></html>
            """
        let dom = try open(page, ["--dump-dom"] + (dark ? ["--blink-settings=preferredColorScheme=0"] : []))
        guard let start = dom.range(of: "<output>"), let end = dom.range(of: "</output>") else { return "" }
        return Data(base64Encoded: String(dom[start.upperBound..<end.lowerBound])).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

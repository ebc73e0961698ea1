import Foundation
import Testing

/// A small Java program that reads the same bytes with Java's own classes.
enum Java {
    static var isAskedFor: Bool { isInstalled || ProcessInfo.processInfo.environment["JOGET_REQUIRE_JAVA"] == "1" }

    /// Running a source file takes the compiler, which a bare runtime lacks.
    private static var isInstalled: Bool {
        ["/usr/bin/java", "/usr/bin/javac"].allSatisfy(FileManager.default.isExecutableFile)
    }

    /// UTF-16 units of four digits each.
    static func hex(_ text: String) -> String { hex(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// One answer for each question.
    static func answers(to questions: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "java-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // A temporary folder that stays harms nobody.
        let program = folder.appending(path: "Oracle.java")
        let input = folder.appending(path: "questions")
        try Data(source.utf8).write(to: program)
        try Data((questions.joined(separator: "\n") + "\n").utf8).write(to: input)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/java")
        process.arguments = [program.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let printed = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let lines = printed.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        try #require(process.terminationStatus == 0 && lines.count == questions.count)
        return lines
    }

    private static let source = """
        import java.io.*;
        import java.util.*;
        import javax.xml.parsers.*;
        import org.w3c.dom.*;
        import org.xml.sax.helpers.DefaultHandler;

        public class Oracle {
            static byte[] bytes(String hex) { return HexFormat.of().parseHex(hex); }

            static String hex(String text) {
                StringBuilder result = new StringBuilder();
                for (char unit : text.toCharArray()) result.append(String.format("%04x", (int) unit));
                return result.toString();
            }

            static String properties(byte[] text) throws IOException {
                Properties properties = new Properties();
                properties.load(new ByteArrayInputStream(text));
                List<String> found = new ArrayList<>();
                for (String key : properties.stringPropertyNames()) found.add(hex(key) + "=" + hex(properties.getProperty(key)));
                return String.join(",", found);
            }

            static String stored(String hex) throws IOException {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < hex.length(); i += 4) text.append((char) Integer.parseInt(hex.substring(i, i + 4), 16));
                Properties properties = new Properties();
                properties.setProperty(text.toString(), text.toString());
                ByteArrayOutputStream stored = new ByteArrayOutputStream();
                properties.store(stored, null);
                return stored.toString("ISO-8859-1").split("\\n")[1];
            }

            static String xml(byte[] text) throws Exception {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
                DocumentBuilder builder = factory.newDocumentBuilder();
                builder.setErrorHandler(new DefaultHandler());
                NodeList elements = builder.parse(new ByteArrayInputStream(text)).getElementsByTagName("*");
                List<String> found = new ArrayList<>();
                for (int i = 0; i < elements.getLength(); i++) {
                    NamedNodeMap attributes = elements.item(i).getAttributes();
                    List<String> words = new ArrayList<>();
                    for (int k = 0; k < attributes.getLength(); k++)
                        words.add(hex(attributes.item(k).getNodeName()) + "=" + hex(attributes.item(k).getNodeValue()));
                    Collections.sort(words);
                    words.add(0, hex(elements.item(i).getNodeName()));
                    found.add(String.join(" ", words));
                }
                return String.join(",", found);
            }

            public static void main(String[] arguments) throws Exception {
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
                PrintStream output = new PrintStream(new BufferedOutputStream(System.out));
                for (String line = input.readLine(); line != null; line = input.readLine()) {
                    String[] words = line.split(" ", -1);
                    String answer;
                    try {
                        answer = switch (words[0]) {
                            case "properties" -> properties(bytes(words[1]));
                            case "store" -> stored(words[1]);
                            default -> xml(bytes(words[1]));
                        };
                    } catch (IllegalArgumentException | IOException | org.xml.sax.SAXException refusal) {
                        answer = "refused";
                    }
                    output.println(answer);
                }
                output.flush();
            }
        }
        """
}

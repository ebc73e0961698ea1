/// The version of a Tomcat, as it gives it itself.
struct TomcatVersion {
    /// Where it stands in lib/catalina.jar.
    static let entry = "org/apache/catalina/util/ServerInfo.properties"

    /// Such as 9.0.43.
    let number: String
    /// Such as 9.
    let major: Int

    /// Reads the properties that every Tomcat carries.
    init?(properties: String) {
        let lines = properties.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.hasPrefix("server.number=") }) else { return nil }
        self.init(number: String(line.dropFirst("server.number=".count)))
    }

    /// Reads a number of three parts or more.
    init?(number: String) {
        let parts = number.trimmed.split(separator: ".")
        guard parts.count > 2, let major = Int(parts[0]) else { return nil }
        self.major = major
        self.number = parts.prefix(3).joined(separator: ".")
    }

    /// Why Joget does not run on it; nil where it does.
    var objection: Objection? {
        if major == 9 { return nil }
        let reason =
            major > 9
            ? "Joget DX 8 is written for javax.servlet, and since version 10 Tomcat has jakarta.servlet"
            : "Joget DX 8 supports Tomcat 9 alone"
        return Objection(
            "Tomcat \(number): \(reason)", remedy: "take a Tomcat 9: the one in Joget's own bundle, or the latest 9.0 of tomcat.apache.org")
    }
}

/// The version of a Java, as `java -version` tells it.
struct JavaVersion {
    /// Such as 17.0.15.
    let number: String
    /// Such as 17.
    let major: Int

    /// Reads `openjdk version "17.0.15" 2025-04-15`.
    init?(output: String) {
        guard let number = output.between("version \"", "\"") else { return nil }
        let parts = number.split { !$0.isNumber }.compactMap { Int($0) }
        // Until 8 the first part was 1.
        guard let major = parts.first == 1 ? parts.dropFirst().first : parts.first else { return nil }
        (self.number, self.major) = (number, major)
    }

    /// Whether Joget DX 8 runs on it.
    var isSupported: Bool { major == 11 || major == 17 }
}

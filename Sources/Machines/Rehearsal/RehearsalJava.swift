/// Java, and how Tomcat's scripts find it.
extension RehearsalServer {
    /// What stands in the file of a Java program: the version that it gives.
    static func javaProgram(_ version: String) -> String { "\u{7F}ELF java \(version)\n" }

    /// The version of a Java program; nil where there is none that can run.
    func javaVersion(_ path: String) -> String? {
        guard !has(.javaMissing), files.allows(.execute, path) else { return nil }
        let words = files.text(of: path).split(whereSeparator: \.isWhitespace)
        return words.count == 3 && words[1] == "java" ? String(words[2]) : nil
    }

    /// `java -version`.
    func java(_ command: Command) throws(MachineError) -> RehearsalReply {
        guard Array(command.arguments.dropFirst()) == ["-version"] else { throw unknown(command) }
        let path = command.arguments[0].hasPrefix("/") ? command.arguments[0] : Self.path.map { "\($0)/java" }.first(where: exists) ?? ""
        guard let version = javaVersion(path) else {
            return RehearsalReply(status: 127, "\(command.arguments[0]): No such file or directory")
        }
        let build = "build \(version)+6-rehearsal"
        return RehearsalReply(
            "openjdk version \"\(version)\" 2025-04-15", "OpenJDK Runtime Environment (\(build))",
            "OpenJDK 64-Bit Server VM (\(build), mixed mode, sharing)")
    }

    /// The Java that Tomcat's scripts settle on, or what they print instead.
    func chosenJava(_ variables: [String: String]) -> (path: String, complaint: [String]) {
        var home = variables["JRE_HOME"] ?? ""
        if home.isEmpty { home = variables["JAVA_HOME"] ?? "" }
        if home.isEmpty, javaVersion("/usr/bin/java") != nil { home = "/usr" }
        guard !home.isEmpty else {
            return (
                "",
                [
                    "Neither the JAVA_HOME nor the JRE_HOME environment variable is defined",
                    "At least one of these environment variable is needed to run this program",
                ]
            )
        }
        return ("\(home)/bin/java", [])
    }

    /// What keeps a Java from starting with these options, in its own words; empty where nothing does.
    func javaComplaint(_ options: [String]) -> [String] {
        let fatal = ["Error: Could not create the Java Virtual Machine.", "Error: A fatal exception has occurred. Program will exit."]
        for option in options {
            if option.hasPrefix("-Xmx") {
                let digits = option.dropFirst(4).prefix { $0.isNumber }
                let unit = option.dropFirst(4 + digits.count).lowercased()
                guard !digits.isEmpty, ["", "k", "m", "g", "t"].contains(unit) else {
                    return ["Invalid maximum heap size: \(option)"] + fatal
                }
            } else if option.hasPrefix("-javaagent:") {
                let path = String(option.dropFirst("-javaagent:".utf8.count).prefix { $0 != "=" })
                // What cannot be read is no agent.
                let archive = files.allows(.read, path) ? (try? files.bytes(of: path)).flatMap { RehearsalArchive($0) } : nil
                if archive?.isWhole != true || archive?.format != .zip {
                    return [
                        "Error opening zip file or JAR manifest missing : \(path)", "Error occurred during initialization of VM",
                        "agent library failed to init: instrument",
                    ]
                }
                if archive?.text(of: "META-INF/MANIFEST.MF").contains("Premain-Class:") != true {
                    return [
                        "Failed to find Premain-Class manifest attribute in \(path)", "Error occurred during initialization of VM",
                        "agent library failed to init: instrument",
                    ]
                }
            } else if !option.hasPrefix("-") {
                return ["Error: Could not find or load main class \(option)", "Caused by: java.lang.ClassNotFoundException: \(option)"]
            } else if option.hasPrefix("-X"), !["-Xm", "-Xs", "-XX"].contains(where: option.hasPrefix) {
                return ["Unrecognized option: \(option)"] + fatal
            }
        }
        return []
    }
}

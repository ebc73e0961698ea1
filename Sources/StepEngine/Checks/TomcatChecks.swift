import Guidebook
import Machines

/// Checks of what Joget runs on: Java, Tomcat, memory.
extension Inspector {
    /// Folders and how the names in them begin, in the order in which setenv.sh takes the first.
    private static let javaPlaces: [(folder: String, prefix: String)] = [
        ("/usr/lib/jvm", "java-17-openjdk-"), ("/usr/lib/jvm", "java-11-openjdk-"), ("/usr/lib/jvm", "temurin-17"),
        ("/usr/lib/jvm", "temurin-11"), ("/opt", "java-17"), ("/opt", "java-11"), ("/opt", "jdk-17"), ("/opt", "jdk-11"),
    ]

    func java(_ check: Check, _ home: String) async throws -> Finding {
        try await finding(check, expected: "Java 11 or 17") {
            var seen: [String] = []
            let programs = home.isEmpty ? try await javaPrograms() : ["\(home)/bin/java"]
            for program in programs {
                guard let answer = try await javaAnswer(program) else { continue }
                guard let version = JavaVersion(output: answer) else {
                    seen.append("\(program) says no version")
                    continue
                }
                if version.isSupported { return "Java \(version.number), \(program)" }
                seen.append("Java \(version.number), \(program)")
            }
            let offers = plan.values.text("platform.offers-java") == "yes"
            let package = plan.values.text("platform.java-package")
            throw Objection(
                seen.isEmpty
                    ? "no Java\(home.isEmpty ? "" : " at \(home)")" : "\(seen.joined(separator: "; ")): Joget DX 8 supports 11 and 17",
                remedy: offers && home.isEmpty
                    ? "install \(package) ('apt-get install \(package)')"
                    : "unpack Java 17, such as Eclipse Temurin's archive, at /opt/java-17, or name its directory with application.java-home"
            )
        }
    }

    private func javaPrograms() async throws -> [String] {
        var names: [String: [String]] = [:]
        for folder in Set(Inspector.javaPlaces.map(\.folder)) { names[folder] = try await machine.list(folder) ?? [] }
        let programs = Inspector.javaPlaces.flatMap { place in
            (names[place.folder] ?? []).filter { $0.hasPrefix(place.prefix) }.map { "\(place.folder)/\($0)/bin/java" }
        }
        return programs + ["java"]
    }

    /// What the program says of itself; nil where it is not there.
    private func javaAnswer(_ program: String) async throws -> String? {
        do {
            return try await askOnce([program, "-version"]).output
        } catch is MachineError {
            return nil  // It is not there, or no program: another one may be.
        }
    }

    func tomcat(_ check: Check, _ home: String) async throws -> Finding {
        try await finding(check, expected: "Tomcat 9") { "Tomcat \(try await tomcatVersion(at: home).number)" }
    }

    /// The version of the Tomcat in a directory, which Joget runs on.
    func tomcatVersion(at home: String) async throws -> TomcatVersion {
        let remedy =
            plan.cluster["application.kind"] == "install"
            ? "do the step that unpacks the bundle (application.unpack)"
            : "name the directory that holds bin, conf and webapps with application.tomcat"
        guard try await machine.status(of: "\(home)/bin/catalina.sh") != nil else {
            throw Objection("there is no bin/catalina.sh in \(home)", remedy: remedy)
        }
        return try await tomcatVersion(of: "\(home)/lib/catalina.jar", remedy)
    }

    /// The version of Tomcat's own library.
    func tomcatVersion(of library: String, _ remedy: String) async throws -> TomcatVersion {
        let answer = try await askOnce(["unzip", "-p", library, TomcatVersion.entry])
        guard answer.succeeded, let version = TomcatVersion(properties: answer.output) else {
            throw Objection(
                "\(library) does not say its version: it is no Tomcat, or damaged", evidence: answer.output.firstLine, remedy: remedy)
        }
        if let objection = version.objection { throw objection }
        return version
    }

    func otherTomcat(_ check: Check, _ home: String) async throws -> Finding {
        try await finding(check, expected: "none but the one in \(home)") {
            let answer = try await askOnce(["ps", "-ww", "-eo", "pid=,user=,args="])
            let all = answer.output.split(whereSeparator: \.isNewline).compactMap { TomcatProcess(line: String($0)) }
            var homes: Set<String> = [home]
            // The link that we make leads to the folder of the product.
            if let target = try await machine.status(of: home)?.target, let parent = home.parentDirectory {
                homes.insert(target.hasPrefix("/") ? target : "\(parent)/\(target)")
            }
            guard let other = all.first(where: { homes.isDisjoint(with: $0.homes) }) else {
                return all.isEmpty ? "none" : "the one in \(home)"
            }
            throw try await objection(to: other)
        }
    }

    private func objection(to other: TomcatProcess) async throws -> Objection {
        let group = try await machine.read("/proc/\(other.pid)/cgroup", limit: 1 << 16).map { String(decoding: $0, as: UTF8.self).trimmed }
        let unit = group?.split(separator: "/").last { $0.hasSuffix(".service") }.map { String($0.dropLast(".service".count)) }
        let stop = unit.map { "'systemctl disable --now \($0)'" } ?? "whatever started it"
        let place = other.homes[0]
        return Objection(
            "user \(other.user) runs a Tomcat from \(place)\(unit.map { ", service \($0)" } ?? "") (process \(other.pid))",
            evidence: other.shown,
            remedy: "stop it for good (\(stop)); or let Joget run in it: application.kind: existing, application.tomcat: \(place), "
                + "application.service: \(unit ?? "the unit that starts it")")
    }

    /// Room for what else runs: the system, Java's own needs beside the heap, the agents.
    private static let memoryBeside = 512

    func memory(_ check: Check, _ heap: String) async throws -> Finding {
        guard let wanted = Inspector.megabytes(heap) else { preconditionFailure("'\(heap)' was validated with the cluster description") }
        let needed = wanted + Inspector.memoryBeside
        return try await finding(check, expected: "at least \(needed) MB: the heap of \(heap) and \(Inspector.memoryBeside) MB beside it") {
            let text = String(decoding: try await machine.read("/proc/meminfo", limit: 1 << 16) ?? [], as: UTF8.self)
            let line = text.split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
            guard let line, let kilobytes = Int(line.filter(\.isNumber)) else {
                throw Objection("/proc/meminfo does not say how much memory there is", verdict: .unknown)
            }
            let found = kilobytes / 1024
            guard found >= needed else {
                throw Objection(
                    "\(found) MB in all", evidence: String(line), verdict: .warns,
                    remedy:
                        "give the server more memory, or choose a smaller application.memory; the kernel ends Joget when memory runs out"
                )
            }
            return "\(found) MB"
        }
    }

    /// The megabytes of an amount such as 2048M or 2G.
    static func megabytes(_ amount: String) -> Int? {
        guard let number = Int(amount.prefix(while: \.isNumber)) else { return nil }
        switch amount.drop(while: \.isNumber).lowercased() {
        case "m": return number
        case "g": return number * 1024
        default: return nil
        }
    }
}

/// A Tomcat that runs now.
struct TomcatProcess {
    let pid: Int
    let user: String
    /// Its own directory (catalina.base), and that of its programs (catalina.home).
    let homes: [String]
    private let arguments: Substring

    /// Reads a line of `ps -eo pid=,user=,args=`; nil where it is no Tomcat's.
    init?(line: String) {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count == 3, let pid = Int(words[0]), words[2].contains("org.apache.catalina.startup.Bootstrap") else { return nil }
        (self.pid, user, arguments) = (pid, String(words[1]), words[2].drop { $0 == " " })
        homes = ["-Dcatalina.base=", "-Dcatalina.home="].compactMap { option in
            // A path may contain blanks; what follows it begins with a dash or is the class.
            (String(words[2]) + " -").between(option, " -").map { $0.between("", " org.apache.catalina") ?? $0 }
        }
        if homes.isEmpty { return nil }
    }

    /// The program and what tells one Tomcat from another.
    var shown: String {
        let program = arguments.prefix { $0 != " " }
        return "\(pid) \(user) \(program) … -Dcatalina.base=\(homes[0]) org.apache.catalina.startup.Bootstrap"
    }
}

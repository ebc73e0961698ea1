import Foundation

/// The step that unpacks, and what it takes.
enum ArchiveStep {
    static func body(_ name: String = "bundle.tar.gz", sha256: String = "") -> String {
        """
        archive:
          from: ROOT/\(name)
          into: ROOT/opt
          sha256: "\(sha256)"
          group: daemon
          links: { tomcat: bin/catalina.sh }
          links-if-there: { bundle: wflow }
          writable: [tomcat/logs, tomcat/temp]
        """
    }

    /// The commands that unpack the bundle, in order.
    static func lines(in bed: DiskBed) -> [String] {
        let (opt, staging) = (bed["opt"], bed["opt/.joget-cluster-unpack"])
        return [
            "rm --recursive --force \(staging)",
            "tar --extract --gzip --no-same-owner --file \(bed["bundle.tar.gz"]) --directory \(staging)",
            "chown --recursive --no-dereference root:daemon \(staging)", "chmod --recursive u=rwX,g=rX,o= \(staging)",
            "mv --no-target-directory \(staging)/bundle-8.1 \(opt)/bundle-8.1",
            "ln --symbolic --force --no-dereference bundle-8.1 \(opt)/bundle",
            "ln --symbolic --force --no-dereference bundle-8.1/apache-tomcat-9.0.90 \(opt)/tomcat",
        ]
            + ["logs", "temp"].flatMap { name in
                [
                    "mkdir --parents \(opt)/tomcat/\(name)", "chown --recursive daemon:daemon \(opt)/tomcat/\(name)",
                    "chmod --recursive u=rwX,g=rX,o= \(opt)/tomcat/\(name)",
                ]
            }
    }
}

extension DiskBed {
    /// Makes bundle.tar.gz, laid out as Joget's.
    func pack(_ top: String = "bundle-8.1") throws {
        let tomcat = "tree/\(top)/apache-tomcat-9.0.90"
        try put("#!/bin/sh\n", at: "\(tomcat)/bin/catalina.sh", mode: 0o755)
        try put("<Server/>\n", at: "\(tomcat)/conf/server.xml", mode: 0o666)
        try put("old", at: "\(tomcat)/logs/old.log")
        try put("8", at: "tree/\(top)/VERSION.txt")
        try put("jar", at: "tree/\(top)/wflow/wflow-cluster.jar")
        // Always the same bytes.
        try run(
            "tar", "--numeric-owner", "--owner=4711", "--group=4711", "--sort=name", "--mtime=@1700000000", "-czf", self["bundle.tar.gz"],
            "-C", self["tree"], top)
    }

    func names(in folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: self[folder]).sorted() }

    /// What a command of this machine prints.
    func output(_ words: String...) throws -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }
}

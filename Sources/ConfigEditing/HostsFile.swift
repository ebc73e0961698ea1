/// Edits of /etc/hosts that touch only the line of the address, and the loopback lines that claim its names.
public enum HostsFile {
    /// The entries in order; a line with an address only has no names.
    public static func entries(in text: [UInt8]) -> [HostsEntry] {
        TextLines(text).lines.enumerated().compactMap { index, line in HostsEntry(line.content, line: index + 1) }
    }

    /// `text` in which every one of `names` stands for `address` and for no loopback address.
    /// A loopback line that is left without names goes.
    public static func setting(address: String, names: [String], in text: [UInt8]) throws(EditError) -> [UInt8] {
        try setting([(address, names)], in: text)
    }

    /// The same for several addresses, one after the other; a cluster of hundreds is read and written once.
    public static func setting(_ hosts: [(address: String, names: [String])], in text: [UInt8]) throws(EditError) -> [UInt8] {
        var document = HostsDocument(text)
        for (address, names) in hosts {
            try check(address: address, names: names)
            try document.refuseRivals(of: address, names: names)
            document.takeOffLoopback(names)
            document.add(names, to: address)
        }
        return document.bytes
    }

    private static func check(address: String, names: [String]) throws(EditError) {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && !$0.contains("+") }
        let isIPv6 = address.contains(":") && address.allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":") }
        guard isIPv4 || isIPv6 else {
            throw EditError(what: "\(address) is no IP address", remedy: "give one such as 192.0.2.10")
        }
        guard !HostsEntry.isLoopback(address) else {
            throw EditError(what: "\(address) is a loopback address", remedy: "give the server's address in the network")
        }
        for name in names {
            guard isHostName(name) else {
                throw EditError(what: "\(name) is no host name", remedy: "use letters, digits, dots and hyphens")
            }
            guard name.lowercased() != "localhost" else {
                throw EditError(what: "localhost must stay a name of 127.0.0.1", remedy: "give the server's own name")
            }
        }
    }

    private static func isHostName(_ name: String) -> Bool {
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
        return isPlain && !name.isEmpty && name.utf8.count <= 253 && !name.hasPrefix("-") && !name.hasPrefix(".")
    }
}

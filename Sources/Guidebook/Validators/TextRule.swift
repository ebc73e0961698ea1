/// A rule that a text from outside must keep. Texts that keep their rule are harmless in every file and statement they reach.
public enum TextRule: Sendable, Hashable {
    /// A host name of letters, digits, hyphens and dots (RFC 1123).
    case hostName
    /// A dotted IPv4 address that a server can have.
    case address
    /// An absolute path without `..`, blanks or characters that some file gives a meaning.
    case path
    /// A database or account name: letters, digits, underscores, at most 32.
    case identifier
    /// A profile or cluster name: letters, digits, dots, hyphens, underscores.
    case label
    /// The route of an application server: letters, digits, hyphens and underscores. A dot would end the session's name.
    case route
    /// A host name or an IPv4 address.
    case host
    /// A directory of an NFS server: `host:/path`.
    case shareSource
    /// A SHA-256 checksum in hexadecimal.
    case sha256
    /// A whole number within bounds, or `auto`.
    case numberOrAuto(ClosedRange<Int>)
    /// A whole number within bounds.
    case number(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
    /// A Java heap size such as 1024M or 2G.
    case memory
    /// The word `servers`, or an IPv4 subnet such as 10.0.0.0/24.
    case clients

    /// What is wrong with `text` and what would be right; nil where it keeps the rule.
    public func problem(with text: String) -> String? {
        switch self {
        case .hostName: TextRule.isHostName(text) ? nil : "'\(shown(text))' is not a host name; use letters, digits, hyphens and dots"
        case .address: TextRule.addressProblem(text, shown(text))
        case .path: TextRule.pathProblem(text, shown(text))
        case .identifier: matches(text, 32, "_") ? nil : "'\(shown(text))' is not usable as a name; use letters, digits and underscores"
        case .label: matches(text, 63, "_-.") ? nil : "'\(shown(text))' is not usable as a name; use letters, digits, dots and hyphens"
        case .route:
            matches(text, 32, "_-") ? nil : "'\(shown(text))' is not usable as a route; use letters, digits, hyphens and underscores"
        case .host:
            TextRule.isHostName(text) || TextRule.addressProblem(text, "") == nil
                ? nil : "'\(shown(text))' is neither a host name nor an IPv4 address"
        case .shareSource:
            TextRule.isShareSource(text) ? nil : "'\(shown(text))' is not a directory of an NFS server; write it as nas1:/export/wflow"
        case .sha256:
            text.utf8.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
                ? nil : "'\(shown(text))' is not a SHA-256 checksum; give its 64 digits of 0-9 and a-f"
        case .numberOrAuto(let range): text == "auto" ? nil : TextRule.numberProblem(text, shown(text), range)
        case .number(let range): TextRule.numberProblem(text, shown(text), range)
        case .choice(let words):
            words.contains(text) ? nil : "'\(shown(text))' is not a choice; choose from \(words.joined(separator: ", "))"
        case .memory: TextRule.isMemory(text) ? nil : "'\(shown(text))' is not an amount of memory; write it as 1024M or 2G"
        case .clients:
            text == "servers" || Subnet(text) != nil
                ? nil : "'\(shown(text))' is neither 'servers' nor a subnet; write a subnet as 10.0.0.0/24"
        }
    }

    private func shown(_ text: String) -> String {
        let visible = text.printable
        return visible.count > 60 ? visible.prefix(57) + "..." : visible
    }

    private func matches(_ text: String, _ longest: Int, _ extra: String) -> Bool {
        guard let first = text.utf8.first, TextRule.isWordByte(first), text.utf8.count <= longest else { return false }
        return text.utf8.allSatisfy { TextRule.isWordByte($0) || extra.utf8.contains($0) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }

    private static func isHostName(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 253, !isNumeric(text), text.lowercased() != "localhost" else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") }
        }
    }

    /// Whether programs that take old spellings of addresses would take it for one: its last label is a number.
    private static func isNumeric(_ text: String) -> Bool {
        let last = text.split(separator: ".").last?.lowercased() ?? ""
        let digits = last.hasPrefix("0x") ? last.dropFirst(2) : last[...]
        return digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            || last.hasPrefix("0x") && digits.allSatisfy { $0.isHexDigit }
    }

    private static func isShareSource(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":") else { return false }
        return TextRule.host.problem(with: String(text[..<colon])) == nil
            && TextRule.path.problem(with: String(text[text.index(after: colon)...])) == nil
    }

    private static func addressProblem(_ text: String, _ shown: String) -> String? {
        guard let address = IPv4Address(text) else {
            return "'\(shown)' is not an IPv4 address; write four numbers from 0 to 255, such as 10.0.0.11"
        }
        if address.octets.0 == 127 { return "'\(shown)' is a loopback address; give the one that the other servers reach" }
        if address.octets.0 == 0 || address.octets.0 >= 224 { return "'\(shown)' is not the address of a server" }
        return nil
    }

    /// What is put below it still has room in every program's limit.
    private static let longestPath = 200

    private static func pathProblem(_ text: String, _ shown: String) -> String? {
        guard text.hasPrefix("/"), text.utf8.count > 1 else { return "'\(shown)' is not an absolute path; begin it with /" }
        guard text.utf8.count <= longestPath else { return "'\(shown)' is too long for a path; use at most \(longestPath) characters" }
        guard text.utf8.allSatisfy({ isWordByte($0) || "/._-+@".utf8.contains($0) }) else {
            return "'\(shown)' has a character that is not safe in a path here; use letters, digits and . _ - + @"
        }
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
            return "'\(shown)' is not a plain path; leave out '//', '.', '..' and a closing slash"
        }
        return nil
    }

    private static func numberProblem(_ text: String, _ shown: String, _ range: ClosedRange<Int>) -> String? {
        guard let number = Int(text), String(number) == text else { return "'\(shown)' is not a whole number" }
        return range.contains(number) ? nil : "'\(shown)' is out of range; use \(range.lowerBound) to \(range.upperBound)"
    }

    private static func isMemory(_ text: String) -> Bool {
        guard let unit = text.last, "MG".contains(unit), let amount = Int(text.dropLast()), String(amount) == text.dropLast() else {
            return false
        }
        return amount > 0 && amount <= 1_048_576
    }
}

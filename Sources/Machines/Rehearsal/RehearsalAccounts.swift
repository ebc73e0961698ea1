/// Users and groups, kept in /etc/passwd and /etc/group as on any server.
extension RehearsalServer {
    /// One line of /etc/passwd or /etc/group: name and number, then the rest.
    struct Account: Hashable {
        var fields: [String]

        var name: String { fields[0] }
        var number: UInt32 { UInt32(fields[2]) ?? .max }
        /// A user's first group.
        var group: UInt32 { fields.count > 3 ? UInt32(fields[3]) ?? .max : .max }
        /// A group's members.
        var members: [String] { fields.count > 3 ? fields[3].split(separator: ",").map(String.init) : [] }
        var line: String { fields.joined(separator: ":") }
    }

    enum Register: String { case users = "/etc/passwd", groups = "/etc/group" }

    func accounts(_ register: Register) -> [Account] {
        files.text(of: register.rawValue).split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            return fields.count >= 3 ? Account(fields: fields) : nil
        }
    }

    func account(_ register: Register, _ nameOrNumber: String) -> Account? {
        let all = accounts(register)
        return all.first { $0.name == nameOrNumber } ?? all.first { nameOrNumber == String($0.number) }
    }

    /// The name of a number, or the number.
    func name(_ register: Register, _ number: UInt32) -> String {
        accounts(register).first { $0.number == number }?.name ?? String(number)
    }

    /// The number of a name, or of a number in decimal; nil for a name that nobody has.
    func number(_ register: Register, _ nameOrNumber: String) -> UInt32? {
        account(register, nameOrNumber)?.number ?? UInt32(nameOrNumber)
    }

    mutating func accountCommand(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        let arguments = try arguments(
            command,
            flags: ["--system", "-r", "--no-create-home", "-M", "--create-home", "-m", "--user-group", "-U", "--no-user-group", "-N"],
            values: ["--gid", "-g", "--uid", "-u", "--home-dir", "-d", "--home", "--shell", "-s", "--comment", "-c"])
        if program == "getent" { return try getent(arguments, command) }
        guard arguments.operands.count == 1, let name = arguments.operands.first else { throw unknown(command) }
        switch program {
        case "groupadd": return addGroup(name, arguments)
        case "groupdel": return removeGroup(name)
        case "useradd": return addUser(name, arguments)
        default: return removeUser(name)
        }
    }

    private func getent(_ arguments: RehearsalArguments, _ command: Command) throws(MachineError) -> RehearsalReply {
        guard arguments.operands.count == 2 else { throw unknown(command) }
        switch arguments.operands[0] {
        case "passwd":
            return account(.users, arguments.operands[1]).map { RehearsalReply($0.line) } ?? RehearsalReply(status: 2)
        case "group":
            return account(.groups, arguments.operands[1]).map { RehearsalReply($0.line) } ?? RehearsalReply(status: 2)
        default: throw unknown(command)
        }
    }

    private mutating func addGroup(_ name: String, _ arguments: RehearsalArguments) -> RehearsalReply {
        if accounts(.groups).contains(where: { $0.name == name }) {
            return RehearsalReply(status: 9, "groupadd: group '\(name)' already exists")
        }
        let wanted = arguments.value("--gid", "-g")
        if let wanted, UInt32(wanted) == nil { return RehearsalReply(status: 3, "groupadd: invalid group ID '\(wanted)'") }
        let number = wanted.flatMap { UInt32($0) } ?? freeNumber(isSystem: arguments.has("--system", "-r"))
        if let taken = accounts(.groups).first(where: { $0.number == number }) {
            return RehearsalReply(status: 4, "groupadd: GID '\(taken.number)' already exists")
        }
        append("\(name):x:\(number):", to: .groups)
        return RehearsalReply()
    }

    private mutating func removeGroup(_ name: String) -> RehearsalReply {
        guard let group = accounts(.groups).first(where: { $0.name == name }) else {
            return RehearsalReply(status: 6, "groupdel: group '\(name)' does not exist")
        }
        if let user = accounts(.users).first(where: { $0.group == group.number }) {
            return RehearsalReply(status: 8, "groupdel: cannot remove the primary group of user '\(user.name)'")
        }
        drop(name, from: .groups)
        return RehearsalReply()
    }

    private mutating func addUser(_ name: String, _ arguments: RehearsalArguments) -> RehearsalReply {
        if accounts(.users).contains(where: { $0.name == name }) {
            return RehearsalReply(status: 9, "useradd: user '\(name)' already exists")
        }
        let isSystem = arguments.has("--system", "-r")
        let wanted = arguments.value("--uid", "-u")
        if let wanted, UInt32(wanted) == nil { return RehearsalReply(status: 3, "useradd: invalid user ID '\(wanted)'") }
        let number = wanted.flatMap { UInt32($0) } ?? freeNumber(isSystem: isSystem)
        if accounts(.users).contains(where: { $0.number == number }) {
            return RehearsalReply(status: 4, "useradd: UID \(number) is not unique")
        }
        let group: UInt32
        if let given = arguments.value("--gid", "-g") {
            guard let known = account(.groups, given) else { return RehearsalReply(status: 6, "useradd: group '\(given)' does not exist") }
            group = known.number
        } else {
            if accounts(.groups).contains(where: { $0.name == name }) {
                return RehearsalReply(
                    status: 9, "useradd: group \(name) exists - if you want to add this user to that group, use the -g option.")
            }
            group = account(.groups, String(number)) == nil ? number : freeNumber(isSystem: isSystem)
            append("\(name):x:\(group):", to: .groups)
        }
        let home = arguments.value("--home-dir", "-d", "--home") ?? "/home/\(name)"
        let shell = arguments.value("--shell", "-s") ?? "/bin/sh"
        append("\(name):x:\(number):\(group):\(arguments.value("--comment", "-c") ?? ""):\(home):\(shell)", to: .users)
        if arguments.has("--create-home", "-m") {
            files.seed(home, FileNode(content: .directory, owner: number, group: group, mode: 0o700))
        }
        return RehearsalReply()
    }

    private mutating func removeUser(_ name: String) -> RehearsalReply {
        guard let user = accounts(.users).first(where: { $0.name == name }) else {
            return RehearsalReply(status: 6, "userdel: user '\(name)' does not exist")
        }
        drop(name, from: .users)
        let isShared = accounts(.users).contains { $0.group == user.group }
        if let own = accounts(.groups).first(where: { $0.name == name }), own.number == user.group, !isShared, own.members.isEmpty {
            drop(name, from: .groups)
        }
        return RehearsalReply()
    }

    /// Makes the account that a package brings, with a group of its own unless it belongs to nogroup.
    mutating func addSystemAccount(_ name: String, home: String, hasGroup: Bool, number wanted: UInt32? = nil) {
        guard account(.users, name) == nil else { return }
        let number = wanted ?? freeNumber(isSystem: true, from: 101)
        if hasGroup { append("\(name):x:\(number):", to: .groups) }
        append("\(name):x:\(number):\(hasGroup ? number : 65534)::\(home):/usr/sbin/nologin", to: .users)
    }

    /// Packages count upwards from 101; useradd gives system accounts the highest free number below 1000.
    private func freeNumber(isSystem: Bool, from lowest: UInt32? = nil) -> UInt32 {
        let taken = Set((accounts(.users) + accounts(.groups)).map(\.number))
        let candidates: [UInt32] = lowest.map { Array($0...998) } ?? (isSystem ? Array((101...998).reversed()) : Array(1000...59999))
        guard let free = candidates.first(where: { !taken.contains($0) }) else { preconditionFailure("every account number is taken") }
        return free
    }

    private mutating func append(_ line: String, to register: Register) { rewrite(register) { $0 + [line] } }

    private mutating func drop(_ name: String, from register: Register) { rewrite(register) { $0.filter { !$0.hasPrefix(name + ":") } } }

    private mutating func rewrite(_ register: Register, _ change: ([String]) -> [String]) {
        let lines = files.text(of: register.rawValue).split(whereSeparator: \.isNewline).map(String.init)
        let mode: UInt32 = 0o644
        files.seed(register.rawValue, .file(change(lines).map { $0 + "\n" }.joined(), mode))
    }

    /// `runuser -u NAME -- …` and `setpriv --reuid=… --regid=… --clear-groups …`: a command in another user's name.
    mutating func asOther(_ program: String, _ command: Command) throws(MachineError) -> RehearsalReply {
        guard let start = command.arguments.firstIndex(of: "--"), start + 1 < command.arguments.count else { throw unknown(command) }
        var own = command
        own.arguments = Array(command.arguments[..<start])
        let arguments = try arguments(
            own, flags: ["--clear-groups", "--init-groups"], values: ["-u", "--user", "--reuid", "--regid"])
        guard arguments.operands.isEmpty, let wanted = arguments.value("-u", "--user", "--reuid") else { throw unknown(command) }
        guard let user = account(.users, wanted) else {
            return RehearsalReply(status: 1, "\(program): user \(wanted) does not exist")
        }
        let group = arguments.value("--regid").flatMap { number(.groups, $0) } ?? user.group
        let before = files.actor
        files.actor = FileActor(user: user.number, groups: [group])
        defer { files.actor = before }
        var inner = command
        inner.arguments = Array(command.arguments[(start + 1)...])
        return try perform(inner)
    }
}

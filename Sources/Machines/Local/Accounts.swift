import Glibc

/// Names and numbers of users and groups, as the system's account databases know them.
enum Accounts {
    /// The user's name, or the number where no account has it.
    static func userName(_ id: uid_t) -> String {
        look(passwd(), { getpwuid_r(id, $0, $1, $2, $3) }) { String(cString: $0.pw_name) } ?? String(id)
    }

    /// The group's name, or the number where no group has it.
    static func groupName(_ id: gid_t) -> String {
        look(group(), { getgrgid_r(id, $0, $1, $2, $3) }) { String(cString: $0.gr_name) } ?? String(id)
    }

    /// The number of a user given by name or number.
    static func userID(_ name: String) throws(MachineError) -> uid_t {
        if let number = uid_t(name) { return number }
        if let id = look(passwd(), { getpwnam_r(name, $0, $1, $2, $3) }, { $0.pw_uid }) { return id }
        throw MachineError(what: "there is no such user", subject: name, remedy: "create the user first")
    }

    /// The number of a group given by name or number.
    static func groupID(_ name: String) throws(MachineError) -> gid_t {
        if let number = gid_t(name) { return number }
        if let id = look(group(), { getgrnam_r(name, $0, $1, $2, $3) }, { $0.gr_gid }) { return id }
        throw MachineError(what: "there is no such group", subject: name, remedy: "create the group first")
    }

    private typealias Lookup<Entry> = (
        UnsafeMutablePointer<Entry>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>
    ) -> CInt

    private static func look<Entry, Value>(_ empty: Entry, _ lookup: Lookup<Entry>, _ value: (Entry) -> Value) -> Value? {
        var entry = empty
        var found: UnsafeMutablePointer<Entry>?
        // A group of a large directory can have a long list of members.
        var size = 1024
        while size <= 4 << 20 {
            let (result, answer) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
                let result = lookup(&entry, buffer.baseAddress!, size, &found)
                return (result, found.map { value($0.pointee) })
            }
            if result == ERANGE {
                size *= 4
            } else if result != EINTR {
                return answer
            }
        }
        return nil
    }
}

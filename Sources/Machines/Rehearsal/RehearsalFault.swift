/// Trouble that a rehearsal machine can be told to make.
public enum RehearsalFault: Sendable, Hashable {
    /// `apt-get` cannot fetch from its mirror the next so many times, then it can.
    case packageMirrorDown(times: Int)
    /// The unit fails whenever it is started.
    case serviceRefusesToStart(String)
    /// The other servers export nothing.
    case exportMissing
    /// The clock is not in step with a time server.
    case clockNotSynchronised
    /// The server's own name stands for 127.0.1.1, whatever /etc/hosts says.
    case nameResolvesToLoopback
    /// Every share of another server is mounted read-only.
    case readOnlyShare
    /// No file system has room.
    case diskFull
    /// Somebody else listens on the port.
    case portTaken(Int)
    /// Every password is wrong.
    case databaseRefusesPassword
    /// Commands whose line begins like this never end by themselves.
    case commandHangs(String)
}

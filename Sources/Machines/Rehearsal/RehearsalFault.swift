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
    /// The file servers lock no files.
    case shareHasNoLocks
    /// A quarter of a second passes until a block is on a share.
    case shareIsSlow
    /// No file system has room.
    case diskFull
    /// Somebody else listens on the port.
    case portTaken(Int)
    /// Every password is wrong.
    case databaseRefusesPassword
    /// Commands whose line begins like this never end by themselves.
    case commandHangs(String)
    /// The next launch of this program prints the first half of its lines and then nothing any more, until a signal ends it;
    /// one that only KILL ends hangs on a file server.
    case fallsSilent(program: String, onlyKillEnds: Bool)
    /// Joget's application is not distributable, whatever its own mark says: one of its libraries is not.
    case warNotDistributable
    /// What others send to a multicast group does not arrive.
    case multicastFiltered
    /// There is no default route, so none for multicast either until somebody makes one.
    case noMulticastRoute
    /// The network interface is not able to multicast.
    case noMulticastFlag
    /// A default site of Apache's is asked before any other.
    case defaultSiteAnswers
    /// There is no Java, nor is there one to be had.
    case javaMissing
    /// The other application servers are down.
    case peersDown
    /// The port on which sessions travel is closed between the application servers.
    case replicationPortClosed
    /// Nobody knows the server's own name.
    case ownNameUnknown
}

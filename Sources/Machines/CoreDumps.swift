import CMachine
import Glibc

/// Images of the memory of processes, which would hold what they know of secrets.
public enum CoreDumps {
    /// Forbids one of this process and of those that it starts.
    public static func forbid() {
        // One byte is too little for a file, and the one limit that also keeps the kernel from handing the image to a program that
        // collects them, as most distributions have one; none at all would not.
        var limit = rlimit(rlim_cur: 1, rlim_max: 1)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        machine_forbid_dump()
    }
}

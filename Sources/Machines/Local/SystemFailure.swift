import Glibc
import SystemPackage

extension Errno {
    /// The result of a system call that says -1 when it fails; an interrupted call is repeated.
    @discardableResult
    static func check<Result: FixedWidthInteger & SignedInteger>(_ call: () -> Result) throws(Errno) -> Result {
        while true {
            let result = call()
            if result != -1 { return result }
            let reason = Errno(rawValue: errno)
            if reason != .interrupted { throw reason }
        }
    }
}

extension MachineError {
    /// What the system said when `attempt` failed on `subject`, with what usually helps.
    init(_ reason: Errno, _ attempt: String, _ subject: String) {
        self.init(what: "\(attempt): \(reason.description)", subject: subject, remedy: Self.remedy(for: reason, subject))
    }

    private static func remedy(for reason: Errno, _ subject: String) -> String {
        switch reason {
        case .notPermitted where geteuid() == 0:
            "look with `lsattr -d` whether it or its directory is immutable; `chattr -i` makes it changeable"
        case .notPermitted, .permissionDenied: "run this program as root"
        case .noSpace: "make room on its file system"
        case .diskQuotaExceeded: "raise the quota or make room"
        case .readOnlyFileSystem: "remount its file system read-write"
        case .tooManySymbolicLinkLevels: "mend the symbolic links, they lead in a circle"
        case .ioError: "look with `dmesg` whether the disk is failing"
        case .directoryNotEmpty: "look at what is in it and remove that first"
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem: "raise the limit of open files"
        default: ""
        }
    }
}

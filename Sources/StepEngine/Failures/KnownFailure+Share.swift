/// Failures of the shared directory: F9 and others.
extension KnownFailure {
    private static let notWritable = KnownFailure(
        "F9", "the shared directory is not writable",
        cause: "The file server refuses to write: the account that writes here is not the one that owns the files there, or its root "
            + "is squashed to nobody.",
        remedy: "Map every writer to the owning account (all_squash, anonuid, anongid in the export), or use the same number for the "
            + "account on every server.",
        steps: ["shared-directory.directory", "shared-directory.export", "joget.writable"],
        .certain(["tee:", "Permission denied"]),
        .certain(["/wflow", "Permission denied"]),
        .certain(["java.nio.file.AccessDeniedException:", "/wflow"]),
        .likely(in: .failure("test -w")))

    private static let mountRefused = KnownFailure(
        "nfs-access-denied", "the file server refuses the mount",
        cause: "The file server does not export the directory to the address from which this server comes.",
        remedy: "On the file server look at the export and at the addresses in it ('exportfs -s'), and read it in again ('exportfs -ra').",
        steps: ["shared-directory.export"],
        .certain("access denied by server while mounting"))

    private static let notExported = KnownFailure(
        "nfs-not-exported", "the file server has no such directory",
        cause: "The directory that is to be mounted does not exist on the file server, or is not exported.",
        remedy: "Compare the path with what 'showmount -e ADDRESS' lists.",
        steps: ["shared-directory.directory", "shared-directory.export"],
        .certain(["mounting", "failed, reason given by server: No such file or directory"]))

    private static let fileServerSilent = KnownFailure(
        "nfs-unreachable", "the file server does not answer",
        cause: "No NFS server answers at the address of the file server.",
        remedy: "See that the NFS server runs there and that TCP port 2049 is open to this server.",
        steps: ["shared-directory.service", "mount.reachable"],
        .certain(["mount.nfs", "Connection refused"]),
        .certain(["mount.nfs", "Connection timed out"]),
        .certain(["mount.nfs", "No route to host"]),
        .certain(["mount.nfs", "Network is unreachable"]))

    private static let noNFSClient = KnownFailure(
        "nfs-client-missing", "NFS cannot be mounted here",
        cause: "The programs that mount a directory of an NFS server are not installed.",
        remedy: "Install nfs-common.",
        steps: ["mount.packages"],
        .certain("you might need a /sbin/mount.<type> helper program"))

    private static let staleMount = KnownFailure(
        "nfs-stale", "the mounted directory is gone",
        cause: "The directory that is mounted here was replaced or newly exported on the file server.",
        remedy: "Stop Joget, unmount the directory ('umount -l'), mount it again, and start Joget.",
        steps: ["mount.mount"],
        .certain("Stale file handle"))

    private static let readOnly = KnownFailure(
        "read-only", "the file system is read-only",
        cause: "The file system takes no changes: it is exported or mounted read-only, or the kernel made it so after a disk error.",
        remedy: "Look at the options of the export ('exportfs -s'), of the mount ('findmnt'), and into the kernel's log ('dmesg').",
        steps: ["shared-directory.export", "mount.fstab"],
        .certain("Read-only file system"))

    static let ofTheShare = [notWritable, mountRefused, notExported, fileServerSilent, noNFSClient, staleMount, readOnly]
}

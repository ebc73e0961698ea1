/// Failures of the server itself: ports, packages, disk.
extension KnownFailure {
    private static let portInUse = KnownFailure(
        "port-in-use", "the port is taken",
        cause: "Another program listens on the port already; it may be the same one, started a second time.",
        remedy: "Find it with 'ss -ltnp', and stop it or give one of the two another port.",
        steps: ["prepare.port-application", "prepare.port-session", "prepare.port-balancer", "prepare.port-database"],
        .certain("Failed to initialize component [Connector[", "java.net.BindException: Address already in use", proof: 0),
        .certain("Failed to create server shutdown socket", "java.net.BindException: Address already in use", proof: 0),
        .certain(["Unable to bind server socket to:"], "java.net.BindException: Address already in use", proof: 0),
        .certain(["Address already in use: AH00072", "could not bind to address"]),
        .certain(["Bind on TCP/IP port. Got error: 98", "Address already in use"]),
        .likely("Address already in use"))

    private static let foreignAddress = KnownFailure(
        "foreign-address", "an address that is not this server's",
        cause: "A program is to listen on an address that this server does not have, or does not have yet.",
        remedy: "Compare the address with 'ip address', and correct it in the cluster description or in the settings of the program.",
        steps: ["session.server-xml", "database.settings"],
        .certain("Unable to bind server socket to:", "java.net.BindException: Cannot assign requested address", proof: 0),
        .certain("Cannot assign requested address"))

    private static let packagesLocked = KnownFailure(
        "apt-locked", "another package installation is running",
        cause: "Another program installs packages on this server, often the automatic updates.",
        remedy: "Wait until it is done, and try again. Do not remove the lock.",
        .certain(["E: Could not get lock"]),
        .certain(["E: Unable to acquire the dpkg frontend lock"]),
        .certain(["E: Unable to lock"]))

    private static let packagesInterrupted = KnownFailure(
        "dpkg-interrupted", "an installation was cut off",
        cause: "An earlier installation of packages was cut off in the middle.",
        remedy: "Run 'dpkg --configure -a', then try again.",
        .certain("dpkg was interrupted, you must manually run"))

    private static let packageUnknown = KnownFailure(
        "package-unknown", "there is no such package",
        cause: "The release of this server offers no such package, or its lists of packages are missing or old.",
        remedy: "Fetch the lists ('apt-get update'), and compare the release with those that this guide knows.",
        steps: ["prepare.release"],
        .certain(["E: Package '", "has no installation candidate"]),
        .certain("E: Unable to locate package"),
        .certain(["E: Failed to fetch", "404"]))

    private static let archiveUnreachable = KnownFailure(
        "packages-unreachable", "the package server is not reached",
        cause: "This server does not reach the server from which it gets its packages.",
        remedy: "Look at the name service, the routes and a proxy ('apt-get update' must work), or name a mirror that is reachable.",
        .certain("Temporary failure resolving '"),
        .certain(["Failed to fetch", "Could not connect to "]),
        .likely(["E: Failed to fetch"], without: [["Failed to fetch", "404"]]))

    private static let diskFull = KnownFailure(
        "disk-full", "the disk is full",
        cause: "A file system has no room left.",
        remedy: "Look with 'df -h' and 'df -i' which one, and make room; old logs and 'apt-get clean' give some.",
        steps: ["prepare.space"],
        .certain("No space left on device"),
        .certain("You don't have enough free space in"))

    static let ofTheServer = [
        diskFull, portInUse, foreignAddress, packagesLocked, packagesInterrupted, packageUnknown, archiveUnreachable,
    ]
}

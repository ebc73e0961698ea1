/// Failures of Joget itself: F10, F18 to F20.
extension KnownFailure {
    /// Lines with which the database, or its driver, names another cause than Joget does.
    static let databaseSpeaks: [Words] = [
        "Too many connections", "Access denied for user", "is not allowed to connect to this", "Public Key Retrieval",
        "Communications link failure", "Socket fail to connect to host:",
    ]

    private static let noProfile = KnownFailure(
        "F10", "Joget finds no database profile",
        cause: "app_datasource.properties is missing from the shared directory, or names a profile that is not there, so Joget offers "
            + "to set itself up.",
        remedy: "Write currentProfile=NAME into app_datasource.properties, with app_datasource-NAME.properties beside it. Leave the "
            + "set-up page alone: it would make a profile of another name, and the license depends on the name.",
        steps: ["joget.profile", "joget.datasource"],
        .certain("No database profile configured"),
        .certain(["Location:", "/jw/setup"], ["HTTP/", " 200"], proof: 0),
        .certain(["/jw/setup", "answers with status 200"], in: .failure("/jw")),
        .possible("/jw/setup", in: .failure("/jw"), without: ["status 403"]),
        // Joget says the same of a profile that it does not find and of a database that does not answer.
        .possible("ERROR : Fail to connect database", without: databaseSpeaks))

    private static let sharedIdentity = KnownFailure(
        "F18", "a node has no name of its own",
        cause: "Two nodes share a name, or the name is given after the cluster agent, which then does not see it, so they take each "
            + "other's place.",
        remedy: "Give every node -Dwflow.name=NAME with a name of its own, before -javaagent:…/wflow-cluster.jar.",
        steps: ["joget.options"],
        .certain(["-javaagent:", "wflow-cluster.jar", "-Dwflow.name="]),
        .certain(["Command line argument:", "wflow-cluster.jar"], ["Command line argument:", "-Dwflow.name="]),
        .certain(["is not among them:", "(no name)"], in: .failure("nodes that Joget lists")),
        .possible("is not among them:", in: .failure("nodes that Joget lists")))

    private static let oldRelease = KnownFailure(
        "F19", "Joget release with known cluster faults",
        cause: "This release of Joget has faults in clusters that later ones mend: clashing keys when processes start, deadlines "
            + "worked twice, and nodes made unstable by each other's log.",
        remedy: "Use DX 8.0.11 or later, and 8.1.5 or later where sessions are not sticky. Stop every node before jw.war and the "
            + "agents are replaced; they go together.",
        .certain(.version(below: [8, 0, 11]), in: .finding("Joget version")),
        .certain(.version(below: [8, 0, 11]), in: .log("VERSION.txt")),
        .possible(["Duplicate entry", "for key", "SHK"]))

    private static let noLicense = KnownFailure(
        "F20", "no license on this node",
        cause: "This node has no valid license, or lost it with a new network card or another name of the database profile, so only "
            + "three users can log in.",
        remedy: "Open the console of this very node, past the load balancer, and enter a license for the system key that it shows "
            + "now. Keep its hardware address (MAC) fixed.",
        steps: ["license.activate"],
        .certain(in: .finding("license")),
        .likely("License: Joget DX Enterprise"))

    static let ofJoget = [noProfile, sharedIdentity, oldRelease, noLicense]
}

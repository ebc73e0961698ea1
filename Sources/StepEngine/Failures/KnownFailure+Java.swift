/// Failures of Java and of Tomcat as a program: F8 and others.
extension KnownFailure {
    private static let agentsUnreachable = KnownFailure(
        "F8", "the shared directory is not mounted",
        cause: "Java does not find Joget's agents: the shared directory is not mounted, or they were never copied there.",
        remedy: "See that the directory is mounted ('findmnt'), that the agents are in it, and that the service waits for the mount "
            + "(RequiresMountsFor); then start Joget again.",
        steps: ["mount.mount", "mount.fstab", "application.unit", "joget.wflow"],
        .certain("Error opening zip file or JAR manifest missing"),
        .likely("agent library failed to init: instrument"),
        .likely(": empty", in: .failure("Joget's agents in")))

    private static let oldJava = KnownFailure(
        "java-too-old", "this Java is too old",
        cause: "Something was made for a later Java than the one that runs here.",
        remedy: "Run Joget with Java 11 or 17, and see that JAVA_HOME and JRE_HOME name no other one.",
        steps: ["application.java", "joget.options"],
        .certain(["has been compiled by a more recent version of the Java Runtime", "class file version"]),
        .certain(["UnsupportedClassVersionError", "Unsupported major.minor version"]))

    private static let newJava = KnownFailure(
        "java-too-new", "this Java is too new",
        cause: "Joget DX 8 cannot read classes of the Java that runs here.",
        remedy: "Run Joget with Java 11 or 17, and see that JAVA_HOME and JRE_HOME name no other one.",
        steps: ["application.java", "joget.options"],
        .certain("Unsupported class file major version"))

    private static let littleMemory = KnownFailure(
        "java-memory", "not enough memory for Java",
        cause: "Java does not get the memory that it is told to use, or needs more than that.",
        remedy: "Choose another size of the heap (-Xmx, application.memory), or give the server more memory.",
        steps: ["prepare.memory", "joget.options"],
        .certain(["Could not reserve enough space for", "object heap"]),
        .certain("There is insufficient memory for the Java Runtime Environment to continue"),
        .certain("java.lang.OutOfMemoryError"))

    private static let badOption = KnownFailure(
        "java-option", "an option that Java does not know",
        cause: "Java refuses one of the options that it is started with.",
        remedy: "Look into bin/setenv.sh, and for JAVA_OPTS or CATALINA_OPTS in the unit.",
        steps: ["joget.options"],
        .certain("Invalid maximum heap size"),
        .certain("Unrecognized VM option"),
        .certain(["Unrecognized option: -"]))

    private static let brokenServerXML = KnownFailure(
        "server-xml-broken", "server.xml cannot be read",
        cause: "server.xml is not well-formed XML, so Tomcat does not start.",
        remedy: "Mend the line that is named, or bring the former file back by undoing the step.",
        steps: ["session.server-xml"],
        .certain(["SAXParseException", "server.xml; lineNumber:"]),
        .likely("Cannot start server. Server instance is not configured"))

    static let ofJava = [agentsUnreachable, oldJava, newJava, littleMemory, badOption, brokenServerXML]
}

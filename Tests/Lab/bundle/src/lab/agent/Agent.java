package lab.agent;

/** Stands in for the bundle's agents: a JVM takes it, and nothing happens. */
public final class Agent {
    private Agent() {}

    public static void premain(String arguments) {}
}

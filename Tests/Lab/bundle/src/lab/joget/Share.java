package lab.joget;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shared directory: where it is, and this node's entries in the files that name all nodes. */
final class Share {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private Share() {}

    static Path home() {
        String given = System.getProperty("wflow.home", "");
        return given.isEmpty() ? Path.of(System.getProperty("user.home"), "wflow") : Path.of(given);
    }

    /** The node's name: wflow.name, or the host's where it is not set. */
    static String node() throws IOException {
        String given = System.getProperty("wflow.name", "");
        return given.isEmpty() ? InetAddress.getLocalHost().getHostName() : given;
    }

    /** Adds this node to servers.json and serversIP.properties. Nodes that start together wait for each other. */
    @SuppressWarnings("try") // the lock is there to be held, not to be read
    static void register() throws IOException {
        Path home = home();
        String node = node();
        Files.createDirectories(home.resolve("app_logs").resolve(node));
        try (FileChannel channel = FileChannel.open(home.resolve(".servers.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Path list = home.resolve("servers.json");
            SortedSet<String> names = new TreeSet<>();
            Matcher matcher = QUOTED.matcher(Files.exists(list) ? Files.readString(list) : "");
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
            names.add(node);
            replace(list, names.isEmpty() ? "[]" : "[\"" + String.join("\",\"", names) + "\"]");

            Path addresses = home.resolve("serversIP.properties");
            Properties known = new Properties();
            if (Files.exists(addresses)) {
                try (Reader reader = Files.newBufferedReader(addresses)) {
                    known.load(reader);
                }
            }
            known.setProperty(node, InetAddress.getLocalHost().getHostAddress());
            Path draft = home.resolve("serversIP.properties.new");
            try (Writer writer = Files.newBufferedWriter(draft)) {
                known.store(writer, null);
            }
            Files.move(draft, addresses, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void replace(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

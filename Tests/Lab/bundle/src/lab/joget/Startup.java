package lab.joget;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

/** Starts the application, and again at each request as long as it has not come up: a node heals itself. */
public final class Startup implements ServletContextListener {
    /** What stands between a visitor and the application. */
    enum State { READY, NO_PROFILE, NO_DATABASE }

    private static boolean registered;
    private static String complaint = "";

    @Override
    public void contextInitialized(ServletContextEvent event) {
        System.out.println("Using base directory: " + Share.home());
        state();
    }

    /** Tries the profile's database, and registers the node the first time that it answers. */
    static synchronized State state() {
        Profile profile;
        try {
            profile = Profile.current(Share.home());
        } catch (IOException problem) {
            complain("ERROR : " + problem);
            return State.NO_PROFILE;
        }
        if (profile == null) {
            complain("ERROR : No database profile configured");
            return State.NO_PROFILE;
        }
        try (Connection connection = profile.connect(); Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT id FROM dir_role LIMIT 1").close();
            if (!registered) {
                register(connection);
            }
        } catch (SQLException problem) {
            complain("ERROR : Fail to connect database\n" + problem.getMessage());
            return State.NO_DATABASE;
        }
        complaint = "";
        return State.READY;
    }

    private static void register(Connection connection) throws SQLException {
        try {
            Share.register();
            String node = "node::" + Share.node();
            try (PreparedStatement row = connection.prepareStatement("REPLACE INTO wf_setup (id, property, value, ordering) VALUES (?, ?, ?, 0)")) {
                row.setString(1, node);
                row.setString(2, node);
                row.setString(3, Long.toString(System.currentTimeMillis()));
                row.executeUpdate();
            }
            registered = true;
        } catch (IOException problem) {
            System.out.println("ERROR : the node could not be registered in " + Share.home() + ": " + problem);
        }
    }

    /** Says why the application is not up, once for each reason. */
    private static void complain(String reason) {
        if (!reason.equals(complaint)) {
            System.out.println("===== Error initializing WebApplicationContext =====\n" + reason);
        }
        complaint = reason;
    }
}

package lab.joget;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The data source that wflow.home names: which profile is current, and a connection to its database. */
final class Profile {
    private final Properties settings;

    private Profile(Properties settings) {
        this.settings = settings;
    }

    /** The current profile; null where app_datasource.properties or the file that it names is not there. */
    static Profile current(Path home) throws IOException {
        String name = read(home.resolve("app_datasource.properties")).getProperty("currentProfile", "").trim();
        Path file = home.resolve("app_datasource-" + name + ".properties");
        return name.isEmpty() || !Files.exists(file) ? null : new Profile(read(file));
    }

    private static Properties read(Path file) throws IOException {
        Properties found = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                found.load(reader);
            }
        }
        return found;
    }

    /** A new connection, by a user who can read Joget's own tables. */
    Connection connect() throws SQLException {
        String driver = settings.getProperty("workflowDriver", "");
        if (!driver.equals("com.mysql.jdbc.Driver") && !driver.equals("com.mysql.cj.jdbc.Driver")) {
            throw new SQLException("no driver is called '" + driver + "'");
        }
        // Debian has no MySQL driver, so MariaDB's stands in for it; it speaks the same protocol.
        String url = settings.getProperty("workflowUrl", "").replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
        Properties login = new Properties();
        login.setProperty("user", settings.getProperty("workflowUser", ""));
        login.setProperty("password", settings.getProperty("workflowPassword", ""));
        login.setProperty("connectTimeout", "3000");
        login.setProperty("socketTimeout", "5000");
        try {
            Class.forName("org.mariadb.jdbc.Driver");
        } catch (ClassNotFoundException missing) {
            throw new SQLException("no database driver is in WEB-INF/lib", missing);
        }
        Connection connection = DriverManager.getConnection(url, login);
        if (connection == null) {
            throw new SQLException("no driver takes " + url);
        }
        return connection;
    }
}

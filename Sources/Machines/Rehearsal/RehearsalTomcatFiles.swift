/// What a Tomcat brings in its archive, its jars reduced to what somebody looks for in them.
enum RehearsalTomcatFiles {
    /// The files and folders, by paths below the folder of the Tomcat; without applications but its own.
    static func entries(version: String, serverXML: String) -> [RehearsalArchive.Entry] {
        let folders = ["", "bin/", "conf/", "lib/", "logs/", "temp/", "webapps/", "webapps/ROOT/", "work/"]
        let scripts = ["catalina.sh", "configtest.sh", "setclasspath.sh", "shutdown.sh", "startup.sh", "version.sh"]
        let jars =
            ["bin/bootstrap.jar", "bin/tomcat-juli.jar"]
            + ["catalina-ha", "catalina-tribes", "servlet-api", "tomcat-coyote", "tomcat-jdbc", "tomcat-websocket"].map { "lib/\($0).jar" }
        let texts = [
            "LICENSE": "Apache License, Version 2.0\n", "RELEASE-NOTES": "Apache Tomcat Version \(version)\n",
            "conf/catalina.properties": "common.loader=\"${catalina.base}/lib\",\"${catalina.base}/lib/*.jar\"\n",
            "conf/context.xml": "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Context>\n</Context>\n",
            "conf/logging.properties": "handlers = java.util.logging.ConsoleHandler\n", "conf/server.xml": serverXML,
            "conf/tomcat-users.xml": "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tomcat-users/>\n",
            "conf/web.xml": "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<web-app/>\n",
            "webapps/ROOT/index.jsp": "Apache Tomcat/\(version)\n",
        ]
        let plainJar = RehearsalArchive(files: [("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")]).bytes
        let shell = { (name: String) in "#!/bin/sh\n# \(name) of Apache Tomcat \(version)\n" }
        return folders.map { entry($0, [], 0o755) } + scripts.map { entry("bin/\($0)", Array(shell($0).utf8), 0o755) }
            + jars.map { entry($0, plainJar) } + [entry("lib/catalina.jar", catalina(version))]
            + texts.sorted { $0.key < $1.key }.map { entry($0.key, Array($0.value.utf8)) }
    }

    private static func entry(_ path: String, _ bytes: [UInt8], _ mode: UInt32 = 0o644) -> RehearsalArchive.Entry {
        RehearsalArchive.Entry(path: path, bytes: bytes, mode: mode)
    }

    /// Where a Tomcat says which one it is.
    static let serverNumberPath = "org/apache/catalina/util/ServerInfo.properties"

    private static func catalina(_ version: String) -> [UInt8] {
        let text = "server.info=Apache Tomcat/\(version)\nserver.number=\(version).0\nserver.built=Feb 14 2024 22:50:23 UTC\n"
        return RehearsalArchive(files: [("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"), (serverNumberPath, text)]).bytes
    }

    /// The bundle's own start script.
    static func startScript(version: String) -> String {
        """
        #!/bin/sh
        export JAVA_OPTS="-Xmx2048M -Dfile.encoding=UTF-8 -Dwflow.home=./wflow/ \
            -javaagent:./wflow/wflow-cluster.jar -javaagent:./wflow/aspectjweaver-1.9.22.jar -javaagent:./wflow/glowroot/glowroot.jar"
        apache-tomcat-\(version)/bin/catalina.sh $*

        """
    }

    /// The database settings that Joget ships, with their port 3307.
    static let shippedDatasource =
        "workflowDriver=com.mysql.cj.jdbc.Driver\n"
        + "workflowUrl=jdbc\\:mysql\\://localhost\\:3307/jwdb?characterEncoding\\=UTF-8"
        + "&useSSL\\=false&allowPublicKeyRetrieval\\=true&serverTimezone\\=UTC\n"
        + "workflowUser=root\nworkflowPassword=\nprofileName=\n"

    /// Joget's server.xml: no route, and the cluster inside of a comment of several lines.
    static let jogetServerXML = """
        <?xml version='1.0' encoding='utf-8'?>
        <!-- The settings of Joget's Tomcat. -->
        <Server port="8005" shutdown="SHUTDOWN">
          <Listener className="org.apache.catalina.startup.VersionLoggerListener" />
          <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener" />

          <Service name="Catalina">
            <Connector port="8080" protocol="HTTP/1.1"
                       connectionTimeout="20000"
                       redirectPort="8443" URIEncoding="UTF-8"
                       compression="on" compressionMinSize="2048" />

            <!-- A connector for AJP 1.3 on port 8009 -->
            <!--
            <Connector port="8009" protocol="AJP/1.3" redirectPort="8443" />
            -->

            <!-- With jvmRoute a balancer finds the way back, as in:
            <Engine name="Catalina" defaultHost="localhost" jvmRoute="jvm1">
            -->
            <Engine name="Catalina" defaultHost="localhost">

              <!-- For clusters, see
                  /docs/cluster-howto.html and /docs/config/cluster.html -->
              <!--
              <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>
              -->

              <Host name="localhost"  appBase="webapps"
                    unpackWARs="true" autoDeploy="true">
                <Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs"
                       prefix="localhost_access_log" suffix=".txt"
                       pattern="%h %l %u %t &quot;%r&quot; %s %b" />
              </Host>
            </Engine>
          </Service>
        </Server>

        """

    /// Tomcat's own server.xml.
    static let plainServerXML = jogetServerXML.replacing("The settings of Joget's Tomcat.", with: "The settings of a Tomcat.")
}

/// What Tomcat 9.0.70 and OpenJDK 17 wrote where the fault named was made on purpose.
extension CatalinaOut {
    /// The own name resolves to 127.0.1.1, on both nodes.
    static let loopback = #"""
        23-Nov-2026 02:52:47.145 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 02:52:47.455 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [467] milliseconds
        23-Nov-2026 02:52:47.459 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 02:52:47.461 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 02:52:47.490 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/127.0.1.1:4000]
        23-Nov-2026 02:52:47.652 INFO [Membership-MemberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{127, 0, 1, 1}:4000,{127, 0, 1, 1},4000, \#
        alive=10036, securePort=-1, UDP Port=-1, id={-16 -56 -66 115 -98 -90 67 94 -113 50 39 -126 94 93 40 38 }, payload={}, \#
        command={}, domain={}]]
        23-Nov-2026 02:52:50.101 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Starting clustering \#
        manager at [localhost#/jw]
        23-Nov-2026 02:52:50.107 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager \#
        [localhost#/jw], requesting session state from [org.apache.catalina.tribes.membership.MemberImpl[tcp://{127, 0, 1, \#
        1}:4000,{127, 0, 1, 1},4000, alive=12038, securePort=-1, UDP Port=-1, id={-16 -56 -66 115 -98 -90 67 94 -113 50 39 -126 \#
        94 93 40 38 }, payload={}, command={}, domain={}]]. This operation will timeout if no session state has been received \#
        within [60] seconds.
        """#

    /// There is no route for multicast.
    static let noRoute = #"""
        23-Nov-2026 02:53:09.849 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 02:53:10.130 INFO [main] org.apache.coyote.AbstractProtocol.init Initializing ProtocolHandler \#
        ["http-nio-8080"]
        23-Nov-2026 02:53:10.152 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [496] milliseconds
        23-Nov-2026 02:53:10.159 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 02:53:10.163 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 02:53:10.186 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/10.99.0.1:4000]
        23-Nov-2026 02:53:10.206 SEVERE [main] org.apache.catalina.tribes.membership.McastServiceImpl.start Unable to join \#
        multicast group, make sure your system has multicasting enabled.
        23-Nov-2026 02:53:10.207 SEVERE [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Unable to start cluster.
                org.apache.catalina.tribes.ChannelException: java.net.SocketException: No such device (setsockopt failed); No \#
        faulty members identified.
                Caused by: java.net.SocketException: No such device (setsockopt failed)
        23-Nov-2026 02:53:10.208 SEVERE [main] org.apache.catalina.startup.Catalina.start The required Server component failed to \#
        start so Tomcat is unable to start.
                org.apache.catalina.LifecycleException: org.apache.catalina.tribes.ChannelException: java.net.SocketException: No \#
        such device (setsockopt failed); No faulty members identified.
                Caused by: org.apache.catalina.tribes.ChannelException: java.net.SocketException: No such device (setsockopt \#
        failed); No faulty members identified.
                Caused by: java.net.SocketException: No such device (setsockopt failed)
        23-Nov-2026 02:53:10.209 INFO [main] org.apache.catalina.core.StandardService.stopInternal Stopping service [Catalina]
        """#

    /// The own name does not resolve.
    static let noName = #"""
        23-Nov-2026 02:52:58.065 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 02:52:58.556 INFO [main] org.apache.coyote.AbstractProtocol.init Initializing ProtocolHandler \#
        ["http-nio-8080"]
        23-Nov-2026 02:52:58.634 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [915] milliseconds
        23-Nov-2026 02:52:58.642 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 02:52:58.644 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 02:52:58.678 SEVERE [main] org.apache.catalina.tribes.transport.ReceiverBase.getBind Failed bind replication \#
        listener on address:[auto]
                java.net.UnknownHostException: server1: server1: Temporary failure in name resolution
        """#

    /// TCP port 4000 is closed between the nodes, multicast is not. It says the very same where multicast is filtered.
    static let lonely = #"""
        23-Nov-2026 02:56:58.925 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 02:56:59.272 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [619] milliseconds
        23-Nov-2026 02:56:59.276 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 02:56:59.279 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 02:56:59.300 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/10.99.0.2:4000]
        23-Nov-2026 02:57:02.042 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Register manager \#
        [localhost#/jw] to cluster element [Engine] with name [Catalina]
        23-Nov-2026 02:57:02.043 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Starting clustering \#
        manager at [localhost#/jw]
        23-Nov-2026 02:57:02.043 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager \#
        [localhost#/jw]: skipping state transfer. No members active in cluster group.
        23-Nov-2026 02:57:02.049 INFO [main] org.apache.catalina.startup.HostConfig.deployWAR Deployment of web application \#
        archive [/opt/joget/tomcat/webapps/jw.war] has finished in [657] ms
        23-Nov-2026 02:57:02.059 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [2786] milliseconds
        """#

    /// TCP port 4000 of this node is closed to the other one.
    static let halfClosed = #"""
        23-Nov-2026 03:04:57.916 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 03:04:58.235 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [528] milliseconds
        23-Nov-2026 03:04:58.240 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 03:04:58.243 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 03:04:58.263 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/10.99.0.1:4000]
        23-Nov-2026 03:04:58.617 INFO [Membership-MemberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{10, 99, 0, 2}:4000,{10, 99, 0, 2},4000, \#
        alive=8041, securePort=-1, UDP Port=-1, id={-28 -8 76 -62 26 -111 69 102 -113 84 -124 32 -83 -80 -82 -79 }, payload={}, \#
        command={}, domain={}]]
        23-Nov-2026 03:05:00.808 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Starting clustering \#
        manager at [localhost#/jw]
        23-Nov-2026 03:05:00.818 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager \#
        [localhost#/jw], requesting session state from [org.apache.catalina.tribes.membership.MemberImpl[tcp://{10, 99, 0, \#
        2}:4000,{10, 99, 0, 2},4000, alive=10055, securePort=-1, UDP Port=-1, id={-28 -8 76 -62 26 -111 69 102 -113 84 -124 32 \#
        -83 -80 -82 -79 }, payload={}, command={}, domain={}]]. This operation will timeout if no session state has been received \#
        within [60] seconds.
        23-Nov-2026 03:06:00.867 SEVERE [main] org.apache.catalina.ha.session.DeltaManager.waitForSendAllSessions Manager \#
        [localhost#/jw]: No session state sent at [11/23/26, 3:05 AM] received, timing out after [60,035] ms.
        23-Nov-2026 03:06:00.887 INFO [main] org.apache.catalina.startup.HostConfig.deployWAR Deployment of web application \#
        archive [/opt/joget/tomcat/webapps/jw.war] has finished in [60,538] ms
        23-Nov-2026 03:06:00.943 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [62706] milliseconds
        """#

    /// The other node, at the same time.
    static let halfClosedPeer = #"""
        23-Nov-2026 03:05:05.844 SEVERE [Tribes-Task-Receiver[Catalina-Channel]-2] \#
        org.apache.catalina.ha.tcp.SimpleTcpCluster.send Unable to send message through cluster sender.
                org.apache.catalina.tribes.ChannelException: Operation has timed out([3000] ms.).; Faulty members:tcp://{10, 99, \#
        0, 1}:4000;
        """#

    /// jw.war is not marked as distributable.
    static let undistributed = #"""
        23-Nov-2026 03:09:04.697 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 03:09:06.751 INFO [main] org.apache.coyote.AbstractProtocol.init Initializing ProtocolHandler \#
        ["http-nio-8080"]
        23-Nov-2026 03:09:06.869 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [3580] \#
        milliseconds
        23-Nov-2026 03:09:06.943 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 03:09:06.987 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 03:09:07.092 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/10.99.0.1:4000]
        23-Nov-2026 03:09:12.423 INFO [main] org.apache.catalina.startup.HostConfig.deployWAR Deployment of web application \#
        archive [/opt/joget/tomcat/webapps/jw.war] has finished in [3,043] ms
        23-Nov-2026 03:09:12.516 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [5646] milliseconds
        """#

    /// A second Tomcat is started beside the first.
    static let portTaken = #"""
        23-Nov-2026 03:09:14.395 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 03:09:15.701 SEVERE [main] org.apache.catalina.util.LifecycleBase.handleSubClassException Failed to \#
        initialize component [Connector[HTTP/1.1-8080]]
                Caused by: java.net.BindException: Address already in use
        23-Nov-2026 03:09:15.701 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [1831] \#
        milliseconds
        23-Nov-2026 03:09:15.757 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 03:09:15.773 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 03:09:15.903 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/10.99.0.1:4001]
        23-Nov-2026 03:09:16.397 INFO [Membership-MemberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{10, 99, 0, 1}:4000,{10, 99, 0, 1},4000, \#
        alive=9237, securePort=-1, UDP Port=-1, id={-72 -61 49 121 -126 73 79 -108 -96 -46 70 -57 -89 8 118 -86 }, payload={}, \#
        command={}, domain={}]]
        23-Nov-2026 03:09:20.392 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Starting clustering \#
        manager at [localhost#/jw]
        23-Nov-2026 03:09:20.400 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager \#
        [localhost#/jw], requesting session state from [org.apache.catalina.tribes.membership.MemberImpl[tcp://{10, 99, 0, \#
        1}:4000,{10, 99, 0, 1},4000, alive=12783, securePort=-1, UDP Port=-1, id={-72 -61 49 121 -126 73 79 -108 -96 -46 70 -57 \#
        -89 8 118 -86 }, payload={}, command={}, domain={}]]. This operation will timeout if no session state has been received \#
        within [60] seconds.
        23-Nov-2026 03:09:20.715 INFO [main] org.apache.catalina.startup.HostConfig.deployWAR Deployment of web application \#
        archive [/opt/joget/tomcat/webapps/jw.war] has finished in [2,605] ms
        23-Nov-2026 03:09:20.729 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [5027] milliseconds
        23-Nov-2026 03:09:20.729 SEVERE [main] org.apache.catalina.core.StandardServer.await Failed to create server shutdown \#
        socket on address [localhost] and port [8005] (base port [8005] and offset [0])
                java.net.BindException: Address already in use
        23-Nov-2026 03:09:20.732 INFO [main] org.apache.catalina.core.StandardService.stopInternal Stopping service [Catalina]
        """#

    /// The receiver's address is another machine's.
    static let foreignAddress = #"""
        23-Nov-2026 03:08:10.998 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 03:08:12.803 INFO [main] org.apache.coyote.AbstractProtocol.init Initializing ProtocolHandler \#
        ["http-nio-8080"]
        23-Nov-2026 03:08:12.949 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [2777] \#
        milliseconds
        23-Nov-2026 03:08:13.010 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 03:08:13.013 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 03:08:13.178 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Unable to bind server socket \#
        to:[/10.99.0.77:4000] throwing error.
        23-Nov-2026 03:08:13.178 SEVERE [main] org.apache.catalina.tribes.transport.nio.NioReceiver.start Unable to start cluster \#
        receiver
                java.net.BindException: Cannot assign requested address
        23-Nov-2026 03:08:13.179 SEVERE [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Unable to start cluster.
                org.apache.catalina.tribes.ChannelException: java.net.BindException: Cannot assign requested address; No faulty \#
        members identified.
        """#

    /// server.xml is not well-formed.
    static let broken = #"""
        23-Nov-2026 02:50:14.471 SEVERE [main] org.apache.tomcat.util.digester.Digester.fatalError Parse fatal error at line [8] \#
        column [26]
                org.xml.sax.SAXParseException; systemId: file:/opt/joget/tomcat/conf/server.xml; lineNumber: 8; columnNumber: 26; \#
        Open quote is expected for attribute "className" associated with an  element type  "Cluster".
        23-Nov-2026 02:50:14.472 WARNING [main] org.apache.catalina.startup.Catalina.parseServerXml Unable to load server \#
        configuration from [/opt/joget/tomcat/conf/server.xml]
                org.xml.sax.SAXParseException; systemId: file:/opt/joget/tomcat/conf/server.xml; lineNumber: 8; columnNumber: 26; \#
        Open quote is expected for attribute "className" associated with an  element type  "Cluster".
        23-Nov-2026 02:50:14.473 SEVERE [main] org.apache.catalina.startup.Bootstrap.main Cannot start server. Server instance is \#
        not configured.
        """#

    /// The shared directory is not mounted.
    static let agentMissing = #"""
        Error opening zip file or JAR manifest missing : /opt/joget/shared/wflow/wflow-cluster.jar
        Error occurred during initialization of VM
        agent library failed to init: instrument
        """#
}

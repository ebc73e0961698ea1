/// What Tomcat 9.0.70 wrote to catalina.out on two nodes that were set up for it. Stack frames and much else are left out.
enum CatalinaOut {
    /// The first node of two, until the second one is there.
    static let first = #"""
        23-Nov-2026 02:51:56.765 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 02:51:57.174 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [683] milliseconds
        23-Nov-2026 02:51:57.183 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 02:51:57.190 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 02:51:57.233 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/192.168.1.10:4000]
        23-Nov-2026 02:51:59.800 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Starting clustering \#
        manager at [localhost#/jw]
        23-Nov-2026 02:51:59.800 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager \#
        [localhost#/jw]: skipping state transfer. No members active in cluster group.
        23-Nov-2026 02:51:59.807 INFO [main] org.apache.catalina.startup.HostConfig.deployWAR Deployment of web application \#
        archive [/opt/joget/tomcat/webapps/jw.war] has finished in [517] ms
        23-Nov-2026 02:51:59.823 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [2649] milliseconds
        23-Nov-2026 02:52:08.109 INFO [Membership-MemberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, 11}:4000,{192, 168, 1, \#
        11},4000, alive=1020, securePort=-1, UDP Port=-1, id={-41 92 45 -125 50 -60 64 121 -106 86 -61 104 -62 103 110 124 }, \#
        payload={}, command={}, domain={}]]
        """#

    /// What the first node says when the second one is restarted, and when it dies.
    static let firstLater = #"""
        23-Nov-2026 02:52:16.329 INFO [Membership-MemberDisappeared] \#
        org.apache.catalina.ha.tcp.SimpleTcpCluster.memberDisappeared Received member \#
        disappeared:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, 11}:4000,{192, 168, 1, 11},4000, \#
        alive=9241, securePort=-1, UDP Port=-1, id={-41 92 45 -125 50 -60 64 121 -106 86 -61 104 -62 103 110 124 }, payload={}, \#
        command={66 65 66 89 45 65 76 69 88 ...(9)}, domain={}]]
        23-Nov-2026 02:52:18.370 INFO [Membership-MemberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, 11}:4000,{192, 168, 1, \#
        11},4000, alive=1022, securePort=-1, UDP Port=-1, id={87 64 95 19 -37 -33 64 125 -117 -4 77 -72 -117 -100 71 111 }, \#
        payload={}, command={}, domain={}]]
        23-Nov-2026 02:52:29.798 INFO [Membership-MemberExpired] \#
        org.apache.catalina.tribes.group.interceptors.TcpFailureDetector.memberDisappeared Received \#
        memberDisappeared[org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, 11}:4000,{192, 168, 1, 11},4000, \#
        alive=9038, securePort=-1, UDP Port=-1, id={87 64 95 19 -37 -33 64 125 -117 -4 77 -72 -117 -100 71 111 }, payload={}, \#
        command={}, domain={}]] message. Will verify.
        23-Nov-2026 02:52:29.798 INFO [Membership-MemberExpired] \#
        org.apache.catalina.tribes.group.interceptors.TcpFailureDetector.memberDisappeared Verification complete. Member \#
        disappeared[org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, 11}:4000,{192, 168, 1, 11},4000, \#
        alive=9038, securePort=-1, UDP Port=-1, id={87 64 95 19 -37 -33 64 125 -117 -4 77 -72 -117 -100 71 111 }, payload={}, \#
        command={}, domain={}]]
        23-Nov-2026 02:52:29.799 INFO [Membership-MemberExpired] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberDisappeared \#
        Received member disappeared:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, 11}:4000,{192, 168, 1, \#
        11},4000, alive=9038, securePort=-1, UDP Port=-1, id={87 64 95 19 -37 -33 64 125 -117 -4 77 -72 -117 -100 71 111 }, \#
        payload={}, command={}, domain={}]]
        """#

    /// The second node of two, found by multicast.
    static let second = #"""
        23-Nov-2026 02:52:16.957 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 02:52:17.310 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [601] milliseconds
        23-Nov-2026 02:52:17.315 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 02:52:17.318 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 02:52:17.332 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/192.168.1.11:4000]
        23-Nov-2026 02:52:17.795 INFO [Membership-MemberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, 10}:4000,{192, 168, 1, \#
        10},4000, alive=20541, securePort=-1, UDP Port=-1, id={-85 -83 106 -63 -125 -122 65 -5 -108 101 -118 -14 -20 -26 109 -41 \#
        }, payload={}, command={}, domain={}]]
        23-Nov-2026 02:52:19.943 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Register manager \#
        [localhost#/jw] to cluster element [Engine] with name [Catalina]
        23-Nov-2026 02:52:19.944 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Starting clustering \#
        manager at [localhost#/jw]
        23-Nov-2026 02:52:19.955 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager \#
        [localhost#/jw], requesting session state from [org.apache.catalina.tribes.membership.MemberImpl[tcp://{192, 168, 1, \#
        10}:4000,{192, 168, 1, 10},4000, alive=22544, securePort=-1, UDP Port=-1, id={-85 -83 106 -63 -125 -122 65 -5 -108 101 \#
        -118 -14 -20 -26 109 -41 }, payload={}, command={}, domain={}]]. This operation will timeout if no session state has been \#
        received within [60] seconds.
        23-Nov-2026 02:52:20.061 INFO [main] org.apache.catalina.ha.session.DeltaManager.waitForSendAllSessions Manager \#
        [localhost#/jw]; session state sent at [11/23/26, 2:52 AM] received in [112] ms.
        23-Nov-2026 02:52:20.070 INFO [main] org.apache.catalina.startup.HostConfig.deployWAR Deployment of web application \#
        archive [/opt/joget/tomcat/webapps/jw.war] has finished in [675] ms
        23-Nov-2026 02:52:20.097 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [2786] milliseconds
        """#

    /// A node whose only peer, named in server.xml, comes, goes and comes back.
    static let staticFirst = #"""
        23-Nov-2026 02:55:38.595 INFO [main] org.apache.catalina.startup.VersionLoggerListener.log Server version name:   Apache \#
        Tomcat/9.0.70 (Debian)
        23-Nov-2026 02:55:38.837 INFO [main] org.apache.catalina.startup.Catalina.load Server initialization in [446] milliseconds
        23-Nov-2026 02:55:38.844 INFO [main] org.apache.catalina.core.StandardEngine.startInternal Starting Servlet engine: \#
        [Apache Tomcat/9.0.70 (Debian)]
        23-Nov-2026 02:55:38.849 INFO [main] org.apache.catalina.ha.tcp.SimpleTcpCluster.startInternal Cluster is about to start
        23-Nov-2026 02:55:38.879 INFO [main] org.apache.catalina.tribes.transport.ReceiverBase.bind Receiver Server Socket bound \#
        to:[/10.99.0.1:4000]
        23-Nov-2026 02:55:39.281 INFO [main] org.apache.catalina.ha.session.DeltaManager.startInternal Starting clustering \#
        manager at [localhost#/jw]
        23-Nov-2026 02:55:39.281 INFO [main] org.apache.catalina.ha.session.DeltaManager.getAllClusterSessions Manager \#
        [localhost#/jw]: skipping state transfer. No members active in cluster group.
        23-Nov-2026 02:55:39.289 INFO [main] org.apache.catalina.startup.HostConfig.deployWAR Deployment of web application \#
        archive [/opt/joget/tomcat/webapps/jw.war] has finished in [387] ms
        23-Nov-2026 02:55:39.311 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [474] milliseconds
        23-Nov-2026 02:55:51.200 INFO [StaticMembership-memberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.StaticMember[tcp://{10, 99, 0, 2}:4000,{10, 99, 0, \#
        2},4000, alive=21, securePort=-1, UDP Port=-1, id={0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 }, payload={}, command={}, domain={}]]
        23-Nov-2026 02:56:02.282 INFO [StaticMembership-memberDisappeared] \#
        org.apache.catalina.ha.tcp.SimpleTcpCluster.memberDisappeared Received member \#
        disappeared:[org.apache.catalina.tribes.membership.StaticMember[tcp://{10, 99, 0, 2}:4000,{10, 99, 0, 2},4000, \#
        alive=11124, securePort=-1, UDP Port=-1, id={0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 }, payload={}, command={66 65 66 89 45 65 76 \#
        69 88 ...(9)}, domain={}]]
        23-Nov-2026 02:56:11.123 INFO [StaticMembership-memberAdded] org.apache.catalina.ha.tcp.SimpleTcpCluster.memberAdded \#
        Replication member added:[org.apache.catalina.tribes.membership.StaticMember[tcp://{10, 99, 0, 2}:4000,{10, 99, 0, \#
        2},4000, alive=17, securePort=-1, UDP Port=-1, id={0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 }, payload={}, command={}, domain={}]]
        """#
}

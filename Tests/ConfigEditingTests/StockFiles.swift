/// Files of the server as the installers of the supported releases leave them.
enum StockFiles {
    static let hosts: [[UInt8]] = [
        HostsFileTests.stock,
        // Debian 13 by its installer: one line, no domain.
        bytes("127.0.0.1\tlocalhost\n127.0.1.1\tapp1\n\n::1     localhost ip6-localhost ip6-loopback\nff02::1 ip6-allnodes\n"),
        // Ubuntu's server images: blanks, and the name with its domain twice.
        bytes("127.0.0.1 localhost\n127.0.1.1 app1 app1.lan app1\n\n# IPv6\n::1     ip6-localhost ip6-loopback\nfe00::0 ip6-localnet\n"),
        // Cloud images: the first boot has written it.
        bytes(
            "# This file is rewritten at every start\n#\n127.0.1.1 app1.cloud.internal app1\n127.0.0.1 localhost\n\n::1 localhost ip6-localhost\n"
        ),
        bytes("127.0.0.1 localhost\n"), [],
    ]

    static let fstab: [[UInt8]] = [
        bytes(
            """
            # /etc/fstab: static file system information.
            #
            # <file system> <mount point>   <type>  <options>       <dump>  <pass>
            UUID=3f1c8f5e-0b57-4c4e-9d0c-5f0b3c1f2a11 /               ext4    errors=remount-ro 0       1
            UUID=9b2d7c0a-72f3-4a56-8f67-c0de6d3f7e22 none            swap    sw              0       0
            /dev/sr0        /media/cdrom0   udf,iso9660 user,noauto     0       0

            """),
        bytes(
            """
            # systemd makes mount units of this file; tell it of changes by 'systemctl daemon-reload'
            /dev/disk/by-uuid/6a6f67-65742d / ext4 defaults 0 1
            /dev/disk/by-uuid/6a6f-6765 /boot/efi vfat defaults 0 1
            /swap.img\tnone\tswap\tsw\t0\t0

            """),
        bytes("LABEL=cloudimg-rootfs\t/\t ext4\tdiscard,errors=remount-ro\t0 1\nLABEL=UEFI\t/boot/efi\tvfat\tumask=0077\t0 1\n"),
        bytes("# UNCONFIGURED FSTAB FOR BASE SYSTEM\n"), [],
    ]

    static let properties: [[UInt8]] = [
        // The shape of Joget's own, as its set-up page writes it: Java's escapes, a date on top.
        bytes(
            """
            #
            #Mon Jun 02 10:11:12 UTC 2025
            workflowDriver=com.mysql.jdbc.Driver
            workflowUrl=jdbc\\:mysql\\://localhost\\:3307/jwdb?characterEncoding\\=UTF-8&useSSL\\=false
            workflowUser=root
            workflowPassword=
            profileName=default

            """),
        bytes("currentProfile=default\n"), bytes("! by hand\nworkflowUser : someone\nmaxActive\t20\n"), [],
    ]

    static let serverXML: [[UInt8]] = [
        StockServerXML.joget, StockServerXML.tomcat,
        // The shape of Tomcat 9's: connectors and examples in comments of several lines.
        bytes(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Server port="8005" shutdown="SHUTDOWN">
              <Listener className="org.apache.catalina.core.AprLifecycleListener" SSLEngine="on" />
              <Service name="Catalina">

                <!--The connectors can use a shared executor
                    <Executor name="tomcatThreadPool" namePrefix="catalina-exec-" maxThreads="150"/>
                -->
                <Connector port="8080" protocol="HTTP/1.1"
                           connectionTimeout="20000"
                           redirectPort="8443"
                           maxParameterCount="1000"
                           />
                <!--
                <Connector port="8443" protocol="org.apache.coyote.http11.Http11NioProtocol" SSLEnabled="true"/>
                -->

                <!-- jvmRoute is for load balancing:
                <Engine name="Catalina" defaultHost="localhost" jvmRoute="jvm1">
                -->
                <Engine name="Catalina" defaultHost="localhost">

                  <!--
                  <Cluster className="org.apache.catalina.ha.tcp.SimpleTcpCluster"/>
                  -->
                  <Realm className="org.apache.catalina.realm.LockOutRealm"/>
                  <Host name="localhost"  appBase="webapps"
                        unpackWARs="true" autoDeploy="true">
                  </Host>
                </Engine>
              </Service>
            </Server>

            """),
    ]
}

/// The words that slips are likely to have, so that they need not be carried.
///
/// They belong to the form of the slip: a change of one letter makes every slip of that form unreadable, so none is ever made.
/// New steps and answers are carried in full until there is a new form.
enum PackingWords {
    /// The dictionary that packing and unpacking begin with; the likeliest words stand last.
    static let bytes = Array((facts + status + steps + answers + servers).utf8)

    private static let steps = """
        "d.prepare.root","d.prepare.release","d.prepare.own-name","d.prepare.names","d.prepare.space",\
        "d.prepare.clock","d.prepare.tools","d.prepare.port-share","d.prepare.port-database",\
        "d.prepare.port-application","d.prepare.port-balancer","d.prepare.port-session","d.prepare.memory",\
        "d.prepare.other-tomcat","d.prepare.bundle","d.prepare.tomcat","d.shared-directory.packages",\
        "d.shared-directory.service","d.shared-directory.group","d.shared-directory.account",\
        "d.shared-directory.directory","d.shared-directory.export","d.shared-directory.proof","d.database.packages",\
        "d.database.service","d.database.boot-order","d.database.settings","d.database.client","d.database.create",\
        "d.database.unzip","d.database.schema","d.database.user","d.database.network","d.database.dba",\
        "d.database.login","d.database.room","d.mount.packages","d.mount.reachable","d.mount.point","d.mount.fstab",\
        "d.mount.mount","d.mount.proof","d.mount.mounted","d.application.group","d.application.account",\
        "d.application.java","d.application.java-by-hand","d.application.unpack","d.application.unit",\
        "d.application.drop-in","d.joget.wflow","d.joget.writable","d.joget.agents","d.joget.profile",\
        "d.joget.datasource","d.joget.deploy","d.joget.war","d.joget.schema","d.joget.options","d.session.multicast",\
        "d.session.route","d.session.heard","d.session.server-xml","d.session.service","d.session.name",\
        "d.balancer.apache","d.balancer.apache-modules","d.balancer.apache-site","d.balancer.apache-enable",\
        "d.balancer.apache-default","d.balancer.nginx","d.balancer.nginx-default","d.balancer.nginx-site",\
        "d.balancer.haproxy","d.balancer.haproxy-nodes","d.balancer.haproxy-unit","d.balancer.service",\
        "d.balancer.external","d.balancer.proof","d.license.activate","d.license.password","d.after.login",\
        "d.after.nodes","d.after.members","d.after.balancer","d.proof.share","d.proof.database",\
        "d.proof.reachability","d.proof.session","d.proof.stickiness","d.proof.failover","d.proof.multicast",\
        "d.reboot.names","d.reboot.share","d.reboot.database","d.reboot.mount","d.reboot.application",\
        "d.reboot.route","d.reboot.balancer",
        """

    private static let facts = """
        "war.sha256":"","agent.sha256":"","share.source":"","share.id":"","database.target":":3306/jwedb","database.id":"",\
        "clock.database":"0.","name.":"","balancer.routes":"node01 node02 node03","members.heard":"192.168.10.0.172.16."
        """

    private static let status = """
        "],"version":1}{"address":"","cluster":"","complete":false,"complete":true,"description":"","facts":{},"guide":"",\
        "made":"2026-11-","program":"0.1.0","roles":["file-server","database","balancer","application"],"route":"node0",\
        "server":"","steps":["
        """

    private static let answers = """
        share:
          kind: existing
          existing: "nas1:/export/wflow"
          export: /srv/joget/wflow
          mount: /opt/joget/wflow
          clients: "10.0.0.0/24"
          owner-id:
        database:
          kind: existing
          address:
          admin:
          product: mariadb
          name: jwdb
          user:
          port:
          schema:
          max-connections:
          pool:
        application:
          kind: existing
          home:
          bundle: /root/joget-enterprise-linux-8.1.6.tar.gz
          tomcat: /opt/tomcat
          account:
          service:
          war: /root/jw.war
          wflow: /root/wflow
          java-home: /usr/lib/jvm/java-17-openjdk-amd64
          port:
          memory: 4096M
          profile:
        session:
          membership: static
          port:
        balancer:
          product: external
          address:
          port:
        """

    private static let servers = """

        version: 1
        name: joget
        servers:
          - name: lb1
            address: 192.168.1.
            roles: [balancer]
          - name: fs1
            address: 172.16.0.
            roles: [file-server, database]
          - name: app1
            address: 10.0.0.
            roles: [application]
            route: node01
          - name: app2
            address: 10.0.0.
            roles: [application]

        """
}

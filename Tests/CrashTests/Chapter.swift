/// A short guide for the sweeps. Several short ones are killed at all of their operations sooner than a long one is, because
/// each trial runs its guide to the end.
struct Chapter: Sendable, CustomStringConvertible {
    /// The section's id.
    let name: String
    /// The steps, in the guide's YAML, each indented by two blanks.
    let steps: String
    /// Bodies of the files and statements that the steps install.
    var templates: [String: String] = [:]
    /// What is not taken back by design: the paths that are other ones than before when everything was undone.
    var lasting: Set<String> = []

    var description: String { name }

    /// Every kind of action, with handlers, secrets and undo.
    static let all = [packages, files, edits, archive, copies, database, share]

    /// The whole guide.
    var text: String {
        "id: \(name)\ntitle: Chapter \(name)\ntext: Steps that are killed.\nsteps:\n" + steps
    }

    /// The servers, and the answers that the chapters need.
    static let cluster = """
        version: 1
        name: trial
        servers:
          - { name: fs1, address: 192.0.2.11, roles: [file-server] }
          - { name: db1, address: 192.0.2.12, roles: [database] }
          - { name: app1, address: 192.0.2.13, roles: [application] }
          - { name: lb1, address: 192.0.2.15, roles: [balancer] }
        share:
          mount: /srv/share

        """

    static let packages = Chapter(
        name: "packages",
        steps: """
              - id: packages.apache
                title: Install
                text: A package, after its lists were fetched.
                roles: every
                packages: [apache2]
                timeout: 1m
              - id: packages.modules
                title: Modules
                text: Two modules.
                roles: every
                modules: [proxy, headers]
                then: [reload apache2]
                timeout: 1m
              - id: packages.service
                title: Run
                text: Now and later.
                roles: every
                service: { name: apache2 }
                timeout: 1m

            """,
        // Lists are fetched once for all packages.
        lasting: ["/var/lib/apt/lists/all_Packages"])

    static let files = Chapter(
        name: "files",
        steps: """
              - id: files.folder
                title: A folder
                text: With the one above it.
                roles: every
                directory: { path: /srv/data/deep, owner: nobody, group: nogroup, mode: "0750" }
                timeout: 1m
              - id: files.site
                title: A new file
                text: With its folder, a judgement, and a handler.
                roles: every
                file: { path: /etc/site/site.conf, template: site.conf, mode: "0644", validate: [grep, --quiet, listen, "{{candidate}}"] }
                then: [daemon-reload, restart tomcat]
                timeout: 1m
              - id: files.secret
                title: A file that was there
                text: Of another owner, with a secret in it.
                roles: every
                file: { path: /etc/login.conf, template: login.conf, owner: nobody, group: nogroup, mode: "0600" }
                timeout: 1m

            """,
        templates: ["site.conf": "listen {{self.address}}\nname {{self.name}}\n", "login.conf": "password={{database.password}}\n"],
        // Only the folder that the step names is its own.
        lasting: ["/srv/data"])

    static let edits = Chapter(
        name: "edits",
        steps: """
              - id: edits.hosts
                title: Names
                text: In a file of the operator's.
                roles: every
                edit: { path: /etc/hosts, hosts: "{{servers.hosts}}" }
                timeout: 1m
              - id: edits.fstab
                title: The mount
                text: A line of fstab.
                roles: every
                edit:
                  path: /etc/fstab
                  fstab: { source: "{{share.source}}", target: "{{share.mount}}", type: nfs, options: "rw,hard" }
                then: [daemon-reload]
                timeout: 1m
              - id: edits.settings
                title: Settings
                text: With a secret among others.
                roles: every
                edit: { path: /etc/app.properties, properties: app.properties, owner: nobody, mode: "0600" }
                timeout: 1m
              - id: edits.server
                title: Tomcat
                text: Its route.
                roles: every
                edit: { path: /etc/server.xml, server-xml: { route: "{{self.route}}" } }
                then: [try-restart tomcat]
                timeout: 1m

            """,
        templates: ["app.properties": "url=jdbc:mysql://{{database-server.address}}\npassword={{database.password}}\n"])
}

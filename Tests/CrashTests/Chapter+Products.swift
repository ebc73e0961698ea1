extension Chapter {
    static let archive = Chapter(
        name: "archive",
        steps: """
              - id: archive.bundle
                title: Unpack
                text: With links, and folders to write to.
                roles: every
                archive:
                  from: /srv/bundle.tar.gz
                  into: /srv/joget
                  group: joget
                  links: { tomcat: bin/catalina.sh }
                  writable: [tomcat/logs]
                timeout: 1m

            """,
        // By then it may hold what nobody else has.
        lasting: [
            "/srv/joget", "/srv/joget/bundle-1.undone-1", "/srv/joget/bundle-1.undone-1/.joget-cluster",
            "/srv/joget/bundle-1.undone-1/apache", "/srv/joget/bundle-1.undone-1/apache/bin",
            "/srv/joget/bundle-1.undone-1/apache/bin/catalina.sh", "/srv/joget/bundle-1.undone-1/apache/conf",
            "/srv/joget/bundle-1.undone-1/apache/conf/server.xml", "/srv/joget/bundle-1.undone-1/apache/logs",
            "/srv/joget/bundle-1.undone-1/apache/logs/.keep",
        ])

    static let copies = Chapter(
        name: "copies",
        steps: """
              - id: copies.driver
                title: A copy
                text: In place of another file.
                roles: every
                copy: { from: /srv/driver.jar, to: /srv/lib/driver.jar, owner: nobody, group: nogroup, mode: "0640" }
                then: [restart tomcat]
                timeout: 1m
              - id: copies.tree
                title: A folder
                text: What is missing is added.
                roles: every
                copy: { from: /srv/wflow, to: /srv/target, tree: true, as: nobody }
                undo: { none: "Nobody can tell what was written there since." }
                timeout: 1m
              - id: copies.link
                title: A link
                text: In place of another one.
                roles: every
                link: { path: /etc/current, to: /srv/wflow }
                timeout: 1m
              - id: copies.gone
                title: No link
                text: It is taken away.
                roles: every
                link: { path: /etc/enabled, absent: true }
                timeout: 1m

            """,
        lasting: ["/srv/target/two", "/srv/target/more", "/srv/target/more/three"])

    static let database = Chapter(
        name: "database",
        steps: """
              - id: database.account
                title: An account
                text: A command with its own undo.
                roles: every
                run: { command: [accounts, add, joget] }
                undo: { command: [accounts, remove, joget] }
                checks:
                  - command: { run: [accounts, has, joget], contains: "yes" }
                timeout: 1m
              - id: database.create
                title: A database
                text: As the administrator.
                roles: every
                sql: { template: create.sql }
                undo: { sql: drop.sql, only-if: [ { sql: { query: "SELECT table jwedb", expected: "no" } } ] }
                checks:
                  - sql: { query: "SELECT database jwedb", expected: "yes" }
                timeout: 1m
              - id: database.login
                title: Its user
                text: With a secret, so that the client's output is caught.
                roles: every
                sql: { template: login.sql }
                undo: { sql: logout.sql }
                checks:
                  - sql: { query: "SELECT user joget", expected: "yes" }
                timeout: 1m
              - id: database.tables
                title: The tables
                text: As the application, from a file.
                roles: every
                sql: { file: /srv/schema.sql, database: jwedb, as: application }
                undo: { none: "Tables hold what users have written." }
                checks:
                  - sql: { query: "SELECT table keys", expected: "yes", as: application }
                timeout: 1m

            """,
        templates: [
            "create.sql": "CREATE database jwedb utf8mb4;\n", "drop.sql": "DROP database jwedb;\n",
            "login.sql": "CREATE user joget {{database.password}};\n", "logout.sql": "DROP user joget;\n",
        ],
        lasting: ["/var/lib/mysql/table.nodes", "/var/lib/mysql/table.keys"])

    static let share = Chapter(
        name: "share",
        steps: """
              - id: share.folder
                title: The mount point
                text: A folder.
                roles: every
                directory: { path: /srv/share, mode: "0755" }
                timeout: 1m
              - id: share.mount
                title: Mount it
                text: As fstab says.
                roles: every
                mount: { target: /srv/share, source: "{{share.source}}", type: tmpfs }
                timeout: 1m
              - id: share.hand
                title: By hand
                text: The operator says so.
                roles: every
                manual: { template: letter.txt }
                undo: { none: "Only the operator knows." }
                timeout: 1m
              - id: share.seen
                title: It is seen
                text: Nothing is done.
                roles: every
                proof:
                checks:
                  - directory: { path: /srv/share }
                timeout: 1m
              - id: share.proof
                title: It works
                text: It is written to, and read back.
                roles: every
                proof: { of: share }
                timeout: 1m

            """,
        templates: ["letter.txt": "Dear administrator,\nopen {{self.address}}.\n"])
}

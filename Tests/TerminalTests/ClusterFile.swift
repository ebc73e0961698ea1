/// Cluster descriptions for tests: one that is right, which each test spoils in its own way.
enum ClusterFile {
    static let good = """
        version: 1
        name: demo
        servers:
          - name: fs1
            address: 192.0.2.11
            roles: [file-server]
          - name: db1
            address: 192.0.2.12
            roles: [database]
          - name: app1
            address: 192.0.2.13
            roles: [application]
          - name: lb1
            address: 192.0.2.15
            roles: [balancer]

        """

    /// The good one with one place changed.
    static func spoilt(_ old: String, _ new: String) -> String { good.replacing(old, with: new, maxReplacements: 1) }
}

/// Failures of the load balancer: F14 to F17 and others.
extension KnownFailure {
    private static let defaultSite = KnownFailure(
        "F14", "Apache's default site answers first",
        cause: "The site that Debian enables with Apache listens on the same port and comes first, so it answers /jw with 'not found'.",
        remedy: "Turn it off ('a2dissite 000-default') and restart Apache.",
        steps: ["balancer.apache-default"],
        .certain(["default server", "sites-enabled/000-default.conf"]),
        .certain("Apache answers for itself", in: .failure(" answers")),
        .likely(["The requested URL", "was not found on this server"]))

    private static let moduleMissing = KnownFailure(
        "F15", "a module of Apache is missing",
        cause: "Apache lacks a module that balancing needs; the test of its syntax finds nothing wrong with that.",
        remedy: "Enable headers, proxy, proxy_http, proxy_balancer, lbmethod_byrequests and slotmem_shm with a2enmod, and restart Apache.",
        steps: ["balancer.apache-modules"],
        .certain("AH02432: Cannot find LB Method"),
        .certain(["AH01177: Failed to lookup provider", "is mod_slotmem_shm loaded"]),
        .certain(["AH01144: No protocol handler was valid", "(scheme 'balancer')"]),
        .certain(["AH01144: No protocol handler was valid", "(scheme 'http')"]),
        .certain(["Invalid command '", "defined by a module not included in the server configuration"]),
        // A balancer whose members no module can speak to says the same as one whose members are all at their limit.
        .possible("AH00934: all workers are busy"))

    private static let noWebSockets = KnownFailure(
        "F16", "Apache cannot pass web sockets on",
        cause: "Apache before 2.4.47 needs the module proxy_wstunnel for web sockets; without it Joget's log viewer stays empty.",
        remedy: "Enable it ('a2enmod proxy_wstunnel') and restart Apache. It does no harm on later ones.",
        steps: ["balancer.apache-modules"],
        .certain(["AH01144: No protocol handler was valid", "(scheme 'ws"]))

    private static let nodeAvoided = KnownFailure(
        "F17", "the balancer avoids a node",
        cause: "The load balancer found a node closed, and sends it nobody for as long as the message says, even if it is back.",
        remedy: "See that the node runs, and wait. retry= at its BalancerMember makes the time shorter.",
        steps: ["balancer.apache-site"],
        .likely(["AH00959: ap_proxy_connect_backend disabling worker for"]))

    private static let unclosedSection = KnownFailure(
        "apache-unclosed", "a section of the site is not closed",
        cause: "A <Proxy> or <VirtualHost> of the site has no end; the page of the published guide has lost the closing lines.",
        remedy: "Close each section, with </Proxy> and </VirtualHost>.",
        steps: ["balancer.apache-site"],
        .certain(["Syntax error on line", "was not closed"]))

    static let ofTheBalancer = [defaultSite, moduleMissing, noWebSockets, nodeAvoided, unclosedSection]
}

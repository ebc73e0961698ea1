import Guidebook
import Handover

/// Clusters for the tests of slips.
enum Clusters {
    /// Five servers of a small company, with some answers of their own.
    static let shop = Cluster(
        name: "shop",
        servers: [
            Server(name: "fs1", address: "10.0.0.11", roles: [.fileServer]),
            Server(name: "db1", address: "10.0.0.12", roles: [.database]),
            Server(name: "app1", address: "10.0.0.13", roles: [.application]),
            Server(name: "app2", address: "10.0.0.14", roles: [.application], route: "second"),
            Server(name: "lb1", address: "10.0.0.15", roles: [.balancer]),
        ],
        answers: [
            "share.export": "/srv/joget/wflow", "database.name": "shopdb",
            "application.bundle": "/root/joget-enterprise-linux-8.1.6.tar.gz",
            "application.memory": "4096M", "balancer.product": "haproxy",
        ])

    /// A cluster of that many application servers.
    static func large(_ count: Int) -> Cluster {
        let nodes = (1...count).map {
            Server(
                name: "node-\($0 * 7919 % 10007).example.org", address: "10.\($0 / 250 + 1).\($0 % 250).\($0 % 7 + 1)",
                roles: [.application])
        }
        return Cluster(name: "large", servers: Array(shop.servers.filter { $0.roles != [.application] }) + nodes)
    }

    /// Clusters as operators may describe them, another one for each seed.
    static func random(_ seed: UInt64) -> Cluster {
        var dice = Dice(seed: seed)
        var servers = [Server(name: "all-\(dice.number(99))", address: "192.0.2.1", roles: [.fileServer, .database, .balancer])]
        for index in 1...(1 + dice.number(6)) {
            servers.append(
                Server(
                    name: "n\(index)x\(dice.number(900))\(dice.number(2) == 0 ? "" : ".Example.org")",
                    address: "10.\(dice.number(200)).\(dice.number(200)).\(index)", roles: [.application],
                    route: dice.number(3) == 0 ? "r_\(index)-\(dice.number(50))" : nil))
        }
        var cluster = Cluster(name: ["joget", "no", "1.0", "A_b-c", "null"][dice.number(5)], servers: servers)
        let answers = [
            "share.export": "/srv/a+b@c", "share.owner-id": "991", "database.product": "mysql", "database.name": "db_1",
            "database.port": "3307", "application.memory": "2G", "session.membership": "static", "balancer.product": "nginx",
            "balancer.port": "8081", "application.profile": "true", "database.user": "J",
        ]
        for (id, text) in answers where dice.number(2) == 0 && Parameter.named(id)?.problem(with: text) == nil {
            cluster.answers[id] = text
        }
        return cluster
    }
}

/// Numbers that are the same in every run.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to less than `bound`.
    mutating func number(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// What reading a text comes to, for comparison.
func reading(_ text: String) -> Result<[Slip], SlipError> {
    do {
        return .success(try Slip.read(text))
    } catch {
        return .failure(error)
    }
}

/// The refusal of a text; nil where it is taken.
func refusal(of text: String) -> SlipError? {
    if case .failure(let error) = reading(text) { error } else { nil }
}

/// The lines of a slip.
func lines(of text: String) -> [String] { text.split(separator: "\n").map(String.init) }

import Machines
import Testing

@Suite("Network and memory of a rehearsal")
struct RehearsalNetworkTests {
    @Test("The interface has its address, its flag and a route for multicast")
    func showsInterface() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.interface = "ens3" })
        let links = try await machine.succeed("ip -o link show")
        #expect(links.contains("\n2: ens3: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 "))
        #expect(try await machine.succeed("ip -o -4 addr show to 10.0.0.21").hasPrefix("2: ens3    inet 10.0.0.21/24 scope global ens3\\ "))
        #expect(try await machine.succeed("ip -o -4 addr show to 10.0.0.99").isEmpty)
        #expect(
            try await machine.succeed("ip -o route get 228.0.0.4") == "multicast 228.0.0.4 dev ens3 src 10.0.0.21 uid 0 \\    cache <mc> \n"
        )
        #expect(try await machine.succeed("ip -o route get 192.0.2.1").hasPrefix("192.0.2.1 via 10.0.0.1 dev ens3 src 10.0.0.21 "))
        await machine.switchOn(.noMulticastFlag)
        #expect(try await machine.succeed("ip -o link show").contains("ens3: <BROADCAST,UP,LOWER_UP>"))
    }

    @Test("A route is made by a unit that looks for the interface itself, and is gone after a restart unless the unit is enabled")
    func routesMulticast() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"), faults: [.noMulticastRoute])
        let get = "ip -o route get 228.0.0.4"
        #expect(try await machine.run(get) == CommandResult(status: 2, output: "RTNETLINK answers: Network is unreachable\n"))
        let unit = """
            [Unit]
            Before=joget.service
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh -c 'set -- $(ip -o -4 addr show to 10.0.0.21) && ip route replace 224.0.0.0/4 dev "$2" src 10.0.0.21'
            ExecStop=/bin/sh -c 'ip route del 224.0.0.0/4 src 10.0.0.21 || true'
            [Install]
            WantedBy=multi-user.target

            """
        try await machine.put("/etc/systemd/system/joget-multicast-route.service", unit)
        try await machine.succeed("systemctl daemon-reload")
        try await machine.succeed("systemctl restart joget-multicast-route")
        #expect(try await machine.succeed(get).hasPrefix("multicast 228.0.0.4 dev eth0 src 10.0.0.21 "))
        #expect(await machine.state("joget-multicast-route")?.detail == "active (exited)")
        await machine.restart()
        #expect(try await machine.run(get).status == 2)
        try await machine.succeed("systemctl enable --now joget-multicast-route")
        await machine.restart()
        #expect(try await machine.run(get).status == 0)
        try await machine.succeed("systemctl stop joget-multicast-route")
        #expect(try await machine.run(get).status == 2)
        try await machine.put("/etc/systemd/system/joget-multicast-route.service", unit.replacing("10.0.0.21)", with: "10.0.0.99)"))
        try await machine.succeed("systemctl daemon-reload")
        #expect(try await machine.run("systemctl start joget-multicast-route").status == 1)
    }

    @Test(
        "A route that cannot be is refused in the kernel's words",
        arguments: [
            ("ip route add 224.0.0.0/4 dev eth7", "Cannot find device \"eth7\"\n"),
            ("ip route add 224.0.0.0/4", "RTNETLINK answers: No such device\n"),
            ("ip route del 224.0.0.0/4", "RTNETLINK answers: No such process\n"),
            ("ip route replace 224.0.0.0/4 dev eth0 src 10.0.0.99", "RTNETLINK answers: Invalid argument\n"),
        ])
    func refusesRoutes(line: String, output: String) async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        let result = try await machine.run(line)
        #expect(!result.succeeded && result.output == output)
    }

    @Test("Memory is what the seed says")
    func hasMemory() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.memory = 2_147_483_648 })
        #expect(try await machine.text("/proc/meminfo")?.hasPrefix("MemTotal:        2097152 kB\n") == true)
    }

    @Test("The processes of a fresh server are its services")
    func listsProcesses() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1"))
        let list = try await machine.succeed("ps -ww -eo pid=,user=,args=")
        #expect(list.hasPrefix("    1 root     /sbin/init\n") && list.contains(" root     /usr/sbin/sshd -D\n"))
    }

    @Test("Whoever sends on a group is heard, unless something filters it")
    func hears() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.multicastSenders = ["10.0.0.22"] })
        #expect(await machine.heard().addresses == ["10.0.0.22"])
        #expect(await machine.hear(group: "228.0.0.4", port: 45564, at: "10.0.0.99", saying: nil, within: .seconds(1)).isEmpty)
        await machine.switchOn(.multicastFiltered)
        #expect(await machine.heard().isEmpty)
    }

    @Test("Other servers' pages and session ports are reachable while they are up")
    func reachesPeers() async throws {
        let machine = RehearsalMachine(seed: RehearsalCluster.debian("app1") { $0.applications = [.init(server: "app2", route: "node02")] })
        #expect(await machine.connect(to: "app2", port: 8080, within: .seconds(1)) == .open)
        #expect(await machine.connect(to: "app2", port: 4000, within: .seconds(1)) == .open)
        await machine.switchOn(.replicationPortClosed)
        #expect(await machine.connect(to: "app2", port: 4000, within: .seconds(1)) == .refused)
        await machine.switchOn(.peersDown)
        #expect(await machine.connect(to: "app2", port: 8080, within: .seconds(1)) == .refused)
    }
}

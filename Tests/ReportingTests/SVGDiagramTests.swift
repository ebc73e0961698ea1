import Guidebook
import Testing

@testable import Reporting

@Suite("The picture of the cluster")
struct SVGDiagramTests {
    /// The pictures of a cluster: the wide one, then the narrow one.
    private func pictures(_ cluster: ClusterReport) throws -> (page: HTMLPage, pictures: [HTMLPage.Element]) {
        let page = try HTMLPage(HTMLReport.text(of: cluster))
        return (page, page.all("svg", "diagram"))
    }

    @Test("Every application server is drawn with its name, its address and its route", arguments: 1...8)
    func every(nodes: Int) throws {
        let cluster = try MergedBed.many(nodes)
        let (page, pictures) = try pictures(cluster)
        #expect(pictures.count == 2)
        for picture in pictures {
            let texts = page.all("text", within: picture).map(\.text)
            for server in cluster.reports[0].description.servers {
                #expect(texts.contains(server.name) && texts.contains { $0.hasPrefix(server.address) })
                if let route = server.route { #expect(texts.contains { $0.hasPrefix(route) }) }
            }
            #expect(page.all("rect", "box", within: picture).count == nodes + 4)
        }
    }

    @Test(
        "Requests go from the browsers to the balancer and on to every node; every node uses share and database", arguments: [1, 2, 5, 8])
    func arrows(nodes: Int) throws {
        let (page, pictures) = try pictures(MergedBed.many(nodes))
        for picture in pictures {
            let links = page.all("path", "link", within: picture).compactMap { $0.attributes["class"] }
            #expect(links.count { $0 == "link request" } == nodes + 1)
            #expect(links.count { $0 == "link share" } == nodes && links.count { $0 == "link database" } == nodes)
            #expect(links.count { $0 == "link member" } == nodes - 1)
            #expect(page.all("path", "head", within: picture).count == 3 * nodes + 1)
        }
    }

    @Test("No box lies on another one or outside of the picture, and no text is wider than its box", arguments: [1, 3, 8, 120])
    func geometry(nodes: Int) throws {
        var cluster = try MergedBed.many(nodes)
        for index in cluster.reports[0].description.servers.indices {
            cluster.reports[0].description.servers[index].name += "-of-a-very-long-name.in.some.department.example.org"
        }
        let (page, pictures) = try pictures(cluster)
        for picture in pictures {
            let size = (picture.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
            try #require(size.count == 4)
            let boxes = page.all("rect", "box", within: picture).map { ($0["x"], $0["y"], $0["x"] + $0["width"], $0["y"] + $0["height"]) }
            for (index, box) in boxes.enumerated() {
                #expect(box.0 >= 0 && box.1 >= 0 && box.2 <= size[2] && box.3 <= size[3])
                #expect(boxes.dropFirst(index + 1).allSatisfy { $0.0 >= box.2 || $0.2 <= box.0 || $0.1 >= box.3 || $0.3 <= box.1 })
            }
            let widest = boxes.map { $0.2 - $0.0 }.max() ?? 0
            for text in page.all("text", "line", within: picture) { #expect(Double(text.text.columns) * 6.7 <= widest - 20) }
        }
    }

    @Test("Many servers are summed up, with how many there are and which routes they have")
    func many() throws {
        let (page, pictures) = try pictures(MergedBed.many(497))
        for picture in pictures {
            let texts = page.all("text", within: picture).map(\.text)
            #expect(texts.contains("and 490 more") && texts.contains("node08 to node497"))
            #expect(page.all("rect", "box", within: picture).count == 12)
        }
    }

    @Test("Layers that were there already are marked, by their frame and by a word")
    func existing() throws {
        var bed = ClusterBed()
        bed.cluster.servers.removeAll { !$0.roles.contains(.application) }
        bed.cluster.answers.merge([
            "share.kind": "existing", "share.existing": "nas1:/vol/wflow", "database.kind": "existing",
            "database.address": "mysql.example.org",
            "balancer.product": "external", "balancer.address": "www.example.org",
        ]) { $1 }
        let (page, pictures) = try pictures(bed.merged())
        for picture in pictures {
            #expect(page.all("rect", "existing", within: picture).count == 3)
            let texts = page.all("text", within: picture).map(\.text)
            #expect(texts.count { $0 == "existing" } == 3)
        }
        let words = try #require(page.all("desc").first?.text)
        #expect(words.contains("nas1:/vol/wflow") && words.contains("mysql.example.org") && words.contains("www.example.org"))
    }

    @Test("How the nodes find each other is said", arguments: [("static", "static list"), ("multicast", "multicast")])
    func membership(answer: String, word: String) throws {
        var bed = ClusterBed()
        bed.cluster.answers["session.membership"] = answer
        let (page, pictures) = try pictures(bed.merged())
        for picture in pictures { #expect(page.all("text", "member", within: picture).contains { $0.text.contains(word) }) }
    }

    @Test("A long name loses its domain first, then its middle, and never the end that tells it from others")
    func names() {
        #expect("app1".fittedName(10) == "app1")
        #expect("app1.example.org".fittedName(10) == "app1")
        let (one, two) = ("application-server-1".fittedName(12), "application-server-2".fittedName(12))
        #expect(one != two && one.columns <= 12 && one.hasSuffix("1"))
        #expect("192.0.2.13".fittedName(8).columns <= 8)
    }
}

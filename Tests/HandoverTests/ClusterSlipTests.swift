import Guidebook
import Testing

@testable import Handover

@Suite("The cluster as a slip")
struct ClusterSlipTests {
    @Test("What is taken in is the cluster that was handed over, for every kind of description", arguments: 0..<60)
    func roundTrip(seed: UInt64) throws {
        let cluster = Clusters.random(seed)
        guard case .cluster(let taken)? = try Slip.read(Slip.text(of: .cluster(cluster))).first else {
            Issue.record("no cluster came back")
            return
        }
        #expect(taken.describesSame(as: cluster))
    }

    @Test("It has nothing but capital letters, digits and blanks, in lines of at most 60 columns", arguments: [5, 40, 500])
    func plain(count: Int) throws {
        let text = try Slip.text(of: .cluster(count == 5 ? Clusters.shop : Clusters.large(count)))
        for line in lines(of: text) {
            #expect(line.utf8.count <= 60, "\(line)")
            #expect(line.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || $0 == 32 }, "\(line)")
        }
        #expect(text.hasSuffix("\n"))
    }

    @Test("A small cluster takes few lines, so that it can be typed")
    func short() throws {
        let shop = try lines(of: Slip.text(of: .cluster(Clusters.shop))).count
        let untouched = try lines(of: Slip.text(of: .cluster(Cluster(name: "shop", servers: Clusters.shop.servers)))).count
        #expect(shop <= 16 && untouched < shop, "\(shop) and \(untouched) lines")
    }

    @Test("A cluster of 500 servers is handed over and taken in")
    func large() throws {
        let cluster = Clusters.large(500)
        guard case .cluster(let taken)? = try Slip.read(Slip.text(of: .cluster(cluster))).first else {
            Issue.record("no cluster came back")
            return
        }
        #expect(taken.describesSame(as: cluster))
    }

    @Test("A cluster that is too large for a slip is refused before it is written")
    func tooLarge() throws {
        let error = try #require(throws: SlipError.self) { try Slip.text(of: .cluster(Clusters.large(4000))) }
        #expect(error.kind == .unusable && error.remedy.hasSuffix("by other means"), "\(error)")
    }

    @Test("A description with mistakes is not handed on")
    func mistakes() throws {
        var cluster = Clusters.shop
        cluster.servers.removeLast()
        let error = try #require(throws: SlipError.self) { try Slip.text(of: .cluster(cluster)) }
        #expect(
            error.description
                == "cluster slip of shop: the description has mistakes: no server has the role balancer; "
                + "mend it first; 'joget-cluster cluster check' names them all")
    }

    @Test("Standard answers and comments are left out, and what is left is a description that can be read")
    func shortened() throws {
        let text = try ClusterText.text(of: Clusters.shop)
        let expected = """
            # \(ClusterText.standards)
            version: 1
            name: shop
            servers:
              - name: fs1
                address: 10.0.0.11
                roles: [file-server]
            """
        #expect(text.hasPrefix(expected))
        #expect(text.contains("\ndatabase:\n  name: shopdb\napplication:\n"))
        #expect(!text.contains("session:") && !text.contains(" port:"))
        #expect(try ClusterLoader.cluster(from: text, file: "slip").describesSame(as: Clusters.shop))
    }

    @Test("A slip of a version with other standard answers is refused, because what it leaves out would mean something else")
    func otherStandards() throws {
        let text = try ClusterText.text(of: Clusters.shop).replacing("# \(ClusterText.standards)", with: "# BABAB")
        let slip = try SlipWriter.text(of: Payload(.cluster, packing: Array(text.utf8)))
        #expect(refusal(of: slip)?.kind == .foreign)
    }

    @Test("A slip that this program would not have written, with mistakes in its description, is refused by the mistake")
    func brokenDescription() throws {
        let text = try ClusterText.text(of: Clusters.shop).replacing("10.0.0.12", with: "10.0.0.11")
        let error = try #require(refusal(of: SlipWriter.text(of: Payload(.cluster, packing: Array(text.utf8)))))
        #expect(error.kind == .unusable && error.what.contains("is also the address of"), "\(error)")
    }
}

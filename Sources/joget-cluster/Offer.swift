import ArgumentParser
import Guidebook
import Handover
import Reporting

/// What slips offer to this server: a cluster description, secrets, or both.
struct Offer {
    private(set) var cluster: Cluster?
    private(set) var secrets: SealedSecrets?

    /// Throws where there is something else among them, or more than one of a kind.
    init(_ slips: [Slip]) throws {
        for slip in slips {
            switch slip {
            case .cluster(let cluster):
                guard self.cluster == nil else { throw Offer.refusal("there are two cluster slips in the text; take one of them") }
                self.cluster = cluster
            case .secrets(let secrets):
                guard self.secrets == nil else { throw Offer.refusal("there are two secrets slips in the text; take one of them") }
                self.secrets = secrets
            case .status(let entry):
                throw Offer.refusal(
                    "this is the status of \(entry.server.name) in cluster \(entry.cluster), and no description of a cluster; "
                        + "'joget-cluster board' takes it")
            }
        }
    }

    private static func refusal(_ what: String) -> Refusal { Refusal("\(what); nothing was taken", .badDocument) }
}

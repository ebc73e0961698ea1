import Guidebook
import Machines
import TerminalUI

/// Another server's slip instead of a form to be filled.
extension Model {
    mutating func type(_ key: Key, _ form: SlipForm) -> [Effect] {
        var form = form
        let wasWhole = form.cluster != nil
        if key == .function(5) { form.read() } else { form.type(key) }
        let isWhole = form.cluster != nil
        overlays.append(.slip(form))
        // The rest of a paste must not be typed into the form, so it is let go by first.
        return isWhole && !wasWhole ? [.awaitQuiet(form.keyCount)] : []
    }

    /// For a while nothing was typed, if the count is still the same.
    mutating func quiet(_ keyCount: Int) -> [Effect] {
        guard let index = overlays.lastIndex(where: { if case .slip = $0 { true } else { false } }),
            case .slip(let slip) = overlays[index], let cluster = slip.cluster
        else { return [] }
        guard slip.keyCount == keyCount else { return [.awaitQuiet(slip.keyCount)] }
        overlays.remove(at: index)
        take(cluster)
        if slip.hasSecrets { tell("The secrets were left out", SlipForm.secretsWords) }
        return []
    }

    private mutating func take(_ cluster: Cluster) {
        guard case .form(var form) = page else { return }
        var words = "\(cluster.name) with \(cluster.servers.count) server\(cluster.servers.count == 1 ? "" : "s") is taken in. "
        if let identity {
            let own = cluster.server(hostName: identity.hostName, addresses: identity.addresses)
            words += own.map { "This server is \($0.name). " } ?? "This server, \(identity.hostName), is none of them. "
        }
        if let former = self.cluster, former.name != cluster.name { words += "Until now this was a server of \(former.name). " }
        form.take(cluster, notice: words + "F10 saves it.")
        page = .form(form)
    }
}

public import Guidebook

extension Plan {
    /// Stands where a password belongs in a text that somebody else gets: which one it is, is agreed upon by other ways.
    private static let agreedPassword = "<the agreed password>"

    /// What the operator is to type or to hand on in a step that is done by hand, line by line; nil where there is no such text.
    public func textByHand(for step: Step) -> [String]? {
        guard case .manual(let name?) = step.action, let template = templates[name] else { return nil }
        let text = template.rendered(with: values) { _ in Plan.agreedPassword }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.last == "" ? lines.dropLast() : lines
    }
}

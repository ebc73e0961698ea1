/// Something in the published guide that was put right by a step that was done.
public struct Erratum: Sendable, Hashable, Codable {
    /// The step's id.
    public var step: String
    /// What the step achieves.
    public var title: String
    /// What is wrong with the published guide, and what was done in its place.
    public var text: String
}

/// Something that no single server can see: a thing that differs between servers, or that one of them lacks.
public struct BoardLint: Sendable, Hashable, Codable {
    /// What it is about, for programs: `route`, `war`, `agent`, `share`, `database`, `clock`, `name`, `balancer`, `program`, `guide`,
    /// `description`, `machine`.
    public var kind: String
    /// What is wrong, as a sentence without a full stop.
    public var title: String
    /// The servers concerned, in the board's order.
    public var servers: [String]
    /// What there is on each.
    public var found: [Observation]
    /// What to do about it.
    public var remedy: String

    /// What some servers have in common.
    public struct Observation: Sendable, Hashable, Codable {
        /// What was found.
        public var text: String
        /// Where, in the board's order.
        public var servers: [String]
    }
}

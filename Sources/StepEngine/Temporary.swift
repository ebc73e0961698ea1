public import Machines

extension Engine {
    public func processes() async -> [ProcessEntry] { [] }
    public func conflicts(of step: String) async throws(EngineError) -> [Conflict] { [] }
    public func perform(_ id: String, anew: Bool, taking: Bool) async throws(EngineError) -> Outcome { try await perform(id, anew: anew) }
    public func traces(of step: String) async -> [FileTrace] { [] }
}

public struct Conflict: Sendable, Hashable {
    public var path: String
    public var before: [UInt8]?
    public var ours: [UInt8]
    public var theirs: [UInt8]?
    public var modified: String?
    public var owner: String?
    public var isSecret: Bool
}

public struct FileTrace: Sendable, Hashable {
    public var path: String
    public var modified: String?
    public var owner: String?
}

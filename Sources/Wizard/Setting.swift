import Guidebook

/// What stays the same as long as the wizard runs.
struct Setting: Sendable, Equatable {
    let guide: Guide
    let directoryPath: String
    let clusterPath: String
    let serverName: String?
    let roles: [Role]?
    let program: String
    let user: String
    let isRehearsal: Bool
}

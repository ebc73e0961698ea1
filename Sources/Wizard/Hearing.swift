/// What was heard on the multicast group by which Tomcats find each other.
enum Hearing: Sendable, Equatable {
    /// Where Tomcat speaks unless told otherwise.
    static let group = "228.0.0.4"
    static let port = 45564
    static let limit = Duration.seconds(2)

    /// Nobody listens.
    case none
    case listening
    /// These others were heard, and whether that decided the answer.
    case heard([String], isDecisive: Bool)
    /// It is not possible here, for this reason.
    case impossible(String)

    /// What helps with the question; nil where there is nothing to say.
    var words: String? {
        let place = "\(Hearing.group):\(Hearing.port)"
        switch self {
        case .none: return nil
        case .listening: return "Listening for two seconds on \(place) ..."
        case .heard([], _): return "Nobody was heard on \(place): 'static' is the safe answer."
        case .heard(let addresses, let isDecisive):
            let end = isDecisive ? "; 'multicast' was chosen because of that" : ""
            return "On \(place) heard \(addresses.joined(separator: ", "))\(end)."
        case .impossible(let reason): return "Nobody could be listened for on \(place): \(reason)"
        }
    }
}

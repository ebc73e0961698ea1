import Guidebook
import StepEngine

/// Taking a run over, or reading along where another instance has it.
extension Session {
    private static let lookInterval = Duration.milliseconds(200)

    func takeOver(_ plan: Plan) async throws -> Message {
        do {
            return .opened(try await open(plan))
        } catch let error as EngineError where error.kind == .locked {
            let follower = try Follower(StateDirectory(path: workplace.setting.directoryPath, creating: false))
            let state = follower.state
            follow(follower)
            return .locked(state, holder: follower.holder)
        }
    }

    /// Looks again and again, until the other instance has ended or this session has. It begins when this actor is free again,
    /// so that nothing is told before the word that there is another instance.
    private func follow(_ follower: Follower) {
        let inbox = self.inbox
        following?.cancel()
        following = Task {
            var follower = follower
            while !Task.isCancelled {
                let look = await Task.detached { [follower] in Session.look(follower) }.value
                follower = look.follower
                if !look.news.isEmpty || look.isAlone {
                    inbox.send(.followed(look.news, seconds: Moment.now().seconds, isAlone: look.isAlone))
                }
                if look.isAlone { return }
                // Cancelled when the session ends.
                guard (try? await Task.sleep(for: Session.lookInterval)) != nil else { return }
            }
        }
    }

    private nonisolated static func look(_ follower: Follower) -> (follower: Follower, news: [Follower.News], isAlone: Bool) {
        var follower = follower
        // What cannot be read now may be readable at the next look.
        let news = (try? follower.news()) ?? []
        return (follower, news, follower.isAlone)
    }
}

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

    /// Looks again and again, until the other instance has ended or this session has.
    private func follow(_ follower: Follower) {
        let inbox = self.inbox
        following?.cancel()
        following = Task.detached {
            var follower = follower
            while !Task.isCancelled {
                // What cannot be read now may be readable at the next look.
                let news = (try? follower.news()) ?? []
                let isAlone = follower.isAlone
                if !news.isEmpty || isAlone { inbox.send(.followed(news, seconds: Moment.now().seconds, isAlone: isAlone)) }
                if isAlone { return }
                // Cancelled when the session ends.
                guard (try? await Task.sleep(for: Session.lookInterval)) != nil else { return }
            }
        }
    }
}

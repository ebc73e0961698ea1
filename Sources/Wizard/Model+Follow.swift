import Guidebook
import StepEngine
import TerminalUI

/// Reading along while another instance is at work, and taking over when it has ended.
extension Model {
    mutating func startFollowing(_ state: RunState, _ holder: String) {
        guard run != nil else { return }
        run?.isOpen = false
        run?.follows = holder.isEmpty ? "another joget-cluster" : "joget-cluster, \(holder),"
        run?.state = state
        run?.work = nil
        if let step = run?.steps.first(where: { state[$0.id].status == .running }) ?? run?.nextOpen() {
            run?.select(step.id)
            if state[step.id].status == .running {
                run?.work = Work(.watching(step.id))
                run?.work?.line = state[step.id].openRun?.line
            }
        }
        page = .main
        tell(
            "Another instance is at work",
            "\(run?.follows ?? "") sets this server up now. You see what it does as it happens and can change nothing. When it has "
                + "ended, this one takes over.")
    }

    mutating func follow(_ news: [Follower.News], _ seconds: Double, _ isAlone: Bool) -> [Effect] {
        guard isFollowing else { return [] }
        for item in news {
            switch item.event {
            case .started(let step, _):
                run?.work = Work(.watching(step))
                if overlays.isEmpty { run?.select(step) }
            case .finished, .skipped, .interrupted: run?.work = nil
            default: break
            }
            _ = hear(item.event, Moment(seconds: seconds, text: item.time))
        }
        guard isAlone, let plan = run?.plan else { return [] }
        run?.follows = nil
        overlays = []
        run?.work = Work(.opening)
        return [.open(plan)]
    }
}

import FaultLedger
import Foundation
import Synchronization
import Testing

/// Many trials of one chapter, two at a time.
struct Sweep: Sendable {
    let chapter: Chapter
    let expected: Undisturbed
    private let roots: [DisposableRoot]

    /// As many as this machine has cores, and the tests may use.
    private static let width = 2

    init(_ chapter: Chapter) async throws {
        self.chapter = chapter
        (roots, expected) = try await Sweep.onThread {
            let roots = try (0..<Sweep.width).map { _ in try DisposableRoot(chapter) }
            return (roots, try Undisturbed(roots[0]))
        }
        try #require(expected.complaint.isEmpty, "\(chapter): \(expected.complaint)")
        let left = expected.before.places(unlike: expected.undone).filter { !$0.hasPrefix(DisposableRoot.state) }
        #expect(left == chapter.lasting, "\(chapter): \(expected.before.differences(to: expected.undone))")
        // A sweep over nothing would hold.
        try #require(expected.operations.count > 30 && expected.story.steps.count > 0)
    }

    /// Makes the trials, records what is not as it should be, and notes the figures. Where none are wanted, one of `few` is
    /// enough, and nothing is taken back, which takes minutes.
    func run(_ all: [FaultPlan], row: Int, _ what: String, every few: Int = 1, undoes: Bool = false) async throws {
        let plans = FaultLedger.chosen(all, every: few)
        let undoes = undoes && FaultLedger.isWanted
        let tally = Tally(plans)
        let expected = self.expected
        try await withThrowingTaskGroup { group in
            for root in roots {
                group.addTask {
                    try await Sweep.onThread {
                        while let plan = tally.next() {
                            tally.note(plan, try Trial(root: root, expected: expected, plan: plan, undoes: undoes).troubles())
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        for (trouble, plans) in tally.troubles {
            Issue.record("\(chapter), \(plans.map(\.description).joined(separator: ", ")): \(trouble)")
        }
        FaultLedger.note(row, what, tried: plans.count, held: tally.held)
    }

    /// Waiting for programs is done on threads of their own, so that no other test is kept from running.
    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}

/// What is still to be tried, and what came of the rest.
private final class Tally: Sendable {
    private struct State {
        var rest: [FaultPlan]
        var found: [String: [FaultPlan]] = [:]
        var held = 0
    }

    private let state: Mutex<State>

    init(_ plans: [FaultPlan]) { state = Mutex(State(rest: plans.reversed())) }

    func next() -> FaultPlan? { state.withLock { $0.rest.popLast() } }

    func note(_ plan: FaultPlan, _ troubles: [String]) {
        state.withLock { state in
            if troubles.isEmpty { state.held += 1 }
            for trouble in troubles { state.found[trouble, default: []].append(plan) }
        }
    }

    /// By how many trials had each.
    var troubles: [(String, [FaultPlan])] {
        state.withLock { $0.found }.sorted { $0.value.count > $1.value.count }.map { ($0.key, $0.value) }
    }

    var held: Int { state.withLock { $0.held } }
}

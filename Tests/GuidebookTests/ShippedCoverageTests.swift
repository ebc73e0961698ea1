import Guidebook
import Testing

@Suite("What became of the published guide, as it is shipped")
struct ShippedCoverageTests {
    private let coverage: Coverage
    private let guide: Guide

    init() throws {
        let folder = GuideFolder(path: shippedResources)
        coverage = try folder.coverage()
        guide = try folder.load()
    }

    @Test("No instruction is without an answer, and no step without its origin")
    func noGap() { #expect(coverage.gaps(in: guide).map(\.description) == []) }

    @Test("Every reason says something, and no instruction stands there twice")
    func reasons() {
        for case .leftOut(let reason) in coverage.instructions.map(\.treatment) { #expect(reason.count > 15, "\(reason)") }
        for addition in coverage.additions { #expect(addition.reason.count > 15, "\(addition.reason)") }
        let texts = coverage.chapters.flatMap { chapter in chapter.instructions.map { "\(chapter.title): \($0.text)" } }
        #expect(Set(texts).count == texts.count)
    }

    @Test("Something was corrected, something left out, and most became steps")
    func count() {
        let count = coverage.count(in: guide)
        #expect(count.corrected > 0 && count.leftOut > 0)
        #expect(count.asSteps + count.corrected > count.leftOut)
    }
}

import Glibc

extension Sequence where Element: Sendable {
    /// What `transform` makes of each element, in their order; as many at a time as there are processors, so that no more of them are in
    /// memory than help. Throws what the first of those that failed has thrown.
    func mapInParallel<Transformed: Sendable>(
        _ transform: @escaping @Sendable (Element) async throws -> Transformed
    ) async throws -> [Transformed] {
        typealias Outcome = Result<Transformed, any Error>
        let results = await withTaskGroup(of: (Int, Outcome).self) { group in
            var results: [Int: Outcome] = [:]
            let processors = Swift.max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
            for (index, element) in enumerated() {
                if index >= processors, let (done, outcome) = await group.next() { results[done] = outcome }
                group.addTask {
                    do { return (index, .success(try await transform(element))) } catch { return (index, .failure(error)) }
                }
            }
            for await (done, outcome) in group { results[done] = outcome }
            return results
        }
        return try results.sorted { $0.key < $1.key }.map { try $0.value.get() }
    }
}

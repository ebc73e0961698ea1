internal import Dispatch

extension Array {
    /// What `make` makes of each number from 0 on, `count` of them, on all processors; `share` of them one after the other on the same one.
    package init(concurrently count: Int, share: Int = 1, _ make: (Int) -> Element) {
        self.init(unsafeUninitializedCapacity: count) { elements, made in
            // Each share writes places of its own.
            nonisolated(unsafe) let (elements, make) = (elements, make)
            DispatchQueue.concurrentPerform(iterations: (count + share - 1) / share) { part in
                for index in part * share..<Swift.min((part + 1) * share, count) {
                    elements.initializeElement(at: index, to: make(index))
                }
            }
            made = count
        }
    }
}

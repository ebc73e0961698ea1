extension Trial {
    /// What is wrong with a run whose disk failed: it must end, say so in one clear message, and claim nothing.
    func complaints(about launch: Launch, _ cut: RunStory) -> [String] {
        []
    }
}

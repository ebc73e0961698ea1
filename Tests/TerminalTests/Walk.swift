import Foundation
import Testing

/// What an operator does in many of these tests.
extension Terminal {
    /// From the welcome page through the review to the first running step.
    func beginAll() async throws {
        try await expect("Enter begins.")
        type("\r")
        try await expect("a all")
        type("a")
        try await expect("Before the first change")
        try await expect("[ Go ]")
        type("\u{1B}[C\r")
    }

    /// Until packages are being installed: the longest step of the rehearsal.
    func beginInstalling() async throws {
        try await beginAll()
        try await expect("Reading package lists")
    }
}

import Foundation
import Testing

/// What an operator does in many of these tests.
extension Terminal {
    /// A pretended server that takes its time: the running step is still running when the test has read the screen, however
    /// busy the machine is.
    static let slow = ["JOGET_REHEARSAL_PACE": "400"]

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

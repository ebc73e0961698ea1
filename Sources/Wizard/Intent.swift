/// What a key asks for.
enum Intent: Sendable, Equatable {
    case help, shell, back, cancel, interrupt, redraw, stop, leave
    case go, navigate, turn, next, switchPane
    case perform, performAll, skip, undo, verify
    case diff, log, commands, guide, report, writeReport
    case editCluster, save, reread, deleteServer, suggest
    case preflight, note
    case handOver, board, takeSlip, proofs
    case search, findNext, findPrevious, wrap
    case inspect, style
}

/// Where the keyboard is: decides which keys mean something.
enum Context: Sendable, Hashable, CaseIterable {
    case opening, refused, welcome, form, chooser, main, review, report, preflight
    case question, skip, secret, server, slip, pager, help

    /// Whether letters are text there.
    var takesText: Bool {
        switch self {
        case .form, .skip, .secret, .server, .slip: true
        default: false
        }
    }

    static let all = Set(allCases)
    static let withoutText = all.filter { !$0.takesText }
    /// The pages themselves, no dialog.
    static let pages: Set<Context> = [.opening, .refused, .welcome, .chooser, .main, .review, .report, .preflight]
}

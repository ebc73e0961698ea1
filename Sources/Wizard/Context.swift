/// Where the keyboard is: decides which keys mean something.
enum Context: Sendable, Hashable, CaseIterable {
    case opening, refused, welcome, resume, form, chooser, main, review, report, preflight, proofs
    case question, skip, secret, server, slip, pager, help, search, hang

    /// Whether letters are text there.
    var takesText: Bool {
        switch self {
        case .form, .skip, .secret, .server, .slip, .search: true
        default: false
        }
    }

    static let all = Set(allCases)
    static let withoutText = all.filter { !$0.takesText }
    /// The pages themselves, no dialog.
    static let pages: Set<Context> = [.opening, .refused, .welcome, .resume, .chooser, .main, .review, .report, .preflight, .proofs]
    /// The pages that know what is to be done on this server.
    static let withRun: Set<Context> = [.welcome, .resume, .main, .review, .report, .preflight, .proofs]
    /// Where a server is greeted.
    static let greetings: Set<Context> = [.welcome, .resume]
}

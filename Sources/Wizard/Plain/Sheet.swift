import Guidebook
import TerminalUI

/// What a page or dialog says on paper, and what it asks.
struct Sheet {
    /// An answer that is being changed, beyond what the model knows.
    enum Editing: Sendable, Equatable {
        /// A row of the cluster form; with `isOneOfAll` the next question follows.
        case row(ClusterForm.Row, isOneOfAll: Bool)
        case server(ServerForm.Focus)
        case secret(isSecond: Bool)
    }

    /// What is done because of an answer.
    struct Reply {
        /// Given to the model one after the other.
        var keys: [Key] = []
        /// Printed before anything else.
        var lines: [String] = []
        /// Whether the whole page is to be printed again.
        var isPageWanted = false
        /// What is edited then, once the model has got the keys.
        var editing: (Model) -> Editing? = { _ in nil }

        static func keys(_ keys: Key...) -> Reply { Reply(keys: keys) }
        static func say(_ lines: String...) -> Reply { Reply(lines: lines) }
        static var page: Reply { Reply(isPageWanted: true) }

        /// To an answer that means nothing here.
        static func unknown(_ answer: String) -> Reply {
            answer.isEmpty ? .say("Nothing was chosen; ? shows what can be.") : .say("'\(answer)' is no choice here; ? shows them.")
        }
    }

    var heading: String
    /// Lists with numbers: printed as a whole once, and then what has changed in them.
    var overview: [String] = []
    /// What is said about the moment.
    var lines: [String] = []
    /// The choices.
    var menu: [String] = []
    var prompt: String
    /// Whether the answer is a secret.
    var isHidden = false
    /// What an answer, without blanks around it, means.
    var reply: (String) -> Reply

    /// A sheet whose choices are those of the key bar. `words` are looked at first.
    init(_ heading: String, _ menu: Menu, overview: [String] = [], lines: [String], words: @escaping (String) -> Reply? = { _ in nil }) {
        self.init(heading: heading, overview: overview, lines: lines, menu: menu.lines, prompt: menu.prompt) { answer in
            words(answer) ?? menu.key(for: answer).map { .keys($0) } ?? .unknown(answer)
        }
    }

    init(
        heading: String, overview: [String] = [], lines: [String] = [], menu: [String] = [], prompt: String, isHidden: Bool = false,
        reply: @escaping (String) -> Reply
    ) {
        self.heading = heading
        self.overview = overview
        self.lines = lines
        self.menu = menu
        self.prompt = prompt
        self.isHidden = isHidden
        self.reply = { answer in
            // A secret may be anything.
            !isHidden && ["?", "help", "f1"].contains(answer.lowercased()) ? .page : reply(answer)
        }
    }
}

extension Sheet {
    /// The sheet of the page or dialog in front.
    init(_ model: Model, editing: Editing?) {
        switch model.overlays.last {
        case .question(let question): self = Sheet.question(question)
        case .skip(let form): self = Sheet.skip(form, model)
        case .secret(let form): self = Sheet.secret(form, model, editing)
        case .server(let form): self = Sheet.server(form, editing)
        case .slip(let form): self = Sheet.slip(form)
        case nil: self = Sheet.page(model, editing: editing)
        default: self = Sheet.picture(model)
        }
    }

    private static func page(_ model: Model, editing: Editing?) -> Sheet {
        switch model.page {
        case .form(let form): form.sheet(model, editing)
        case .chooser(let index): chooser(model, index)
        case .main: main(model)
        case .preflight(let page): preflight(model, page)
        case .proofs(let page): proofs(model, page)
        case .resume(let page): resume(model, page)
        case .review(let review): self.review(review, model)
        case .report: Sheet("Report", Menu(model), lines: model.reportLines.map(\.text))
        case .refused(let refusal, _):
            Sheet(refusal.title, Menu(model), lines: refusal.lines + ["", "Nothing was changed on this server."])
        case .welcome: Sheet(welcomeHeading(model), Menu(model), lines: Picture.lines(of: model))
        default: picture(model)
        }
    }

    /// For whatever has no sheet of its own: the text of the screen, and a choice for each key.
    private static func picture(_ model: Model) -> Sheet {
        let lines = Picture.lines(of: model, marksFocus: true)
        let heading = "\(model.context)".prefix(1).uppercased() + "\(model.context)".dropFirst()
        guard model.context.takesText else { return Sheet(heading, Menu(model), lines: lines) }
        return Sheet(heading: heading, lines: lines, prompt: "Text (empty goes back): ") { answer in
            answer.isEmpty ? .keys(.escape) : Reply(keys: Key.replacing(with: answer) + [.enter])
        }
    }

    private static func welcomeHeading(_ model: Model) -> String {
        guard let run = model.run else { return "Welcome" }
        return "Welcome: \(run.plan.cluster.name), \(run.plan.server.name)\(model.setting.isRehearsal ? ", rehearsal" : "")"
    }
}

extension Key {
    /// What puts another text into a field.
    static func replacing(with text: String) -> [Key] {
        [.end, .control("u")] + (text.isEmpty ? [] : [.paste(text)])
    }

    /// From one place of a list to another.
    static func moves(from index: Int, to other: Int, back: Key = .up, on: Key = .down) -> [Key] {
        Array(repeating: other < index ? back : on, count: abs(other - index))
    }
}

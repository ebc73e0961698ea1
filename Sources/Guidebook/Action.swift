/// What a step does. A closed list: each kind brings its own checks, preview and undo.
public enum Action: Sendable, Hashable {
    /// Packages by name, installed by apt; undo removes what the installation added and nothing else.
    case packages([String])
    /// A directory with owner, group and mode.
    case directory(DirectoryAction)
    /// A whole file made from a template; undo brings the former one back.
    case file(FileAction)
    /// An entry of a file that belongs to the operator; everything else in it keeps its bytes.
    case edit(EditAction)
    /// A service unit, running and enabled.
    case service(ServiceAction)
    /// A mount that stands in fstab.
    case mount(MountAction)
    /// Statements for the database server, as its administrator.
    case sql(SQLAction)
    /// One command with its own check and undo.
    case run(RunAction)
    /// An archive of a product, unpacked, with links to the folders in it that later steps need.
    case archive(ArchiveAction)
    /// A file or a whole folder, copied; what stands at the target already is never overwritten, but for a single file.
    case copy(CopyAction)
    /// A symbolic link that is there, or is not.
    case link(LinkAction)
    /// Modules of the Apache web server, enabled; undo disables those that were off before.
    case modules([String])
    /// The operator does it and says so. A template shows what there is to type or to hand on.
    case manual(template: String?)
    /// Nothing of the server's is changed: the checks show that something works, or a proof of that kind does.
    case proof(ProofKind?)

    /// The word by which guides name the kind.
    public var kind: String {
        switch self {
        case .packages: "packages"
        case .directory: "directory"
        case .file: "file"
        case .edit: "edit"
        case .service: "service"
        case .mount: "mount"
        case .sql: "sql"
        case .run: "run"
        case .archive: "archive"
        case .copy: "copy"
        case .link: "link"
        case .modules: "modules"
        case .manual: "manual"
        case .proof: "proof"
        }
    }

    /// Whether the step changes anything on the server.
    public var changesServer: Bool {
        switch self {
        case .manual, .proof: false
        default: true
        }
    }

    /// Whether the kind itself tells whether it is done, so that a step needs no further check.
    public var bringsChecks: Bool {
        switch self {
        case .packages, .directory, .file, .edit, .service, .mount, .archive, .copy, .link, .modules, .manual: true
        case .proof(let kind): kind != nil
        case .sql, .run: false
        }
    }

    /// The templates under Resources/Templates that it needs.
    public var templateNames: [String] {
        switch self {
        case .file(let action): [action.template]
        case .edit(let action): action.templateName.map { [$0] } ?? []
        case .sql(let action): if case .template(let name) = action.script { [name] } else { [] }
        case .manual(let template): template.map { [$0] } ?? []
        default: []
        }
    }

    /// Whether the kind knows by itself how to be undone.
    public var bringsUndo: Bool {
        switch self {
        case .packages, .directory, .file, .edit, .service, .mount, .archive, .link, .modules, .proof: true
        case .copy(let action): !action.isTree
        case .sql, .run, .manual: false
        }
    }

    /// The action with every text passed through `fill`.
    public func filled(_ fill: (String) -> String) -> Action {
        switch self {
        case .packages(let names): .packages(names.map(fill))
        case .directory(let action): .directory(action.filled(fill))
        case .file(let action): .file(action.filled(fill))
        case .edit(let action): .edit(action.filled(fill))
        case .service(let action): .service(action.filled(fill))
        case .mount(let action): .mount(MountAction(target: fill(action.target), source: fill(action.source), type: fill(action.type)))
        case .sql(let action): .sql(action.filled(fill))
        case .run(let action): .run(RunAction(command: action.command.map(fill)))
        case .archive(let action): .archive(action.filled(fill))
        case .copy(let action): .copy(action.filled(fill))
        case .link(let action): .link(LinkAction(path: fill(action.path), target: action.target.map(fill)))
        case .modules(let names): .modules(names.map(fill))
        case .manual(let template): .manual(template: template)
        case .proof(let kind): .proof(kind)
        }
    }
}

/// A file system tree over which others can be mounted.
struct RehearsalFiles {
    /// What is mounted, and where its files are kept.
    struct Attachment {
        var mount: Mount
        /// The tree that holds the files, and the directory of that tree which is mounted.
        var tree: String
        var top: String
        var isReadOnly: Bool
        /// Whom root is taken for; nil where root stays root.
        var rootActor: FileActor?
        /// Whom everybody is taken for; nil where they stay who they are.
        var everyActor: FileActor?
    }

    /// A path inside one of the trees.
    struct Place {
        var tree: String
        var path: String
        var attachment: Attachment?
    }

    static let local = "local"

    var trees: [String: [String: FileNode]] = [local: ["/": .directory()]]
    /// Mounts over the local tree, in mount order.
    private(set) var attachments: [Attachment] = []
    /// Who acts.
    var actor = FileActor.root
    var isFull = false
    private var clock = 1_750_000_000

    // MARK: - Trees

    /// Puts a node, and directories above it where there are none, past every rule: for seeds.
    mutating func seed(_ path: String, _ node: FileNode, in tree: String = local) {
        var directory = Self.parent(of: path)
        while trees[tree, default: ["/": .directory()]][directory] == nil {
            trees[tree, default: ["/": .directory()]][directory] = .directory()
            directory = Self.parent(of: directory)
        }
        var node = node
        node.modified = tick()
        trees[tree, default: ["/": .directory()]][path] = node
    }

    /// Makes an empty tree with such a top; false where there is one.
    mutating func addTree(_ name: String, top: FileNode) -> Bool {
        guard trees[name] == nil else { return false }
        trees[name] = ["/": top]
        return true
    }

    /// Puts a file of somebody's into a tree, with the folders above it.
    mutating func seedOwned(_ path: String, _ bytes: [UInt8], owner: UInt32, in tree: String) {
        var directory = Self.parent(of: "/" + path)
        while directory != "/" {
            seed(directory, FileNode(content: .directory, owner: owner, group: owner, mode: 0o750), in: tree)
            directory = Self.parent(of: directory)
        }
        seed("/" + path, FileNode(content: .file(bytes), owner: owner, group: owner, mode: 0o640), in: tree)
    }

    mutating func attach(_ attachment: Attachment) { attachments.append(attachment) }

    /// Takes the last mount off a directory; false where nothing is mounted.
    mutating func detach(_ target: String) -> Bool {
        guard let index = attachments.lastIndex(where: { $0.mount.target == target }) else { return false }
        attachments.remove(at: index)
        return true
    }

    mutating func detachAll() { attachments = [] }

    func place(_ path: String) -> Place {
        let over = attachments.last { path == $0.mount.target || path.hasPrefix($0.mount.target + "/") }
        guard let over else { return Place(tree: Self.local, path: path) }
        let rest = path.dropFirst(over.mount.target.count)
        let inner = over.top == "/" ? String(rest) : over.top + rest
        return Place(tree: over.tree, path: inner.isEmpty ? "/" : inner, attachment: over)
    }

    mutating func tick() -> Int {
        clock += 1
        return clock
    }

    // MARK: - Asking

    /// The node at a path whose links are all followed but the last.
    func node(_ path: String, followingLinks: Bool) throws(FileRefusal) -> FileNode? {
        guard let real = try resolved(path, followingLast: followingLinks) else { return nil }
        let place = place(real)
        return trees[place.tree]?[place.path]
    }

    /// Names in a directory, sorted; nil where there is nothing.
    func names(in path: String) throws(FileRefusal) -> [String]? {
        guard let node = try node(path, followingLinks: true), let real = try resolved(path, followingLast: true) else { return nil }
        guard node.isDirectory else { throw .notDirectory }
        let place = place(real)
        return Self.children(of: place.path, in: trees[place.tree] ?? [:])
    }

    /// The bytes of a file; nil where there is nothing.
    func bytes(of path: String) throws(FileRefusal) -> [UInt8]? {
        guard let node = try node(path, followingLinks: true) else { return nil }
        guard case .file(let bytes) = node.content else { throw .isDirectory }
        return bytes
    }

    /// The text of a file, empty where there is none.
    func text(of path: String) -> String {
        // A file that cannot be read says nothing here; whoever must know asks `bytes(of:)`.
        String(decoding: (try? bytes(of: path)) ?? [], as: UTF8.self)
    }

    // MARK: - Changing

    /// Writes a file, keeping what an existing one has of owner, group and mode.
    mutating func write(_ bytes: [UInt8], to path: String) throws(FileRefusal) {
        guard let real = try resolved(path, followingLast: true) else { throw .missing }
        let place = place(real)
        let existing = trees[place.tree]?[place.path]
        guard existing?.isDirectory != true else { throw .isDirectory }
        try demandWriting(at: place, whole: existing)
        let actor = actor(at: place)
        var node = existing ?? FileNode(content: .file([]), owner: actor.user, group: actor.groups.first ?? actor.user, mode: 0o644)
        node.content = .file(bytes)
        node.modified = tick()
        trees[place.tree]?[place.path] = node
    }

    /// Puts a new file in place of whatever file is there, which asks the directory alone; nil keeps what the old file has.
    mutating func replace(
        _ path: String, with bytes: [UInt8], owner: UInt32?, group: UInt32?, mode: UInt32?, modified: Int? = nil
    ) throws(FileRefusal) {
        guard let real = try resolved(path, followingLast: true) else { throw .missing }
        let place = place(real)
        let old = trees[place.tree]?[place.path]
        guard old?.isDirectory != true else { throw .isDirectory }
        try demandWriting(at: place, whole: nil)
        let actor = actor(at: place)
        // A new file is its maker's own: on a share that squashes root it must not even be asked to be root's.
        let isMakers = old == nil && owner == nil && group == nil
        let new = FileNode(
            content: .file(bytes), owner: isMakers ? actor.user : owner ?? old?.owner ?? 0,
            group: isMakers ? actor.groups.first ?? actor.user : group ?? old?.group ?? 0, mode: mode ?? old?.mode ?? 0o644,
            modified: modified ?? tick())
        // Only root gives files away.
        guard actor.user == 0 || (new.owner == actor.user && actor.groups.contains(new.group)) else { throw .notPermitted }
        trees[place.tree]?[place.path] = new
    }

    /// Makes one directory.
    mutating func makeDirectory(_ path: String, mode: UInt32 = 0o755) throws(FileRefusal) {
        guard let real = try resolved(path, followingLast: true) else { throw .missing }
        let place = place(real)
        guard trees[place.tree]?[place.path] == nil else { throw .exists }
        try demandWriting(at: place, whole: nil)
        let actor = actor(at: place)
        let group = actor.groups.first ?? actor.user
        let node = FileNode(content: .directory, owner: actor.user, group: group, mode: mode, modified: tick())
        trees[place.tree]?[place.path] = node
    }

    /// Makes a symbolic link, in place of another one.
    mutating func link(_ path: String, to target: String) throws(FileRefusal) {
        guard let real = try resolved(path, followingLast: false) else { throw .missing }
        let place = place(real)
        try demandWriting(at: place, whole: nil)
        trees[place.tree]?[place.path] = .link(target)
    }

    /// Changes what is given of owner, group and mode.
    mutating func setAttributes(
        _ path: String, owner: UInt32?, group: UInt32?, mode: UInt32?, followingLinks: Bool = true
    ) throws(FileRefusal) {
        guard let real = try resolved(path, followingLast: followingLinks) else { throw .missing }
        let place = place(real)
        guard var node = trees[place.tree]?[place.path] else { throw .missing }
        if place.attachment?.isReadOnly == true { throw .readOnly }
        let actor = actor(at: place)
        if actor.user != 0 {
            let changesOwner = owner.map { $0 != node.owner } ?? false
            let changesGroup = group.map { $0 != node.group && !actor.groups.contains($0) } ?? false
            if changesOwner || changesGroup || (mode != nil && mode != node.mode && actor.user != node.owner) { throw .notPermitted }
        }
        (node.owner, node.group, node.mode) = (owner ?? node.owner, group ?? node.group, mode ?? node.mode)
        trees[place.tree]?[place.path] = node
    }

    /// Removes a file, a link or an empty directory; false where there is nothing.
    mutating func remove(_ path: String) throws(FileRefusal) -> Bool {
        guard let real = try resolved(path, followingLast: false) else { return false }
        let place = place(real)
        guard let node = trees[place.tree]?[place.path] else { return false }
        if attachments.contains(where: { $0.mount.target == real }) { throw .busy }
        if node.isDirectory, !Self.children(of: place.path, in: trees[place.tree] ?? [:]).isEmpty { throw .notEmpty }
        try demandWriting(at: place, whole: nil, needsRoom: false)
        trees[place.tree]?[place.path] = nil
        return true
    }

    // MARK: - Rules

    func actor(at place: Place) -> FileActor {
        place.attachment?.everyActor ?? (actor.user == 0 ? place.attachment?.rootActor : nil) ?? actor
    }

    /// Writing to a file needs its bit; making or removing one needs the directory's.
    func demandWriting(at place: Place, whole existing: FileNode?, needsRoom: Bool = true) throws(FileRefusal) {
        if place.attachment?.isReadOnly == true { throw .readOnly }
        guard let node = existing ?? trees[place.tree]?[Self.parent(of: place.path)] else { throw .missing }
        let actor = actor(at: place)
        let shift: UInt32 = actor.user == node.owner ? 6 : actor.groups.contains(node.group) ? 3 : 0
        if actor.user != 0, node.mode >> shift & 0o2 == 0 { throw .denied }
        if isFull && needsRoom { throw .full }
    }

    /// The path without links; nil where a directory on the way is missing.
    func resolved(_ path: String, followingLast: Bool) throws(FileRefusal) -> String? {
        var real = ""
        var rest = path.split(separator: "/").map(String.init)[...]
        var linksLeft = 40
        while let name = rest.popFirst() {
            if name == "." { continue }
            if name == ".." {
                real = Self.parent(of: real)
                if real == "/" { real = "" }
                continue
            }
            let candidate = real + "/" + name
            let place = place(candidate)
            let node = trees[place.tree]?[place.path]
            if case .link(let target) = node?.content, followingLast || !rest.isEmpty {
                linksLeft -= 1
                guard linksLeft > 0 else { throw .tooManyLinks }
                if target.hasPrefix("/") { real = "" }
                rest = (target.split(separator: "/").map(String.init) + rest)[...]
                continue
            }
            if !rest.isEmpty {
                guard let node else { return nil }
                guard node.isDirectory else { throw .notDirectory }
            }
            real = candidate
        }
        return real.isEmpty ? "/" : real
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    static func children(of path: String, in tree: [String: FileNode]) -> [String] {
        let prefix = path == "/" ? "/" : path + "/"
        return tree.keys.compactMap { key in
            guard key.hasPrefix(prefix), key != "/" else { return nil }
            let name = key.dropFirst(prefix.count)
            return name.isEmpty || name.contains("/") ? nil : String(name)
        }.sorted()
    }
}

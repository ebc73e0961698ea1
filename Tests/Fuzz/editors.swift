import ConfigEditing

/// The editors of configuration files: the first byte chooses one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let text = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    do throws(EditError) {
        let edit: ([UInt8]) throws(EditError) -> [UInt8]
        switch start[0] % 5 {
        case 0:
            _ = HostsFile.entries(in: text)
            edit = { text throws(EditError) in try HostsFile.setting(address: "10.0.0.21", names: ["app1"], in: text) }
        case 1:
            _ = Fstab.entries(in: text)
            let entry = FstabEntry(source: "a:/x", target: "/mnt/x", type: "nfs", options: ["rw"])
            edit = { text throws(EditError) in try Fstab.setting(entry, in: text) }
        case 2:
            _ = ExportsFile.entries(in: text)
            return 0
        case 3:
            for key in PropertiesFile.keys(in: text) { _ = PropertiesFile.value(of: key, in: text) }
            edit = { text throws(EditError) in try PropertiesFile.setting([("user", "ä=\n "), ("my key", "")], in: text) }
        default:
            _ = try ServerXML.route(in: text)
            _ = try ServerXML.clusters(in: text)
            edit = { text throws(EditError) in
                try ServerXML.setting(route: "node01", cluster: "<Cluster className=\"c\"><Channel/></Cluster>", port: 8081, in: text)
            }
        }
        let edited = try edit(text)
        let again = try edit(edited)
        precondition(again == edited, "a second edit changes nothing")
        precondition(LineDiff.unified(from: text, to: edited, label: "x").isEmpty == (text == edited), "every difference is shown")
    } catch {
        precondition(!error.remedy.isEmpty && !error.description.contains("\n"), "a refusal is one line")
    }
    return 0
}

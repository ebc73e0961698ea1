public import Guidebook
public import Machines
public import StepEngine

/// What the wizard works with: everything that it needs to know or to call from outside.
public struct Workplace: Sendable {
    /// Writes the report and says which files it wrote.
    public typealias ReportWriter = @Sendable (Plan, RunState) async throws -> [String]

    let setting: Setting
    let machine: any Machine
    let clusterText: String?
    let shell: [String]
    let writeReport: ReportWriter

    /// Creates a workplace.
    /// - Parameters:
    ///   - directoryPath: the state directory, made when it is needed.
    ///   - clusterText: the cluster description as it stands in `clusterPath`; nil where there is no such file yet.
    ///   - serverName: which server of the cluster this is; nil finds out by host name and address.
    ///   - roles: only these roles of the server; nil takes all.
    ///   - program: the version of this program.
    ///   - user: who works, for the record.
    ///   - shell: the operator's shell and its arguments.
    public init(
        guide: Guide, machine: any Machine, directoryPath: String, clusterPath: String, clusterText: String?, serverName: String?,
        roles: [Role]?, program: String, user: String, isRehearsal: Bool, shell: [String], writeReport: @escaping ReportWriter
    ) {
        precondition(!shell.isEmpty, "a shell needs a program")
        setting = Setting(
            guide: guide, directoryPath: directoryPath, clusterPath: clusterPath, serverName: serverName, roles: roles,
            program: program, user: user, isRehearsal: isRehearsal)
        self.machine = machine
        self.clusterText = clusterText
        self.shell = shell
        self.writeReport = writeReport
    }
}

extension LocalMachine {
    public func capture(_ command: Command) async throws(MachineError) -> CommandResult {
        try CommandSetting.check(command)
        try await distant.confirm(command, on: self)
        let capture = Capture(command, grace: grace)
        return try await withTaskCancellationHandler {
            await capture.result()
        } onCancel: {
            capture.callOff.give()
        }.get()
    }
}

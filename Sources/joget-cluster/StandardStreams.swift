import ArgumentParser
// The streams of C are variables there.
@preconcurrency import Glibc

/// Standard input, output and error of this program.
enum StandardStreams {
    /// Opens those that whoever started us had closed, on nothing. Otherwise the next file that is opened gets the number, and what is
    /// printed goes into it: the journal, for one.
    static func secure() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            let opened = open("/dev/null", O_RDWR)
            precondition(opened == descriptor, "the lowest free number is taken")
        }
    }

    /// Each line is passed on when it is printed, to a pipe or a file too: who follows a log sees what happens.
    static func passOnLines() { setvbuf(stdout, nil, _IOLBF, 0) }

    /// Brings out what was printed; where that fails, it says so and turns success into failure.
    static func flush(_ code: ExitCode) -> ExitCode {
        // A failure in the middle is remembered by the stream alone.
        guard fflush(stdout) != 0 || ferror(stdout) != 0 else { return code }
        complain("not all that was printed could be written; print it again to a place that has room")
        return code == .success ? ExitCode(EX_IOERR) : code
    }
}

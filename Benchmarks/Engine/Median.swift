import Glibc

/// The median time of several runs, in nanoseconds, printed under that name.
func measure(_ name: String, remark: String = "", runs: Int = 201, _ body: () throws -> Void) rethrows {
    var times: [Int] = []
    for _ in 0..<runs {
        let began = nanoseconds()
        try body()
        times.append(nanoseconds() - began)
    }
    print("\(name)\t\(times.sorted()[runs / 2])\t\(remark)")
}

private func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// The bytes of a file.
func contents(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    precondition(descriptor >= 0, "\(path) cannot be read")
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return bytes
}

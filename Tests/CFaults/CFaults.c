// Loaded by LD_PRELOAD or /etc/ld.so.preload: counts, in order, every operation by which a process leaves something on a disk,
// and lets the process die or the disk fail at an exact one.
//
// What to do stands in JOGET_FAULT, or for supervisors, which get a fixed environment, in /fault/supervisor:
//   count                  nothing
//   kill:N                 KILL before the Nth operation
//   tear:N                 half of the bytes of the Nth, which must be a write, then KILL
//   error:N:ERRNO          the Nth fails
//   errors:N:ERRNO         the Nth and all that follow fail
// JOGET_FAULT_TRACE, or /fault/trace, gets a line for each: number, kind, path. /fault/count holds the number for supervisors,
// each of which goes on where the one before it ended.
#include "CFaults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

enum mode { OFF, COUNT, KILL, TEAR, ERROR, ERRORS };

static enum mode mode = OFF;
static long target;
static int failure = EIO;
static const char *trace;
static long own_count;
static long *count = &own_count;
static pid_t owner;
static pthread_once_t once = PTHREAD_ONCE_INIT;

// MARK: Plain system calls, which nobody counts

static long read_file(const char *path, char *buffer, long size) {
    long file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    long length = syscall(SYS_read, file, buffer, size - 1);
    syscall(SYS_close, file);
    if (length >= 0) buffer[length] = 0;
    return length;
}

static void share_count(void) {
    long file = syscall(SYS_openat, AT_FDCWD, "/fault/count", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    syscall(SYS_ftruncate, file, (long)sizeof(long));
    void *page = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, (int)file, 0);
    if (page != MAP_FAILED) count = page;
    syscall(SYS_close, file);
}

static void understand(const char *plan) {
    static const struct { const char *word; enum mode mode; } words[] = {
        {"kill:", KILL}, {"tear:", TEAR}, {"error:", ERROR}, {"errors:", ERRORS}, {"count", COUNT},
    };
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if (strncmp(plan, words[i].word, length) != 0) continue;
        mode = words[i].mode;
        char *rest = NULL;
        target = strtol(plan + length, &rest, 10);
        if (strstr(rest, "ENOSPC")) failure = ENOSPC;
        if (strstr(rest, "EROFS")) failure = EROFS;
    }
}

static void set_up(void) {
    owner = getpid();
    static char plan[64], command[512];
    long length = read_file("/proc/self/cmdline", command, sizeof command);
    long first = length > 0 ? (long)strlen(command) + 1 : 0;
    if (first > 0 && first < length && strcmp(command + first, "supervise") == 0) {
        if (read_file("/fault/supervisor", plan, sizeof plan) <= 0) return;
        trace = "/fault/trace";
        share_count();
        understand(plan);
    } else if (getenv("JOGET_FAULT")) {
        trace = getenv("JOGET_FAULT_TRACE");
        understand(getenv("JOGET_FAULT"));
    }
}

static void note(long number, const char *kind, const char *path) {
    if (!trace) return;
    char line[4400];
    int length = snprintf(line, sizeof line, "%ld %s %s\n", number, kind, path);
    long file = syscall(SYS_openat, AT_FDCWD, trace, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    syscall(SYS_write, file, line, (long)length);
    syscall(SYS_close, file);
}

static void die(void) {
    for (;;) syscall(SYS_kill, getpid(), SIGKILL);
}

// MARK: One operation

enum verdict { GO, FAIL, HALF };

/// Counts an operation and says what becomes of it; does not come back where the process dies of it.
static enum verdict verdict(const char *kind, const char *path) {
    pthread_once(&once, set_up);
    // What a child does before it becomes another program is no operation of ours.
    if (mode == OFF || syscall(SYS_getpid) != owner) return GO;
    int saved = errno;
    long number = __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
    note(number, kind, path);
    errno = saved;
    if (mode == KILL && number == target) die();
    if (mode == TEAR && number == target) return HALF;
    if ((mode == ERROR && number == target) || (mode == ERRORS && number >= target)) {
        errno = failure;
        return FAIL;
    }
    return GO;
}

static const char *path_of(int file) {
    static __thread char path[4096];
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    return path;
}

/// Whether what is written there stays: a regular file that has a name. What is printed is no operation.
static bool stays(int file) {
    struct stat status;
    int saved = errno;
    bool answer = file > 2 && fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink > 0;
    errno = saved;
    return answer;
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

// An operation on a path, or on a descriptor.
#define ON_PATH(name, kind, path, parameters, arguments) \
    int name parameters { \
        REAL(name); \
        return verdict(kind, path) == FAIL ? -1 : real arguments; \
    }
#define ON_FILE(name, kind, file, parameters, arguments) \
    int name parameters { \
        REAL(name); \
        return verdict(kind, path_of(file)) == FAIL ? -1 : real arguments; \
    }

// MARK: Opening

#define CREATES(flags) ((flags) & (O_CREAT | O_TRUNC) || ((flags) & O_TMPFILE) == O_TMPFILE)
#define MODE_OF(flags) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list list; \
        va_start(list, flags); \
        mode = va_arg(list, mode_t); \
        va_end(list); \
    }
#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        MODE_OF(flags) \
        if (CREATES(flags) && verdict("open", path) == FAIL) return -1; \
        return real(path, flags, mode); \
    }
#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(name); \
        MODE_OF(flags) \
        if (CREATES(flags) && verdict("open", path) == FAIL) return -1; \
        return real(folder, path, flags, mode); \
    }
#define FOPEN(name) \
    FILE *name(const char *path, const char *how) { \
        REAL(name); \
        if (strpbrk(how, "wa") && verdict("open", path) == FAIL) return NULL; \
        return real(path, how); \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
FOPEN(fopen)
FOPEN(fopen64)
ON_PATH(creat, "open", path, (const char *path, mode_t mode), (path, mode))
ON_PATH(creat64, "open", path, (const char *path, mode_t mode), (path, mode))
ON_PATH(mkstemp, "open", path, (char *path), (path))
ON_PATH(mkostemp, "open", path, (char *path, int flags), (path, flags))

// MARK: Writing

#define WRITE(name, parameters, whole, half) \
    ssize_t name parameters { \
        REAL(name); \
        enum verdict what = stays(file) ? verdict("write", path_of(file)) : GO; \
        if (what == FAIL) return -1; \
        if (what == GO) return real whole; \
        half; \
        die(); \
        return -1; \
    }
WRITE(write, (int file, const void *bytes, size_t size), (file, bytes, size), real(file, bytes, size / 2))
WRITE(pwrite, (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at), real(file, bytes, size / 2, at))
WRITE(pwrite64, (int file, const void *bytes, size_t size, off64_t at), (file, bytes, size, at), real(file, bytes, size / 2, at))
WRITE(writev, (int file, const struct iovec *parts, int many), (file, parts, many), real(file, parts, many / 2))
WRITE(pwritev, (int file, const struct iovec *parts, int many, off_t at), (file, parts, many, at), real(file, parts, many / 2, at))
WRITE(copy_file_range, (int from, off64_t *start, int file, off64_t *at, size_t size, unsigned flags),
    (from, start, file, at, size, flags), real(from, start, file, at, size / 2, flags))
WRITE(sendfile, (int file, int from, off_t *start, size_t size), (file, from, start, size), real(file, from, start, size / 2))

ON_FILE(fsync, "fsync", file, (int file), (file))
ON_FILE(fdatasync, "fsync", file, (int file), (file))
ON_FILE(ftruncate, "truncate", file, (int file, off_t size), (file, size))
ON_FILE(ftruncate64, "truncate", file, (int file, off64_t size), (file, size))
ON_PATH(truncate, "truncate", path, (const char *path, off_t size), (path, size))
ON_FILE(fallocate, "allocate", file, (int file, int how, off_t at, off_t size), (file, how, at, size))

int posix_fallocate(int file, off_t at, off_t size) {
    REAL(posix_fallocate);
    // It returns its error.
    return verdict("allocate", path_of(file)) == FAIL ? errno : real(file, at, size);
}

// MARK: Names

ON_PATH(rename, "rename", new, (const char *old, const char *new), (old, new))
ON_PATH(renameat, "rename", new, (int from, const char *old, int to, const char *new), (from, old, to, new))
ON_PATH(renameat2, "rename", new, (int from, const char *old, int to, const char *new, unsigned flags), (from, old, to, new, flags))
ON_PATH(link, "link", new, (const char *old, const char *new), (old, new))
ON_PATH(linkat, "link", new, (int from, const char *old, int to, const char *new, int flags), (from, old, to, new, flags))
ON_PATH(symlink, "symlink", new, (const char *old, const char *new), (old, new))
ON_PATH(symlinkat, "symlink", new, (const char *old, int to, const char *new), (old, to, new))
ON_PATH(unlink, "unlink", path, (const char *path), (path))
ON_PATH(unlinkat, "unlink", path, (int folder, const char *path, int flags), (folder, path, flags))
ON_PATH(remove, "unlink", path, (const char *path), (path))
ON_PATH(mkdir, "mkdir", path, (const char *path, mode_t mode), (path, mode))
ON_PATH(mkdirat, "mkdir", path, (int folder, const char *path, mode_t mode), (folder, path, mode))
ON_PATH(rmdir, "rmdir", path, (const char *path), (path))

// MARK: Attributes

ON_PATH(chmod, "chmod", path, (const char *path, mode_t mode), (path, mode))
ON_PATH(fchmodat, "chmod", path, (int folder, const char *path, mode_t mode, int flags), (folder, path, mode, flags))
ON_PATH(chown, "chown", path, (const char *path, uid_t user, gid_t group), (path, user, group))
ON_PATH(lchown, "chown", path, (const char *path, uid_t user, gid_t group), (path, user, group))
ON_PATH(fchownat, "chown", path, (int folder, const char *path, uid_t user, gid_t group, int flags), (folder, path, user, group, flags))
ON_FILE(fchown, "chown", file, (int file, uid_t user, gid_t group), (file, user, group))
ON_PATH(setxattr, "setxattr", path, (const char *path, const char *name, const void *value, size_t size, int flags),
    (path, name, value, size, flags))
ON_PATH(lsetxattr, "setxattr", path, (const char *path, const char *name, const void *value, size_t size, int flags),
    (path, name, value, size, flags))
ON_FILE(fsetxattr, "setxattr", file, (int file, const char *name, const void *value, size_t size, int flags),
    (file, name, value, size, flags))
ON_FILE(fremovexattr, "setxattr", file, (int file, const char *name), (file, name))

int fchmod(int file, mode_t mode) {
    REAL(fchmod);
    // What has no name, such as the input of a command, is on no disk.
    return stays(file) && verdict("chmod", path_of(file)) == FAIL ? -1 : real(file, mode);
}

#define _GNU_SOURCE
#include "CMachine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// By number: Glibc has names for these only since 2.36, and the floor is 2.35.
int machine_pidfd_open(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

int machine_pidfd_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int machine_nameless_file(void) {
    int descriptor = memfd_create("input", MFD_CLOEXEC);
    if (descriptor >= 0 && fchmod(descriptor, 0600) != 0) {
        int reason = errno;
        close(descriptor);
        errno = reason;
        return -1;
    }
    return descriptor;
}

int machine_release(int descriptor, off_t offset, off_t length) {
    return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}

int machine_spawn_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}

short machine_spawn_own_session(void) {
    return POSIX_SPAWN_SETSID;
}

void machine_forbid_dump(void) {
    prctl(PR_SET_DUMPABLE, 0);
}

#include "internal.h"
#include <fcntl.h>
#include <unistd.h>

static volatile int original = -1;

void ct_errors_divert(int log_descriptor) {
    if (original >= 0) {
        return;
    }
    int target = log_descriptor >= 0 ? log_descriptor : open("/dev/null", O_WRONLY | O_CLOEXEC);
    original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (target >= 0 && original >= 0) {
        dup2(target, STDERR_FILENO);
    }
    if (log_descriptor < 0 && target >= 0) {
        close(target);
    }
}

void ct_errors_restore(void) {
    if (original < 0) {
        return;
    }
    dup2(original, STDERR_FILENO);
    close(original);
    original = -1;
}

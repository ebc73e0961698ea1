#include "CTerminal.h"
#include "internal.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

// Prompts and lines without a screen: signals are noted as on one, and a password is typed without being shown.

static struct sigaction pipe_before;

static void on_pipe(int number) {
    (void)number;
}

bool ct_lines_open(void) {
    if (!ct_notes_open()) {
        return false;
    }
    // Who has stopped reading is seen by the failed write. A handler, because children would inherit that it is ignored.
    struct sigaction action = {.sa_handler = on_pipe, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGPIPE, &action, &pipe_before);
    ct_notes_watch();
    return true;
}

void ct_lines_close(void) {
    ct_notes_close();
    sigaction(SIGPIPE, &pipe_before, NULL);
}

void ct_lines_pause(void) {
    ct_notes_pause();
}

void ct_lines_resume(void) {
    ct_notes_watch();
}

static const int ending_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGQUIT,
                                     SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS};
enum { ending_count = sizeof ending_signals / sizeof *ending_signals, first_fatal = 4 };

static struct sigaction before[ending_count];
static bool is_replaced[ending_count];
static struct termios shown;
static struct termios silent;
static volatile sig_atomic_t is_silent;

static void on_ending_signal(int number) {
    int saved = errno;
    // In the background tcsetattr() would stop us halfway; the handler's mask keeps that away.
    tcsetattr(STDIN_FILENO, TCSANOW, &shown);
    struct sigaction own;
    for (int index = 0; index < ending_count; index++) {
        if (ending_signals[index] == number) {
            sigaction(number, &before[index], &own);
        }
    }
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, number);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    // Only a process that was stopped comes here, when it goes on.
    sigaction(number, &own, NULL);
    if (is_silent && ct_is_in_front()) {
        tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    }
    errno = saved;
}

static void watch_endings(void) {
    struct sigaction action = {.sa_handler = on_ending_signal, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGTTOU);
    for (int index = 0; index < ending_count; index++) {
        sigaction(ending_signals[index], NULL, &before[index]);
        // What is ignored stays so. Whoever notes that he is to end gives the terminal back himself; a crash asks nobody.
        bool is_own_business = before[index].sa_handler == SIG_IGN || (index < first_fatal && before[index].sa_handler != SIG_DFL);
        is_replaced[index] = !is_own_business;
        if (is_replaced[index]) {
            sigaction(ending_signals[index], &action, NULL);
        }
    }
}

static void unwatch_endings(void) {
    for (int index = 0; index < ending_count; index++) {
        if (is_replaced[index]) {
            sigaction(ending_signals[index], &before[index], NULL);
        }
    }
}

bool ct_silence(bool interrupt_ends_line) {
    if (is_silent) {
        return true;
    }
    if (tcgetattr(STDIN_FILENO, &shown) != 0) {
        return false;
    }
    silent = shown;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    if (interrupt_ends_line) {
        silent.c_cc[VEOL] = 3;
        silent.c_cc[VINTR] = _POSIX_VDISABLE;
        silent.c_cc[VQUIT] = _POSIX_VDISABLE;
    }
    watch_endings();
    is_silent = 1;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) != 0) {
        ct_unsilence();
        return false;
    }
    return true;
}

void ct_unsilence(void) {
    if (!is_silent) {
        return;
    }
    sigset_t output, saved;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output, &saved);
    is_silent = 0;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    pthread_sigmask(SIG_SETMASK, &saved, NULL);
    unwatch_endings();
}

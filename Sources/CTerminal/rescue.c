#include "internal.h"
#include <curses.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

// All that end a program, but for those that it notes and leaves in order, and SIGKILL, which nobody can answer.
static const int fatal_signals[] = {SIGSEGV, SIGBUS,  SIGILL,  SIGTRAP,   SIGABRT, SIGFPE,  SIGQUIT,   SIGSYS, SIGUSR1,
                                    SIGUSR2, SIGALRM, SIGPIPE, SIGVTALRM, SIGPROF, SIGXCPU, SIGSTKFLT, SIGIO,  SIGPWR};
enum { fatal_count = sizeof fatal_signals / sizeof *fatal_signals };

static struct termios modes;
static struct sigaction before[fatal_count];
static char farewell[512];
static size_t farewell_length;
static volatile sig_atomic_t is_armed;
static bool pastes;

// Only calls that are safe in a signal handler.
static void give_back(void) {
    if (!is_armed) {
        return;
    }
    is_armed = 0;
    for (size_t sent = 0; sent < farewell_length;) {
        ssize_t count = write(STDOUT_FILENO, farewell + sent, farewell_length - sent);
        if (count <= 0) {
            break;
        }
        sent += (size_t)count;
    }
    tcsetattr(STDOUT_FILENO, TCSANOW, &modes);
    ct_errors_restore();
}

static void on_fatal_signal(int number) {
    int saved = errno;
    give_back();
    signal(number, SIG_DFL);
    raise(number);
    errno = saved;
}

static void on_exit_without_close(void) {
    give_back();
}

// Without the delays ($<5>) that terminfo has for terminals of another time.
static void add(const char *text) {
    if (text == NULL || text == (const char *)-1) {
        return;
    }
    while (*text != '\0' && farewell_length < sizeof farewell) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end != NULL) {
            text = end + 1;
        } else {
            farewell[farewell_length++] = *text++;
        }
    }
}

void ct_rescue_prepare(void) {
    static bool is_registered;
    tcgetattr(STDOUT_FILENO, &modes);
    if (!is_registered) {
        is_registered = atexit(on_exit_without_close) == 0;
    }
}

void ct_rescue_collect(void) {
    const char *mouse = tigetstr("kmous");
    // Terminals that report a mouse are the ones that know about pastes; others might print the request.
    pastes = mouse != NULL && mouse != (const char *)-1;
    farewell_length = 0;
    add(pastes ? "\033[?2004l" : NULL);
    add(tigetstr("sgr0"));
    add(tigetstr("op"));
    add(tigetstr("rmkx"));
    add(tigetstr("cnorm"));
    const char *leave = tigetstr("rmcup");
    if (leave != NULL && leave != (const char *)-1) {
        add(leave);
    }
    add("\r\n");

    struct sigaction action = {.sa_handler = on_fatal_signal, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    // In the background, tcsetattr() would stop us halfway.
    sigaddset(&action.sa_mask, SIGTTOU);
    for (int index = 0; index < fatal_count; index++) {
        sigaction(fatal_signals[index], &action, &before[index]);
        // What is ignored ends nobody.
        if (before[index].sa_handler == SIG_IGN) {
            sigaction(fatal_signals[index], &before[index], NULL);
        }
    }
}

void ct_rescue_arm(bool armed) {
    is_armed = armed;
}

void ct_rescue_remove(void) {
    is_armed = 0;
    for (int index = 0; index < fatal_count; index++) {
        sigaction(fatal_signals[index], &before[index], NULL);
    }
}

bool ct_rescue_pastes(void) {
    return pastes;
}

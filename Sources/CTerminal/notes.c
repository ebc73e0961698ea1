#include "CTerminal.h"
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

static const int noted_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGTSTP, SIGCONT};
enum { noted_count = sizeof noted_signals / sizeof *noted_signals };

static struct sigaction before[noted_count];
static int reader = -1;
static volatile int writer = -1;
static volatile sig_atomic_t was_continued;

static void on_signal(int number) {
    int saved = errno;
    unsigned char note = (unsigned char)number;
    was_continued |= number == SIGCONT;
    // A full pipe already wakes the program.
    ssize_t ignored = write(writer, &note, 1);
    (void)ignored;
    errno = saved;
}

/// Before newterm(), because ncurses puts handlers of its own in place.
bool ct_notes_open(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return false;
    }
    reader = ends[0];
    writer = ends[1];
    for (int index = 0; index < noted_count; index++) {
        sigaction(noted_signals[index], NULL, &before[index]);
    }
    return true;
}

void ct_notes_watch(void) {
    // No SA_RESTART: a blocking call must not hide that the program was asked to end.
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < noted_count; index++) {
        // nohup and background jobs have signals ignored on purpose.
        if (before[index].sa_handler != SIG_IGN) {
            sigaction(noted_signals[index], &action, NULL);
        }
    }
}

void ct_notes_pause(void) {
    signal(SIGTSTP, SIG_DFL);
}

void ct_notes_close(void) {
    for (int index = 0; index < noted_count; index++) {
        sigaction(noted_signals[index], &before[index], NULL);
    }
    int ends[2] = {reader, writer};
    reader = writer = -1;
    close(ends[0]);
    close(ends[1]);
}

int ct_notes_descriptor(void) {
    return reader;
}

int ct_read_note(void) {
    unsigned char note = 0;
    return read(reader, &note, 1) == 1 ? note : 0;
}

bool ct_is_in_front(void) {
    pid_t front = tcgetpgrp(STDIN_FILENO);
    return front < 0 || front == getpgrp();
}

void ct_stop(void) {
    do {
        was_continued = 0;
        // The whole group, as the key itself would: a shell waits for the first process of a pipeline or a sudo.
        kill(0, SIGTSTP);
        // The signal may reach another thread first, so that this one still runs on for a moment.
        // Without job control the kernel drops it, and nothing ever continues what was not stopped.
        for (int wait = 0; wait < 20 && !was_continued; wait++) {
            poll(NULL, 0, 10);
        }
        // Continued in the background: the screen is still the shell's.
    } while (was_continued && !ct_is_in_front());
}

#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include <stdbool.h>

// rescue.c: gives the terminal back when nothing else can any more.

/// Remembers the modes of the terminal before anything changes them.
void ct_rescue_prepare(void);
/// Collects the escape sequences that undo full-screen mode; needs the terminal's description.
void ct_rescue_collect(void);
/// Says whether there is something to undo.
void ct_rescue_arm(bool armed);
void ct_rescue_remove(void);
/// Whether bracketed paste is asked for.
bool ct_rescue_pastes(void);

// errors.c: standard error must not write on the screen.
void ct_errors_divert(int log_descriptor);
/// Safe in a signal handler.
void ct_errors_restore(void);

// notes.c: signals that the program wants to know about.
bool ct_notes_open(void);
void ct_notes_watch(void);
/// Lets Ctrl-Z in a shell do what it does anywhere.
void ct_notes_pause(void);
void ct_notes_close(void);

/// The type to use for the terminal: TERM, or the nearest that terminfo knows; NULL and a status if there is none.
const char *ct_terminal_type(int *status);

#endif

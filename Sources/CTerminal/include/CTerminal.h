#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

// The only door to ncurses. All calls come from one thread at a time, except ct_width, which any thread may call.

enum {
    CT_OPENED = 0,
    CT_DUMB,
    CT_UNKNOWN_TYPE,
    CT_REFUSED,
};

enum {
    CT_SCALARS = 5,
    CT_TONES = 8,
};

enum {
    CT_BOLD = 1,
    CT_UNDERLINED = 2,
    CT_REVERSED = 4,
    CT_DIM = 8,
};

/// What ct_read_key returns beside bytes, which stand for themselves.
enum {
    CT_KEY_NONE = -1,
    CT_KEY_UP = 0x1000,
    CT_KEY_DOWN,
    CT_KEY_LEFT,
    CT_KEY_RIGHT,
    CT_KEY_HOME,
    CT_KEY_END,
    CT_KEY_PAGE_UP,
    CT_KEY_PAGE_DOWN,
    CT_KEY_INSERT,
    CT_KEY_DELETE,
    CT_KEY_BACKSPACE,
    CT_KEY_ENTER,
    CT_KEY_BACK_TAB,
    CT_KEY_OTHER,
    CT_KEY_FUNCTION = 0x1100,
};

/// One character with its combining marks; zero columns for the right half of a wide one.
typedef struct {
    uint32_t scalars[CT_SCALARS];
    uint8_t columns;
    uint8_t tone;
    uint8_t attributes;
} ct_cell;

/// The columns of a code point by the C library's tables, whatever the locale: -1 if it is not printable.
int ct_width(uint32_t scalar);

/// Takes over LC_CTYPE from the environment and returns whether it says UTF-8.
bool ct_adopt_locale(void);

/// Enters full-screen mode; standard error goes to log_descriptor meanwhile, or nowhere if that is negative.
int ct_open(int log_descriptor);
void ct_close(void);
/// Leaves full-screen mode for a while.
void ct_leave(void);
void ct_enter(void);
/// Stops the process group, between ct_leave and ct_enter, and returns when it goes on.
void ct_stop(void);
/// Whether the screen is ours to write on, and not a shell's that runs us in the background.
bool ct_is_in_front(void);

int ct_rows(void);
int ct_columns(void);
/// Takes over the size that the kernel reports now.
void ct_adopt_size(void);
bool ct_has_colors(void);
bool ct_is_linux_console(void);

void ct_set_tone(int tone, short foreground, short background, uint8_t attributes);
void ct_erase(void);
void ct_put(int row, const ct_cell *cells, int count);
/// Sends what changed; the cursor is hidden if it is outside of the screen.
void ct_show(int cursor_row, int cursor_column);
/// Makes the next ct_show send everything.
void ct_repaint(void);

/// The next byte or key code, or CT_KEY_NONE if there is none now.
int ct_read_key(void);
/// Whether the terminal is gone, once ct_read_key has returned CT_KEY_NONE.
bool ct_is_gone(void);

/// Becomes readable when a signal came.
int ct_notes_descriptor(void);
/// The next signal that came, or 0.
int ct_read_note(void);

/// Notes signals although there is no screen, for prompts and lines.
bool ct_lines_open(void);
void ct_lines_close(void);
/// Lets Ctrl-Z do what it does anywhere, until ct_lines_resume.
void ct_lines_pause(void);
void ct_lines_resume(void);

/// Stops showing what is typed, and drops what was typed before; false where standard input is no terminal. Whatever ends or
/// stops the program meanwhile, the terminal shows letters again. Ctrl-C may end the line in place of the program.
bool ct_silence(bool interrupt_ends_line);
void ct_unsilence(void);

#endif

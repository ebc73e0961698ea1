#include "CTerminal.h"
#include "internal.h"
#include <curses.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { largest = 1000 };

static SCREEN *screen;
static int log_target = -1;
static attr_t tone_attributes[CT_TONES];
static const char *type;

static void ask_for_pastes(bool wanted) {
    if (ct_rescue_pastes()) {
        ssize_t ignored = write(STDOUT_FILENO, wanted ? "\033[?2004h" : "\033[?2004l", 8);
        (void)ignored;
    }
}

static bool ask_size(struct winsize *size) {
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, size) == 0 && size->ws_row > 0 && size->ws_col > 0;
}

static void set_modes(void) {
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    // A frame is shown whole, whatever is typed meanwhile.
    typeahead(-1);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
}

int ct_open(int log_descriptor) {
    int status = CT_REFUSED;
    type = ct_terminal_type(&status);
    if (type == NULL) {
        return status;
    }
    if (screen != NULL || !ct_notes_open()) {
        return CT_REFUSED;
    }
    ct_rescue_prepare();
    set_escdelay(25);
    // LINES and COLUMNS in the environment are from another time, unless the kernel does not know the size (serial lines).
    struct winsize size;
    use_env(!ask_size(&size));
    use_tioctl(TRUE);
    screen = newterm(type, stdout, stdin);
    if (screen == NULL) {
        ct_notes_close();
        return CT_REFUSED;
    }
    ct_rescue_collect();
    ct_rescue_arm(true);
    set_modes();
    ct_notes_watch();
    log_target = log_descriptor;
    ct_errors_divert(log_target);
    ask_for_pastes(true);
    ct_adopt_size();
    return CT_OPENED;
}

// In the background, changing the modes of the terminal would stop us.
static void end_screen(void) {
    sigset_t output, saved;
    sigemptyset(&output);
    sigaddset(&output, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &output, &saved);
    ask_for_pastes(false);
    curs_set(1);
    endwin();
    pthread_sigmask(SIG_SETMASK, &saved, NULL);
    ct_rescue_arm(false);
    ct_errors_restore();
}

void ct_close(void) {
    if (screen == NULL) {
        return;
    }
    if (!isendwin()) {
        end_screen();
    }
    ct_rescue_remove();
    ct_notes_close();
    delscreen(screen);
    screen = NULL;
}

void ct_leave(void) {
    end_screen();
    ct_notes_pause();
}

void ct_enter(void) {
    ct_notes_watch();
    ct_errors_divert(log_target);
    ct_rescue_arm(true);
    reset_prog_mode();
    clearok(curscr, TRUE);
    wrefresh(curscr);
    ask_for_pastes(true);
}

int ct_rows(void) {
    return getmaxy(stdscr);
}

int ct_columns(void) {
    return getmaxx(stdscr);
}

void ct_adopt_size(void) {
    struct winsize size;
    if (!ask_size(&size)) {
        return;
    }
    int rows = size.ws_row < largest ? size.ws_row : largest;
    int columns = size.ws_col < largest ? size.ws_col : largest;
    if (is_term_resized(rows, columns)) {
        resizeterm(rows, columns);
        clearok(curscr, TRUE);
    }
}

bool ct_has_colors(void) {
    return has_colors();
}

bool ct_is_linux_console(void) {
    return strcmp(type, "linux") == 0;
}

void ct_set_tone(int tone, short foreground, short background, uint8_t attributes) {
    if (tone < 0 || tone >= CT_TONES) {
        return;
    }
    attr_t value = A_NORMAL;
    value |= attributes & CT_BOLD ? A_BOLD : 0;
    value |= attributes & CT_UNDERLINED ? A_UNDERLINE : 0;
    value |= attributes & CT_REVERSED ? A_REVERSE : 0;
    value |= attributes & CT_DIM ? A_DIM : 0;
    bool has_own_colors = foreground >= 0 || background >= 0;
    if (has_own_colors && has_colors()) {
        init_pair((short)(tone + 1), foreground, background);
        value |= (attr_t)COLOR_PAIR(tone + 1);
    }
    tone_attributes[tone] = value;
}

void ct_erase(void) {
    erase();
}

static void put(int row, int column, const ct_cell *cell) {
    wchar_t text[CT_SCALARS + 1] = {0};
    for (int index = 0; index < CT_SCALARS; index++) {
        text[index] = (wchar_t)cell->scalars[index];
    }
    attr_t attributes = tone_attributes[cell->tone % CT_TONES];
    attributes |= cell->attributes & CT_BOLD ? A_BOLD : 0;
    attributes |= cell->attributes & CT_UNDERLINED ? A_UNDERLINE : 0;
    // Reversed text in a tone that is reversed itself must stay visible as such.
    attributes |= cell->attributes & CT_REVERSED ? A_REVERSE : 0;
    cchar_t character;
    setcchar(&character, text, attributes & ~(attr_t)A_COLOR, (short)PAIR_NUMBER(attributes), NULL);
    mvadd_wch(row, column, &character);
}

void ct_put(int row, const ct_cell *cells, int count) {
    for (int column = 0; column < count; column++) {
        if (cells[column].columns > 0) {
            put(row, column, &cells[column]);
        }
    }
}

void ct_show(int cursor_row, int cursor_column) {
    bool is_inside = cursor_row >= 0 && cursor_row < getmaxy(stdscr) && cursor_column >= 0 && cursor_column < getmaxx(stdscr);
    move(is_inside ? cursor_row : getmaxy(stdscr) - 1, is_inside ? cursor_column : 0);
    refresh();
    curs_set(is_inside ? 1 : 0);
}

void ct_repaint(void) {
    clearok(curscr, TRUE);
}

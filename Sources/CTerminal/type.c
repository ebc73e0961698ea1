#include "CTerminal.h"
#include "internal.h"
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static bool is_utf8(void) {
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static const char *locale_name(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t index = 0; index < sizeof variables / sizeof *variables; index++) {
        const char *value = getenv(variables[index]);
        if (value != NULL && *value != '\0') {
            return value;
        }
    }
    return "C";
}

bool ct_adopt_locale(void) {
    if (setlocale(LC_CTYPE, "") != NULL) {
        return is_utf8();
    }
    // ssh brings along names of locales that a small server does not have; the encoding in them still holds.
    const char *name = locale_name();
    bool named = strcasestr(name, "UTF-8") != NULL || strcasestr(name, "UTF8") != NULL;
    return named && setlocale(LC_CTYPE, "C.UTF-8") != NULL && is_utf8();
}

const char *ct_terminal_type(int *status) {
    // kitty, foot, alacritty and ghostty are not in a stock server's terminfo, but understand xterm's language.
    const char *const names[] = {getenv("TERM"), "xterm-256color", "vt100"};
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        const char *name = names[index];
        int found = 0;
        if (name == NULL || *name == '\0' || setupterm(name, STDOUT_FILENO, &found) != OK) {
            continue;
        }
        const char *address = tigetstr("cup");
        bool places_cursor = address != NULL && address != (const char *)-1;
        del_curterm(cur_term);
        *status = places_cursor ? CT_OPENED : CT_DUMB;
        return places_cursor ? name : NULL;
    }
    *status = CT_UNKNOWN_TYPE;
    return NULL;
}

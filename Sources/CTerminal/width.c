#include "CTerminal.h"
#include <locale.h>
#include <pthread.h>
#include <wchar.h>

// ncurses asks wcwidth() too, so the frame and the screen agree. In the C locale wcwidth() knows nothing beyond ASCII.
static locale_t utf8;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_locale(void) {
    utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

int ct_width(uint32_t scalar) {
    pthread_once(&once, open_locale);
    if (utf8 == (locale_t)0) {
        return scalar < 0x20 || (scalar >= 0x7F && scalar < 0xA0) ? -1 : 1;
    }
    locale_t before = uselocale(utf8);
    int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}

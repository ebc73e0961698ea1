#include "CTerminal.h"
#include <curses.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    int from;
    int to;
} code_pair;

static const code_pair codes[] = {
    {KEY_UP, CT_KEY_UP},           {KEY_SR, CT_KEY_UP},           {KEY_DOWN, CT_KEY_DOWN},
    {KEY_SF, CT_KEY_DOWN},         {KEY_LEFT, CT_KEY_LEFT},       {KEY_SLEFT, CT_KEY_LEFT},
    {KEY_RIGHT, CT_KEY_RIGHT},     {KEY_SRIGHT, CT_KEY_RIGHT},    {KEY_HOME, CT_KEY_HOME},
    {KEY_SHOME, CT_KEY_HOME},      {KEY_FIND, CT_KEY_HOME},       {KEY_A1, CT_KEY_HOME},
    {KEY_END, CT_KEY_END},         {KEY_SEND, CT_KEY_END},        {KEY_SELECT, CT_KEY_END},
    {KEY_C1, CT_KEY_END},          {KEY_PPAGE, CT_KEY_PAGE_UP},   {KEY_SPREVIOUS, CT_KEY_PAGE_UP},
    {KEY_A3, CT_KEY_PAGE_UP},      {KEY_NPAGE, CT_KEY_PAGE_DOWN}, {KEY_SNEXT, CT_KEY_PAGE_DOWN},
    {KEY_C3, CT_KEY_PAGE_DOWN},    {KEY_IC, CT_KEY_INSERT},       {KEY_SIC, CT_KEY_INSERT},
    {KEY_DC, CT_KEY_DELETE},       {KEY_SDC, CT_KEY_DELETE},      {KEY_BACKSPACE, CT_KEY_BACKSPACE},
    {KEY_ENTER, CT_KEY_ENTER},     {KEY_BTAB, CT_KEY_BACK_TAB},
};

typedef struct {
    const char *name;
    int to;
} name_pair;

// With Ctrl, Alt or Shift; terminfo names these without having numbers for them.
static const name_pair names[] = {
    {"kUP", CT_KEY_UP},       {"kDN", CT_KEY_DOWN},    {"kLFT", CT_KEY_LEFT},      {"kRIT", CT_KEY_RIGHT},  {"kHOM", CT_KEY_HOME},
    {"kEND", CT_KEY_END},     {"kPRV", CT_KEY_PAGE_UP}, {"kNXT", CT_KEY_PAGE_DOWN}, {"kIC", CT_KEY_INSERT}, {"kDC", CT_KEY_DELETE},
};

static int translated(int code) {
    if (code > KEY_F0 && code <= KEY_F(63)) {
        return CT_KEY_FUNCTION + code - KEY_F0;
    }
    for (size_t index = 0; index < sizeof codes / sizeof *codes; index++) {
        if (codes[index].from == code) {
            return codes[index].to;
        }
    }
    const char *name = code > KEY_MAX ? keyname(code) : NULL;
    for (size_t index = 0; name != NULL && index < sizeof names / sizeof *names; index++) {
        if (strncmp(name, names[index].name, strlen(names[index].name)) == 0) {
            return names[index].to;
        }
    }
    return CT_KEY_OTHER;
}

int ct_read_key(void) {
    int code = wgetch(stdscr);
    if (code == ERR) {
        return CT_KEY_NONE;
    }
    return code <= 0xFF ? code : translated(code);
}

bool ct_is_gone(void) {
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) == 1 && (input.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

#include "CMustache.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

#include <kainjow/mustache.hpp>

using kainjow::mustache::data;
using kainjow::mustache::mustache;

struct cmustache_value {
    data value;
};

extern "C" cmustache_value *cmustache_text(const char *text) { return new cmustache_value{data(std::string(text))}; }

extern "C" cmustache_value *cmustache_flag(int flag) {
    return new cmustache_value{data(flag ? data::type::bool_true : data::type::bool_false)};
}

extern "C" cmustache_value *cmustache_list(void) { return new cmustache_value{data(data::type::list)}; }

extern "C" cmustache_value *cmustache_object(void) { return new cmustache_value{data(data::type::object)}; }

extern "C" void cmustache_list_append(cmustache_value *list, cmustache_value *value) {
    list->value.push_back(value->value);
    delete value;
}

extern "C" void cmustache_object_set(cmustache_value *object, const char *name, cmustache_value *value) {
    object->value.set(name, value->value);
    delete value;
}

extern "C" void cmustache_free(cmustache_value *value) { delete value; }

extern "C" char *cmustache_render(const char *source, const cmustache_value *object, char **problem) {
    try {
        mustache page{std::string(source)};
        page.set_custom_escape([](const std::string &text) { return text; });
        if (!page.is_valid()) {
            *problem = strdup(page.error_message().c_str());
            return nullptr;
        }
        return strdup(page.render(object->value).c_str());
    } catch (const std::exception &error) {
        *problem = strdup(error.what());
        return nullptr;
    }
}

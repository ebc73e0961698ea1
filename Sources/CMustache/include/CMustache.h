#ifndef CMUSTACHE_H
#define CMUSTACHE_H

#ifdef __cplusplus
extern "C" {
#endif

/// A value handed to a template: text, a flag, a list or an object of named values.
typedef struct cmustache_value cmustache_value;

cmustache_value *cmustache_text(const char *text);
cmustache_value *cmustache_flag(int flag);
cmustache_value *cmustache_list(void);
cmustache_value *cmustache_object(void);

/// Both take over `value`.
void cmustache_list_append(cmustache_value *list, cmustache_value *value);
void cmustache_object_set(cmustache_value *object, const char *name, cmustache_value *value);
void cmustache_free(cmustache_value *value);

/// Renders `source` with `object` and escapes nothing: escaping belongs to the format of the file, which the caller knows.
/// Returns text for free(), or NULL with `*problem` set to text for free().
char *cmustache_render(const char *source, const cmustache_value *object, char **problem);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/calendar_line.h"

#include "mail/address.h"
#include <glib.h>
#include <string.h>
#include <strings.h>

#define FOLDED_AT 60 /* bytes: programs fold at some 75 */

/* Behind the name of a property at s, NULL where none is. */
static const char *after_property(const char *s)
{
    const char *p = s;
    while (g_ascii_isalnum(*p) || *p == '-')
        p++;
    return p > s && (*p == ';' || *p == ':') ? p : NULL;
}

/* One word such as the end of an address or of a UID. */
static bool is_tail(const char *line)
{
    size_t n = 0;
    while (g_ascii_isalnum(line[n]) || (line[n] && strchr("._-@+", line[n])))
        n++;
    return n > 0 && (line[n] == '\n' || !line[n]);
}

/* Where a program on the way took the blank from a fold: a long line that lacks its value, or above
 * one that is the end of a value and no property. */
static bool fold_lost(const char *line, size_t last, const char *next)
{
    if (last < FOLDED_AT || *next == '\n' || !*next)
        return false;
    const char *after = after_property(line);
    bool lacks_value = after && *after == ';' && !strchr(after, ':');
    return lacks_value || is_tail(next);
}

/* A line that begins with a blank goes on with the one before. */
static const char *unfold(const char *s, char *to)
{
    size_t n = 0;
    for (;;) {
        size_t all = strcspn(s, "\n"), room = CALENDAR_LINE_BYTES - 1 - n;
        size_t taken = all < room ? all : room;
        memcpy(to + n, s, taken);
        n += taken;
        to[n] = '\0';
        s += all;
        if (!*s)
            return s;
        s++;
        if (*s == ' ' || *s == '\t')
            s++;
        else if (taken < all || !fold_lost(to, all, s))
            return s;
    }
}

static char *trim(char *s)
{
    s += strspn(s, " \t");
    size_t n = strlen(s);
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
        s[--n] = '\0';
    return s;
}

/* Are we between quotation marks behind s? One that never closes is none. */
static bool quoted_behind(const char *s, bool quoted)
{
    return *s == '"' ? !quoted && strchr(s + 1, '"') : quoted;
}

/* The first colon outside of quotation marks. But names of people that should be quoted, and are
 * not, may hold one too: an address that stands further behind says where the value begins. */
static char *value_colon(char *line)
{
    static const char address[] = "mailto:";
    char *colon = line;
    for (bool quoted = false; *colon && (*colon != ':' || quoted); colon++)
        quoted = quoted_behind(colon, quoted);
    if (!*colon || !memchr(line, ';', (size_t)(colon - line)))
        return *colon ? colon : strchr(line, ':');
    if (strncasecmp(colon + 1, address, sizeof address - 1) == 0)
        return colon;
    for (char *at = colon; (at = strcasestr(at + 1, address));)
        if (at[-1] == ':')
            colon = at - 1;
    return colon;
}

const char *calendar_line_read(const char *s, struct calendar_line *line)
{
    const char *next = unfold(s, line->bytes);
    char *colon = value_colon(line->bytes), *semicolon;
    line->value = line->parameters = "";
    if (colon) {
        *colon = '\0';
        line->value = trim(colon + 1);
    }
    if ((semicolon = strchr(line->bytes, ';'))) {
        *semicolon = '\0';
        line->parameters = semicolon + 1;
    }
    line->name = trim(line->bytes);
    return next;
}

/* Behind "name =" at s, or NULL. */
static const char *after_name(const char *s, const char *name)
{
    size_t n = strlen(name);
    s += strspn(s, " \t");
    if (strncasecmp(s, name, n) != 0)
        return NULL;
    s += n + strspn(s + n, " \t");
    return *s == '=' ? s + 1 + strspn(s + 1, " \t") : NULL;
}

const char *calendar_parameter(struct arena *a, const struct calendar_line *line, const char *name)
{
    bool quoted = false, start = true;
    for (const char *s = line->parameters; *s; s++) {
        const char *value = start ? after_name(s, name) : NULL;
        if (value && *value == '"')
            return arena_strndup(a, value + 1, strcspn(value + 1, "\""));
        if (value)
            return trim(arena_strndup(a, value, strcspn(value, ";\"")));
        quoted = quoted_behind(s, quoted);
        start = *s == ';' && !quoted;
    }
    return "";
}

const char *calendar_text(struct arena *a, const char *value)
{
    char *out = arena_strdup(a, value), *to = out;
    for (const char *p = value; *p; p++) {
        if (*p == '\\' && p[1] && strchr("\\;,", p[1]))
            p++;
        *to++ = *p;
    }
    *to = '\0';
    return out;
}

/* "mailto:ana%40example.org?subject=x", "mailto:<ana@example.org>": the address, or NULL. */
static const char *address_in(struct arena *a, const char *uri)
{
    bool mailto = false;
    for (; strncasecmp(uri, "mailto:", 7) == 0; mailto = true)
        uri += 7 + strspn(uri + 7, " \t");
    uri += strspn(uri, "<\"'");
    char *address = arena_strndup(a, uri, strcspn(uri, mailto ? "?>\"" : ">\""));
    g_autofree char *plain = mailto ? g_uri_unescape_string(address, NULL) : NULL;
    if (plain)
        address = arena_strdup(a, plain);
    address = trim(address);
    return address_valid(address) ? address : NULL;
}

const char *calendar_attendee(struct arena *a, const struct calendar_line *line)
{
    const char *address = address_in(a, line->value);
    if (!address)
        address = address_in(a, calendar_parameter(a, line, "EMAIL"));
    if (!address)
        address = address_in(a, calendar_parameter(a, line, "CN"));
    if (address)
        return address;
    bool mailto = strncasecmp(line->value, "mailto:", 7) == 0;
    return arena_strdup(a, line->value + (mailto ? 7 : 0));
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/calendar_line.h"

#include "mail/address.h"
#include <glib.h>
#include <string.h>
#include <strings.h>

/* A line that begins with a blank goes on with the one before. */
static const char *unfold(const char *s, char *to)
{
    size_t n = 0;
    for (; *s; s++) {
        if (*s == '\n') {
            s++;
            if (*s != ' ' && *s != '\t')
                break;
            continue;
        }
        if (n + 1 < CALENDAR_LINE_BYTES)
            to[n++] = *s;
    }
    to[n] = '\0';
    return s;
}

static char *trim(char *s)
{
    s += strspn(s, " \t");
    size_t n = strlen(s);
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
        s[--n] = '\0';
    return s;
}

/* The first colon outside of quotation marks; the first of all where those never close. */
static char *value_colon(char *line)
{
    bool quoted = false;
    for (char *p = line; *p; p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (*p == ':' && !quoted)
            return p;
    }
    return strchr(line, ':');
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
        quoted ^= *s == '"';
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

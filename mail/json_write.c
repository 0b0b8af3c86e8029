/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/json_write.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void put(struct json_writer *w, const char *s, size_t n)
{
    if (w->at)
        memcpy(w->at + w->len, s, n);
    w->len += n;
}

static void put_escape(struct json_writer *w, char c)
{
    char text[8];
    if (c == '\n')
        put(w, "\\n", 2);
    else if (c == '"' || c == '\\')
        put(w, (char[]){'\\', c}, 2);
    else
        put(w, text, (size_t)snprintf(text, sizeof text, "\\u%04x", (unsigned char)c));
}

static void put_string(struct json_writer *w, const char *s)
{
    put(w, "\"", 1);
    while (*s) {
        size_t n = 0;
        while ((unsigned char)s[n] >= ' ' && s[n] != '"' && s[n] != '\\')
            n++;
        put(w, s, n);
        s += n;
        if (*s)
            put_escape(w, *s++);
    }
    put(w, "\"", 1);
}

static void put_key(struct json_writer *w, const char *key)
{
    if (w->comma)
        put(w, ",", 1);
    if (key) {
        put_string(w, key);
        put(w, ":", 1);
    }
    w->comma = true;
}

void json_write_open(struct json_writer *w, const char *key, char bracket)
{
    put_key(w, key);
    put(w, &bracket, 1);
    w->comma = false;
}

void json_write_close(struct json_writer *w, char bracket)
{
    put(w, &bracket, 1);
    w->comma = true;
}

void json_write_string(struct json_writer *w, const char *key, const char *value)
{
    put_key(w, key);
    if (value)
        put_string(w, value);
    else
        put(w, "null", 4);
}

void json_write_strings(struct json_writer *w, const char *key, const char *const *values,
                        size_t count)
{
    json_write_open(w, key, '[');
    for (size_t i = 0; i < count; i++)
        json_write_string(w, NULL, values[i]);
    json_write_close(w, ']');
}

void json_write_integer(struct json_writer *w, const char *key, int64_t value)
{
    char text[24];
    put_key(w, key);
    put(w, text, (size_t)snprintf(text, sizeof text, "%" PRId64, value));
}

void json_write_bool(struct json_writer *w, const char *key, bool value)
{
    put_key(w, key);
    put(w, value ? "true" : "false", value ? 4 : 5);
}

void json_write_base64(struct json_writer *w, const char *key, const char *data, size_t len)
{
    put_key(w, key);
    put(w, "\"", 1);
    size_t n = (len + 2) / 3 * 4;
    if (w->at) {
        int state = 0, save = 0;
        char *to = w->at + w->len;
        size_t done = g_base64_encode_step((const guchar *)data, len, FALSE, to, &state, &save);
        g_base64_encode_close(FALSE, to + done, &state, &save);
    }
    w->len += n;
    put(w, "\"", 1);
}

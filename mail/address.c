/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/address.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

#define MAX_LOCAL   64
#define MAX_ADDRESS 254
#define MAX_LABEL   63
#define MAX_TOKEN   64

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool address_char(char c)
{
    return is_alnum((unsigned char)c) || (c & 0x80) || (c && strchr(".!#$%&'*+-/=?^_`{|}~@", c));
}

/* A dot-atom: what needs no quotes in an envelope. */
static bool local_valid(const char *s, size_t n)
{
    if (n == 0 || n > MAX_LOCAL || s[0] == '.' || s[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.' && s[i + 1] == '.')
            return false;
        if (!is_alnum((unsigned char)s[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", s[i]))
            return false;
    }
    return true;
}

static bool domain_valid(const char *s)
{
    size_t label = 0;
    if (u8_check((const uint8_t *)s, strlen(s)))
        return false;
    for (const char *p = s; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool edge = label == 0 || p[1] == '.' || p[1] == '\0';
        if (c == '.' ? label == 0 : !is_alnum(c) && c < 0x80 && (c != '-' || edge))
            return false;
        label = c == '.' ? 0 : label + 1;
        if (label > MAX_LABEL)
            return false;
    }
    return label > 0;
}

bool address_valid(const char *s)
{
    const char *at = s ? strchr(s, '@') : NULL;
    return at && strlen(s) <= MAX_ADDRESS && local_valid(s, (size_t)(at - s)) &&
           domain_valid(at + 1);
}

/* Only ASCII: beyond it, case is no business of the domain's. */
static void lower_ascii(char *s)
{
    for (; *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s + 32);
}

char *address_normal(struct arena *a, const char *s)
{
    if (!s)
        return NULL;
    s += strspn(s, " \t\r\n");
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r\n", s[n - 1]))
        n--;
    if (n > 0 && s[n - 1] == '.')
        n--;
    if (n > MAX_ADDRESS)
        return NULL;
    char *out = arena_strndup(a, s, n);
    lower_ascii(out);
    return address_valid(out) ? out : NULL;
}

/* Length up to a dot at the very end, which says nothing. */
static size_t significant(const char *s)
{
    size_t n = strlen(s);
    return n > 0 && s[n - 1] == '.' ? n - 1 : n;
}

bool address_equal(const char *a, const char *b)
{
    if (!a || !b)
        return false;
    a += strspn(a, " \t");
    b += strspn(b, " \t");
    size_t n = significant(a);
    return n > 0 && n == significant(b) && strncasecmp(a, b, n) == 0;
}

char *address_with_token(struct arena *a, const char *address, const char *token)
{
    const char *at = strrchr(address, '@');
    size_t local = at ? (size_t)(at - address) : strlen(address);
    return arena_printf(a, "%.*s+%s%s", (int)local, address, token, at ? at : "");
}

char *address_token(struct arena *a, const char *self, const char *address)
{
    const char *self_at = strrchr(self, '@'), *at = strrchr(address, '@');
    if (!self_at || !at || !address_equal(self_at, at))
        return NULL;
    size_t local = (size_t)(self_at - self), whole = (size_t)(at - address);
    if (whole < local + 2 || whole - local - 1 > MAX_TOKEN || address[local] != '+' ||
        strncasecmp(self, address, local) != 0)
        return NULL;
    const char *token = address + local + 1;
    size_t n = whole - local - 1;
    for (size_t i = 0; i < n; i++)
        if (!is_alnum((unsigned char)token[i]) && token[i] != '-' && token[i] != '_')
            return NULL;
    return arena_strndup(a, token, n);
}

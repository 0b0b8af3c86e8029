/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/mailboxes.h"

#include "base/utf8.h"
#include "mail/address.h"
#include "mail/charset.h"
#include <gmime/gmime.h>
#include <string.h>

#define MAX_COLONS 100 /* each may open a group, and GMime recurses into them */
#define MAX_NAME   500
#define MAX_EMAIL  500
#define MAX_ID     500

void strings_add(struct arena *a, struct strings *list, const char *s)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], s) == 0)
            return;
    if (list->count >= list->max)
        return;
    *(const char **)arena_grow(a, &list->items, list->count, &list->cap, sizeof *list->items) = s;
    list->count++;
}

/* Marks that nobody sees: zero-width blanks, soft hyphens, marks of direction, U+FEFF. */
static size_t unseen(const char *s)
{
    static const char *const marks[] = {"\u200B", "\u200C", "\u200D", "\u200E", "\u200F",
                                        "\u2060", "\uFEFF", "\u00AD", "\u00A0"};
    for (size_t i = 0; (unsigned char)*s >= 0xC2 && i < sizeof marks / sizeof *marks; i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* "\"ana\"@example.org" is ana@example.org: quotes around what needs none say nothing. */
static void drop_quotes(char *email)
{
    char *at = strrchr(email, '@'), *close = at ? at - 1 : NULL;
    if (!at || *email != '"' || close <= email + 1 || *close != '"')
        return;
    for (char *p = email + 1; p < close; p++)
        if (!address_char(*p) || *p == '@' || (*p == '.' && (p[1] == '.' || p[1] == '"')))
            return;
    if (email[1] == '.')
        return;
    memmove(email, email + 1, (size_t)(close - email - 1));
    memmove(close - 1, at, strlen(at) + 1);
}

/* What some programs write around an address: "mailto:", quotation marks, a backslash; or a name
 * and brackets, all of it in quotation marks. */
static char *unwrap(char *s)
{
    char *open = strrchr(s, '<'), *close = open ? strchr(open, '>') : NULL;
    if (close && memchr(open, '@', (size_t)(close - open))) {
        *close = '\0';
        s = open + 1;
    }
    s += g_ascii_strncasecmp(s, "mailto:", 7) == 0 ? 7 : 0;
    size_t n = strlen(s);
    while (n > 0 && s[n - 1] == '\\')
        s[--n] = '\0';
    for (; n > 2 && (*s == '\'' || *s == '"') && s[n - 1] == *s; n -= 2) {
        s[n - 1] = '\0';
        s++;
    }
    return s;
}

/* The local part as it came, the domain in lower case; blanks, what can't be seen and a dot at the
 * end gone. */
static char *tidy_email(struct arena *a, const char *s)
{
    char *out = mime_to_utf8(a, NULL, s, strnlen(s, MAX_EMAIL));
    size_t n = 0, skip;
    bool domain = false, quoted = false;
    for (const char *p = out; *p; p += skip ? skip : 1) {
        skip = unseen(p);
        quoted ^= *p == '"';
        domain = domain || (*p == '@' && !quoted);
        if (!skip && (*p > ' ' || *p < 0 || (*p == ' ' && quoted)))
            out[n++] = domain ? g_ascii_tolower(*p) : *p;
    }
    while (n > 0 && out[n - 1] == '.')
        n--;
    out[n] = '\0';
    out = unwrap(out);
    drop_quotes(out);
    return out;
}

/* GMime has undone the encoded words; once more would undo what was never encoded. */
static char *tidy_name(struct arena *a, const char *s)
{
    size_t n = utf8_cut(s, strnlen(s, MAX_NAME));
    return charset_one_line(g_strstrip(mime_to_utf8(a, NULL, s, n)));
}

static void add_one(struct arena *a, struct mailboxes *list, const char *name, const char *email)
{
    const char *at = email ? strrchr(email, '@') : NULL;
    if (!at || at == email || !at[1])
        return;
    list->total++;
    if (list->count >= list->max)
        return;
    struct mail_address *m =
        arena_grow(a, &list->items, list->count++, &list->cap, sizeof *list->items);
    m->email = tidy_email(a, email);
    m->name = tidy_name(a, name ? name : "");
}

static void add_list(struct arena *a, struct mailboxes *list, InternetAddressList *from)
{
    int n = internet_address_list_length(from);
    for (int i = 0; i < n; i++) {
        InternetAddress *one = internet_address_list_get_address(from, i);
        if (INTERNET_ADDRESS_IS_GROUP(one))
            add_list(a, list, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)));
        else
            add_one(a, list, internet_address_get_name(one),
                    internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
    }
}

static void add_parsed(struct arena *a, struct mailboxes *list, const char *raw)
{
    size_t colons = 0;
    for (const char *p = raw; *p; p++)
        colons += *p == ':';
    InternetAddressList *parsed =
        colons > MAX_COLONS ? NULL : internet_address_list_parse(NULL, raw);
    if (!parsed)
        return;
    add_list(a, list, parsed);
    g_object_unref(parsed);
}

/* What GMime makes nothing of may still hold "<someone@example.org>". */
static void add_bracketed(struct arena *a, struct mailboxes *list, const char *raw)
{
    const char *open = strrchr(raw, '<'), *close = open ? strchr(open, '>') : NULL;
    if (close && memchr(open, '@', (size_t)(close - open)))
        add_one(a, list, arena_strndup(a, raw, (size_t)(open - raw)),
                arena_strndup(a, open + 1, (size_t)(close - open - 1)));
}

/* Or, as the last resort, a word that looks like one. */
static void add_bare(struct arena *a, struct mailboxes *list, const char *raw)
{
    const char *at = strchr(raw, '@'), *from = at, *to = at;
    if (!at)
        return;
    while (from > raw && address_char(from[-1]))
        from--;
    while (address_char(*to) && *to != '&')
        to++;
    add_one(a, list, arena_strndup(a, raw, (size_t)(from - raw)),
            arena_strndup(a, from, (size_t)(to - from)));
}

/* "J@n <jan@example.org>": one mailbox, and GMime would take its name for an address. */
static bool has_at_in_name(const char *raw)
{
    const char *open = strchr(raw, '<'), *at = strchr(raw, '@');
    return at && open && at < open && !strpbrk(raw, ",;:\"(") && !strstr(raw, "=?");
}

void mailboxes_add(struct arena *a, struct mailboxes *list, const char *raw)
{
    size_t before = list->total;
    if (has_at_in_name(raw))
        add_bracketed(a, list, raw);
    if (list->total == before)
        add_parsed(a, list, raw);
    if (list->total == before && strstr(raw, "=?")) /* the address too is in an encoded word */
        add_parsed(a, list, raw = mime_decode_words(a, raw));
    if (list->total == before)
        add_bracketed(a, list, raw);
    if (list->total == before)
        add_bare(a, list, raw);
}

/* Programs fold inside long ids: the blanks are no part of them. */
static void add_id(struct arena *a, struct strings *list, const char *from, size_t n)
{
    if (n > MAX_ID || !memchr(from, '@', n))
        return;
    char *id = arena_alloc(a, n + 1);
    size_t len = 0;
    for (size_t i = 0; i < n; i++)
        if (from[i] != ' ' && from[i] != '<')
            id[len++] = from[i];
    if (len > 1)
        strings_add(a, list, id);
}

void message_ids_add(struct arena *a, struct strings *list, const char *raw)
{
    while (*raw && list->count < list->max) {
        raw += strspn(raw, " ,;\"");
        size_t n;
        if (*raw == '<') {
            n = strcspn(raw + 1, ">");
            add_id(a, list, raw + 1, n);
            raw += 1 + n + (raw[1 + n] == '>');
        } else {
            n = strcspn(raw, " ,;<\"");
            add_id(a, list, raw, n);
            raw += n;
        }
    }
}

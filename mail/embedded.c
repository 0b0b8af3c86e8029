/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/embedded.h"
#include <string.h>

/* ---- files ------------------------------------------------------------------- */

/* A line of a uuencoded file: its length in the first character. */
static bool uu_line(const struct line *l)
{
    if (!l->raw_len || l->raw[0] < ' ' || l->raw[0] > '`')
        return false;
    size_t bytes = (size_t)(l->raw[0] - ' ') & 63, size = 1 + (bytes + 2) / 3 * 4;
    return l->raw_len <= size + 1 && l->raw_len + 3 >= size; /* blanks at the end are lost */
}

/* "begin 644 picture.jpg" ... "end": a file, as mail carried them before MIME. */
static size_t uu_end(const struct lines *l, size_t i)
{
    const char *s = l->at[i].text;
    if (l->at[i].depth || l->at[i].len < 11 || strncmp(s, "begin ", 6) != 0 ||
        strspn(s + 6, "01234567") < 3 || !memchr(s + 9, ' ', 2))
        return i;
    for (size_t n = i + 1; n < l->count; n++) {
        if (l->at[n].len == 3 && strncmp(l->at[n].text, "end", 3) == 0)
            return n + 1;
        if (!line_blank(&l->at[n]) && !uu_line(&l->at[n]))
            return i;
    }
    return i;
}

static bool begins(const struct line *l, const char *with)
{
    size_t n = strlen(with);
    return !l->depth && l->len >= n && memcmp(l->text, with, n) == 0;
}

static bool ends_yenc(const struct line *l)
{
    return begins(l, "=yend ");
}

static bool ends_binhex(const struct line *l)
{
    return !l->depth && l->len > 1 && l->text[l->len - 1] == ':' && !memchr(l->text, ' ', l->len);
}

struct file_kind {
    const char *opening;
    bool (*ends)(const struct line *l);
    size_t last_end; /* where none ends any more, none is looked for */
};

static void find_last_end(const struct lines *l, struct file_kind *kind)
{
    for (size_t i = 0; i < l->count; i++)
        if (kind->ends(&l->at[i]))
            kind->last_end = i;
}

static size_t file_end(const struct lines *l, size_t i, const struct file_kind *kind)
{
    if (i >= kind->last_end || !begins(&l->at[i], kind->opening))
        return i;
    size_t end = i + 1;
    while (!kind->ends(&l->at[end]))
        end++;
    return end + 1;
}

void embedded_mark_files(struct lines *l)
{
    struct file_kind kinds[] = {{"=ybegin ", ends_yenc, 0},
                                {"(This file must be converted with BinHex", ends_binhex, 0}};
    const size_t count = sizeof kinds / sizeof *kinds;
    for (size_t k = 0; k < count; k++)
        find_last_end(l, &kinds[k]);
    for (size_t i = 0; i < l->count; i++) {
        size_t end = uu_end(l, i);
        for (size_t k = 0; k < count && end == i; k++)
            end = file_end(l, i, &kinds[k]);
        for (size_t n = i; n < end; n++)
            l->at[n].role = LINE_FOOTER;
        i = end > i ? end - 1 : i;
    }
}

/* ---- OpenPGP ----------------------------------------------------------------- */

#define BEGIN "-----BEGIN PGP "
#define END   "-----END PGP "

static const char *line_after(const char *s)
{
    const char *end = strchrnul(s, '\n');
    return *end ? end + 1 : end;
}

static bool starts(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

static bool blank_line(const char *s)
{
    s += strspn(s, " \t");
    return *s == '\n' || !*s;
}

/* Behind "Hash: SHA256" and the blank line that ends such headers. */
static const char *skip_headers(const char *s)
{
    while (*s && !blank_line(s))
        s = line_after(s);
    return line_after(s);
}

/* The beginning of the last line that ends a block, NULL where there is none. */
static const char *last_end(const char *text)
{
    const char *last = NULL;
    for (const char *s = text; *s; s = line_after(s))
        if (starts(s, END))
            last = s;
    return last;
}

static const char *skip_block(const char *s)
{
    while (!starts(s, END))
        s = line_after(s);
    return line_after(s);
}

void embedded_undo_armour(char *text)
{
    const char *last = last_end(text);
    bool signed_text = false;
    char *to = text;
    for (const char *s = text, *next; *s; s = next) {
        next = line_after(s);
        if (last && s < last && starts(s, BEGIN "SIGNED MESSAGE-----")) {
            signed_text = true;
            next = skip_headers(next);
            continue;
        }
        if (last && s < last && starts(s, BEGIN)) {
            signed_text = false;
            next = skip_block(s);
            continue;
        }
        s += signed_text && starts(s, "- ") ? 2 : 0;
        memmove(to, s, (size_t)(next - s));
        to += next - s;
    }
    *to = '\0';
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/header_write.h"

#include "mail/address.h"
#include <glib.h>
#include <string.h>
#include <unistr.h>

#define LINE        76 /* columns of a header line */
#define WORD_BYTES  45 /* of text in one base64 word: 60 digits and the frame are 72 */
#define WORD_DIGITS 60 /* of an encoded word, either kind */
#define PLAIN_WORD  60 /* a longer run without blanks is encoded, since it can't be folded */
#define MAX_ID      900
#define MAX_VALUE   20000

void header_fail(struct header_writer *w, const char *problem)
{
    if (!w->failed)
        err_set(w->err, "%s: %s", w->field, problem);
    w->failed = true;
}

void header_begin(struct header_writer *w, const char *field)
{
    w->field = field;
    buf_adds(w->out, field);
    buf_addc(w->out, ':');
    w->column = strlen(field) + 1;
}

void header_end(struct header_writer *w)
{
    buf_adds(w->out, "\r\n");
}

void header_token(struct header_writer *w, const char *token)
{
    size_t n = strlen(token);
    bool fold = w->column + 1 + n > LINE && w->column > 1;
    buf_adds(w->out, fold ? "\r\n " : " ");
    buf_adds(w->out, token);
    w->column = (fold ? 0 : w->column) + 1 + n;
}

void header_plain(struct header_writer *w, const char *field, const char *token)
{
    header_begin(w, field);
    header_token(w, token);
    header_end(w);
}

/* Valid UTF-8 of one line: no C0 or C1 control, no Unicode line or paragraph separator. */
static bool check_text(struct header_writer *w, const char *s)
{
    size_t n = strlen(s);
    if (u8_check((const uint8_t *)s, n))
        return header_fail(w, "is not valid UTF-8"), false;
    if (n > MAX_VALUE)
        return header_fail(w, "is too long"), false;
    ucs4_t c;
    for (const uint8_t *p = (const uint8_t *)s; (p = u8_next(&c, p));)
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029)
            return header_fail(w, "holds a line break or another control character"), false;
    return true;
}

/* May it stand as it is, folded at its blanks? */
static bool is_plain(const char *s)
{
    size_t run = 0;
    if (*s == ' ' || strstr(s, "=?") || strstr(s, "  "))
        return false;
    for (; *s; s++) {
        run = *s == ' ' ? 0 : run + 1;
        if ((unsigned char)*s >= 0x7F || run > PLAIN_WORD || (*s == ' ' && !s[1]))
            return false;
    }
    return true;
}

static void add_plain(struct header_writer *w, const char *s)
{
    char word[PLAIN_WORD + 1];
    while (*s) {
        size_t n = strcspn(s, " ");
        memcpy(word, s, n);
        word[n] = '\0';
        header_token(w, word);
        s += n + (s[n] == ' ');
    }
}

static bool is_q_safe(unsigned char c)
{
    return g_ascii_isalnum(c) || strchr("!*+-/", c);
}

/* Bytes of the characters of s that fit one word. */
static size_t word_bytes(const char *s, bool base64)
{
    size_t used = 0, digits = 0;
    while (s[used]) {
        size_t n = (size_t)u8_mblen((const uint8_t *)s + used, strlen(s + used));
        size_t cost = 0;
        for (size_t i = 0; i < n; i++)
            cost += is_q_safe((unsigned char)s[used + i]) || s[used + i] == ' ' ? 1 : 3;
        if (base64 ? used + n > WORD_BYTES : digits + cost > WORD_DIGITS)
            break;
        used += n;
        digits += cost;
    }
    return used;
}

static void add_q(struct buf *word, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (is_q_safe(c))
            buf_addc(word, (char)c);
        else if (c == ' ')
            buf_addc(word, '_');
        else
            buf_addf(word, "=%02X", c);
    }
}

/* Base64 where more than every third byte would cost three digits. */
static void add_encoded(struct header_writer *w, const char *s)
{
    size_t high = 0, len = strlen(s);
    for (size_t i = 0; i < len; i++)
        high += !is_q_safe((unsigned char)s[i]) && s[i] != ' ';
    bool base64 = 3 * high > len;
    while (*s) {
        size_t n = word_bytes(s, base64);
        _cleanup_(buf_release) struct buf word = BUF_INIT(200);
        buf_adds(&word, base64 ? "=?UTF-8?B?" : "=?UTF-8?Q?");
        if (base64) {
            g_autofree char *digits = g_base64_encode((const guchar *)s, n);
            buf_adds(&word, digits);
        } else {
            add_q(&word, s, n);
        }
        buf_adds(&word, "?=");
        header_token(w, buf_str(&word));
        s += n;
    }
}

void header_text(struct header_writer *w, const char *text)
{
    if (!check_text(w, text))
        return;
    if (is_plain(text))
        add_plain(w, text);
    else
        add_encoded(w, text);
}

static bool is_atoms(const char *s)
{
    for (; *s; s++)
        if (!g_ascii_isalnum(*s) && !strchr(" !#$%&'*+-/=?^_`{|}~", *s))
            return false;
    return true;
}

static void add_quoted(struct header_writer *w, const char *s)
{
    _cleanup_(buf_release) struct buf quoted = BUF_INIT(2 * MAX_VALUE);
    buf_addc(&quoted, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_addc(&quoted, '\\');
        buf_addc(&quoted, *s);
    }
    buf_addc(&quoted, '"');
    header_token(w, buf_str(&quoted));
}

void header_mailbox(struct header_writer *w, const char *name, const char *email)
{
    if (!address_valid(email)) {
        header_fail(w, "is no valid address");
        return;
    }
    if (!name || !*name) {
        header_token(w, email);
        return;
    }
    if (!check_text(w, name))
        return;
    if (!is_plain(name) || (!is_atoms(name) && strlen(name) > PLAIN_WORD))
        add_encoded(w, name);
    else if (is_atoms(name))
        add_plain(w, name);
    else
        add_quoted(w, name);
    char bracketed[300];
    g_snprintf(bracketed, sizeof bracketed, "<%s>", email);
    header_token(w, bracketed);
}

static bool id_valid(const char *id)
{
    const char *at = strchr(id, '@');
    if (!at || at == id || !at[1] || strlen(id) > MAX_ID)
        return false;
    for (; *id; id++)
        if (*id <= ' ' || *id >= 0x7F || *id == '<' || *id == '>')
            return false;
    return true;
}

void header_id(struct header_writer *w, const char *id)
{
    if (!id_valid(id)) {
        header_fail(w, "is no valid message id");
        return;
    }
    char bracketed[MAX_ID + 3];
    g_snprintf(bracketed, sizeof bracketed, "<%s>", id);
    header_token(w, bracketed);
}

/* RFC 2231: name*0*=UTF-8''..; name*1*=... */
static void add_param_2231(struct header_writer *w, const char *name, const char *value)
{
    for (int part = 0; *value; part++) {
        _cleanup_(buf_release) struct buf token = BUF_INIT(200);
        buf_addf(&token, part ? "%s*%d*=" : "%s*%d*=UTF-8''", name, part);
        for (; *value && token.len < LINE - 6; value++) {
            if (g_ascii_isalnum(*value) || strchr("-._", *value))
                buf_addc(&token, *value);
            else
                buf_addf(&token, "%%%02X", (unsigned char)*value);
        }
        if (*value)
            buf_addc(&token, ';');
        header_token(w, buf_str(&token));
    }
}

void header_param(struct header_writer *w, const char *name, const char *value)
{
    buf_addc(w->out, ';');
    w->column++;
    if (!check_text(w, value))
        return;
    bool simple = strlen(value) <= PLAIN_WORD;
    for (const char *p = value; *p; p++)
        simple = simple && (g_ascii_isalnum(*p) || strchr(" -._=+@'()/,", *p));
    if (!simple) {
        add_param_2231(w, name, value);
        return;
    }
    char token[PLAIN_WORD + 40];
    g_snprintf(token, sizeof token, "%s=\"%s\"", name, value);
    header_token(w, token);
}

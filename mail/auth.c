/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/auth.h"

#include <string.h>
#include <strings.h>

/* Without comments and quotes, blanks round = and ; gone: "mx.example.org;dmarc=pass
 * header.from=example.org". A ; inside a comment or quote is no separator. */
static char *squeeze(struct arena *a, const char *s)
{
    char *out = arena_alloc(a, strlen(s) + 1);
    size_t n = 0;
    int depth = 0;
    bool quoted = false;
    for (; *s; s++) {
        if (*s == '\\' && s[1] && (depth > 0 || quoted))
            s++;
        else if (*s == '"' && depth == 0)
            quoted = !quoted;
        else if (*s == '(' && !quoted)
            depth++;
        else if (*s == ')' && !quoted && depth > 0)
            depth--;
        else if (depth > 0 || (quoted && *s == ';'))
            continue;
        else if (*s == ' ' && (n == 0 || strchr(" =;", out[n - 1])))
            continue;
        else {
            while ((*s == '=' || *s == ';') && n > 0 && out[n - 1] == ' ')
                n--;
            out[n++] = *s;
        }
    }
    out[n] = '\0';
    return out;
}

/* The id is the first word: "mx.example.org 1;" has a version behind it. */
static bool is_from_server(const char *results, const char *authserv_id)
{
    size_t n = strcspn(results, " ;");
    return n == strlen(authserv_id) && strncasecmp(results, authserv_id, n) == 0;
}

static bool word_is(const char *s, const char *want)
{
    size_t n = strcspn(s, " ;");
    return n == strlen(want) && strncasecmp(s, want, n) == 0;
}

/* Does one "dmarc=pass ... header.from=DOMAIN" part speak of the domain? */
static bool names_domain(const char *part, const char *domain)
{
    size_t end = strcspn(part, ";");
    for (const char *p = part; p < part + end; p++)
        if (p[0] == ' ' && strncasecmp(p + 1, "header.from=", 12) == 0) {
            const char *value = p + 13;
            const char *at = memchr(value, '@', strcspn(value, " ;"));
            return word_is(at ? at + 1 : value, domain);
        }
    return false;
}

static bool dmarc_result(const char *results, const char *domain, enum mail_dmarc *out)
{
    for (const char *p = strchr(results, ';'); p; p = strchr(p, ';')) {
        p += 1;
        if (strncasecmp(p, "dmarc=", 6) != 0)
            continue;
        p += 6;
        if (word_is(p, "pass"))
            *out = names_domain(p, domain) ? DMARC_PASS : DMARC_UNKNOWN;
        else if (word_is(p, "fail"))
            *out = DMARC_FAIL;
        else if (word_is(p, "none") || word_is(p, "bestguesspass"))
            *out = DMARC_NONE;
        else
            *out = DMARC_UNKNOWN;
        return true;
    }
    return false;
}

enum mail_dmarc auth_dmarc(struct arena *a, const struct mime *m, const char *authserv_id,
                           const char *from_email)
{
    enum mail_dmarc result = DMARC_UNKNOWN;
    const char *at = strrchr(from_email, '@');
    bool begun = false;
    if (!authserv_id || !*authserv_id || !at)
        return DMARC_UNKNOWN;
    for (size_t i = 0; i < m->header_count; i++) {
        const struct mime_header *h = &m->headers[i];
        if (begun && strcasecmp(h->name, "Received") == 0)
            break;
        if (strcasecmp(h->name, "Authentication-Results") != 0)
            continue;
        const char *results = squeeze(a, h->raw);
        if (!is_from_server(results, authserv_id))
            continue;
        begun = true;
        if (dmarc_result(results, at + 1, &result))
            break;
    }
    return result;
}

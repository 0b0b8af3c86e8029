/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_reason.h"

#include "base/utf8.h"
#include "mail/bounce_meaning.h"
#include "words/fold.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DIAGNOSTIC_LOOKED_AT 4000
#define EXCERPT_BYTES        500

/* "5.1.1" at s: its size, 0 where none stands there. */
static size_t status_at(const char *s)
{
    if ((s[0] != '2' && s[0] != '4' && s[0] != '5') || s[1] != '.')
        return 0;
    size_t x = strspn(s + 2, "0123456789");
    if (!x || x > 3 || s[2 + x] != '.')
        return 0;
    size_t y = strspn(s + 3 + x, "0123456789");
    if (!y || y > 3 || (s[3 + x + y] == '.' && isdigit((unsigned char)s[4 + x + y])))
        return 0;
    return 3 + x + y;
}

const char *bounce_status_in(struct arena *a, const char *text)
{
    const char *general = NULL; /* x.0.0 says the least */
    for (const char *p = text; *p; p++) {
        bool inside = p > text && (isalnum((unsigned char)p[-1]) || strchr(".-_[", p[-1]));
        size_t n = inside ? 0 : status_at(p);
        if (!n || *p == '2')
            continue;
        const char *status = arena_strndup(a, p, n);
        if (strcmp(status + 1, ".0.0") != 0)
            return status;
        general = general ? general : status;
    }
    return general;
}

/* A digit here continues something else: an address, a time, a version. */
static bool inside_number(const char *s, const char *p)
{
    if (p == s)
        return false;
    if (p[-1] == ':') /* "ERROR_CODE :550", but not "12:550" */
        return p - 1 > s && p[-2] != ' ';
    return isalnum((unsigned char)p[-1]) || strchr("./-_", p[-1]);
}

/* The reply code of SMTP in the text: 550; 0 where there is none. */
static int smtp_code_in(const char *s)
{
    for (const char *p = s; *p; p++)
        if ((*p == '4' || *p == '5') && !inside_number(s, p) && strspn(p, "0123456789") == 3 &&
            p[1] <= '5' && (p[3] == ' ' || p[3] == '-' || strchr(";:,", p[3])))
            return atoi(p);
    return 0;
}

/* By the code alone (RFC 3463 and the register of IANA). */
static bool dead_by_status(const char *s)
{
    static const char *const dead[] = {"5.1.0",  "5.1.1", "5.1.2",   "5.1.3",   "5.1.4", "5.1.6",
                                       "5.1.10", "5.4.4", "5.0.350", "5.1.351", NULL};
    for (const char *const *d = dead; *d; d++)
        if (strcmp(*d, s) == 0)
            return true;
    return false;
}

static bool generic(const char *status)
{
    return !*status || strcmp(status + 1, ".0.0") == 0;
}

static bool is_delay(const struct delivery *d)
{
    return d->action && strncasecmp(d->action, "delayed", 7) == 0;
}

static bool is_permanent(const struct delivery *d, const char *status, int code)
{
    if (is_delay(d))
        return false;
    if (*status == '4' || *status == '5')
        return *status == '5';
    if (code)
        return code >= 500;
    return true;
}

/* The status that stands right after the reply code of the server that refused it, "550 5.7.1";
 * of several the last, since relays quote those who refused before them. What only put it off, or
 * took leave, is not why. */
static const char *quoted_status(struct arena *a, const char *folded)
{
    const char *last = NULL;
    for (const char *p = folded; *p; p++) {
        if ((*p != '4' && *p != '5') || strspn(p, "0123456789") != 3 ||
            (p > folded && isalnum((unsigned char)p[-1])))
            continue;
        const char *s = p + 3 + strspn(p + 3, " -#('\"");
        size_t n = s > p + 3 ? status_at(s) : 0;
        if (n && *s == *p && !(last && *last > *s))
            last = arena_strndup(a, s, n);
    }
    return last;
}

/* More than that it failed, or that the time was up. */
static bool says_why(const char *status)
{
    return !generic(status) && strcmp(status + 1, ".4.7") != 0;
}

static const char *best_status(struct arena *a, const char *given, const char *folded)
{
    const char *quoted = quoted_status(a, folded), *found = bounce_status_in(a, folded);
    if (says_why(given) && strstr(folded, given))
        return given;
    if (quoted && !generic(quoted) && (generic(given) || *quoted == *given))
        return quoted;
    if (generic(given) && found && (!*given || *found == *given))
        return found;
    return given;
}

/* At which step of the dialogue it was refused; "RCPT" where the address itself was. */
enum step { STEP_UNKNOWN, STEP_RCPT, STEP_DATA };

static enum step step_of(const char *folded)
{
    static const char *const rcpt[] = {
        "rcpt to",    "does not like recipient", "[rcpt_to]", "rcpt command",
        "(state 14)", "no valid recipients",     "smtp:rcpt", NULL};
    static const char *const data[] = {
        "end of data",    ">>> data",   "after data", "failed after i sent",
        "our final data", "(state 17)", "(state 18)", NULL};
    for (const char *const *w = rcpt; *w; w++)
        if (strstr(folded, *w))
            return STEP_RCPT;
    for (const char *const *w = data; *w; w++)
        if (strstr(folded, *w))
            return STEP_DATA;
    return STEP_UNKNOWN;
}

/* The code names something else than the address: the sender's, a full box, a message too large,
 * its form, or a policy other than the 5.7.1 that servers say of everything. */
static bool alive_by_status(const char *s)
{
    return !strcmp(s, "5.1.7") || !strcmp(s, "5.1.8") || !strcmp(s, "5.2.2") ||
           !strcmp(s, "5.2.3") || !strcmp(s, "5.3.4") || !strncmp(s, "5.6.", 4) ||
           (!strncmp(s, "5.7.", 4) && strcmp(s, "5.7.0") != 0 && strcmp(s, "5.7.1") != 0);
}

/* The code says nothing at all, or names the box or the system rather than the address. */
static bool doubtful_status(const char *s)
{
    return generic(s) || !strncmp(s, "5.2.", 4) || !strncmp(s, "5.3.", 4);
}

struct bounce_around {
    const char *folded;
    enum step step;
    bool no_such_user; /* the reporter says that in words of its own */
};

/* What bounce_judge found out, for is_dead. */
struct finding {
    const struct meaning *meaning; /* NULL: the words say nothing */
    const char *folded, *wider;    /* the server's words, and the text around them */
    const char *status;
    enum step step;
    bool retold;   /* a server's answer, with a reply code, that somebody else tells */
    bool seconded; /* who tells it says in words of its own that there is no such address */
};

/* "No such user" is what filters say too, once they have the whole letter. So it is certain only
 * where the status says so, or the step at which it was said, or whoever reports it. */
static bool hearsay(const struct finding *f)
{
    return f->step == STEP_DATA ||
           (f->retold && f->step != STEP_RCPT && doubtful_status(f->status) && !f->seconded);
}

static bool is_dead(const struct finding *f)
{
    const struct meaning *m = f->meaning;
    if (!m)
        return dead_by_status(f->status);
    switch (m->kind) {
    case MEANS_NO_USER:
        if (alive_by_status(f->status))
            return false;
        return hearsay(f) || fold_has(f->wider, "account is disabled") ? dead_by_status(f->status)
                                                                       : m->dead;
    case MEANS_NO_DOMAIN:
        return !fold_has(f->folded, "not found, try again");
    case MEANS_CLOSED:
        return strcmp(f->status, "5.1.1") == 0;
    default:
        return m->dead;
    }
}

const char *bounce_excerpt(struct arena *a, const char *said)
{
    return arena_strndup(a, said, utf8_cut(said, strnlen(said, EXCERPT_BYTES)));
}

/* What it means, and what the server said. */
static const char *in_words(struct arena *a, const struct meaning *m, const char *said)
{
    if (!*said)
        return m ? m->reason : "";
    said = bounce_excerpt(a, said);
    return m ? arena_printf(a, "%s: %s", m->reason, said) : said;
}

/* How much of the paragraph stands above the answer of a server, which begins in the line that has
 * its reply code. */
static size_t above_the_answer(struct arena *a, const char *s, size_t len)
{
    for (size_t at = 0, line; at < len; at += line + 1) {
        const char *eol = memchr(s + at, '\n', len - at);
        line = eol ? (size_t)(eol - s) - at : len - at;
        if (smtp_code_in(fold_text(a, s + at, line)))
            return at;
    }
    return len;
}

/* Does the reporter say, apart from the answers that it retells, that there is no such address? */
static bool says_so_itself(struct arena *a, const char *text)
{
    const char *limit = text + strnlen(text, DIAGNOSTIC_LOOKED_AT);
    for (const char *s = text, *end; s < limit; s = end + 1) {
        const char *blank = memmem(s, (size_t)(limit - s), "\n\n", 2);
        end = blank ? blank : limit;
        size_t own = above_the_answer(a, s, (size_t)(end - s));
        const struct meaning *m = bounce_meaning(fold_text(a, s, own));
        if (m && m->kind == MEANS_NO_USER)
            return true;
    }
    return false;
}

/* "bad-mailbox", "unknown_user" */
static bool category_of_the_dead(struct arena *a, const char *category)
{
    char *words = fold_text(a, category, strnlen(category, 200));
    for (char *p = words; *p; p++)
        if (*p == '-' || *p == '_')
            *p = ' ';
    const struct meaning *m = bounce_meaning(words);
    return m && m->dead;
}

const struct bounce_around *bounce_around(struct arena *a, const char *text)
{
    struct bounce_around *around = arena_new_of(a, struct bounce_around);
    around->folded = fold_text(a, text, strnlen(text, DIAGNOSTIC_LOOKED_AT));
    around->step = step_of(around->folded);
    around->no_such_user = says_so_itself(a, text);
    return around;
}

const struct bounce_around *bounce_around_near(struct arena *a, const struct bounce_around *text,
                                               const char *own)
{
    enum step step = step_of(fold_text(a, own, strlen(own)));
    struct bounce_around *near = arena_new_of(a, struct bounce_around);
    *near = *text;
    near->step = step ? step : text->step;
    return near;
}

/* At a server's answer; what the reporter found out by itself, it found at no step. */
static enum step step_told(const char *folded, const struct bounce_around *around, int code)
{
    enum step own = step_of(folded);
    return own || !code ? own : around->step;
}

void bounce_judge(struct arena *a, const struct delivery *d, struct mail_recipient *r)
{
    static const struct bounce_around nothing = {.folded = ""};
    const struct bounce_around *around = d->around ? d->around : &nothing;
    const char *words = d->diagnostic ? d->diagnostic : "";
    struct finding f = {.folded = fold_text(a, words, strnlen(words, DIAGNOSTIC_LOOKED_AT)),
                        .wider = around->folded};
    int code = smtp_code_in(f.folded);
    f.meaning = bounce_meaning(f.folded);
    f.step = step_told(f.folded, around, code);
    f.status = r->status = best_status(a, d->status ? d->status : "", f.folded);
    f.retold = code != 0;
    f.seconded = around->no_such_user || (d->category && category_of_the_dead(a, d->category));
    r->permanent = is_permanent(d, r->status, code);
    r->hard = r->permanent && is_dead(&f);
    if (!*r->status && f.meaning && r->permanent)
        r->status = f.meaning->dead && !r->hard ? "" : f.meaning->status;
    r->reason = in_words(a, f.meaning, words);
    r->meaning = f.meaning ? f.meaning->reason : "";
    r->ours = !is_delay(d) && !r->hard && f.meaning && f.meaning->kind == MEANS_REFUSED;
}

bool bounce_tells(struct arena *a, const char *words)
{
    const char *folded = fold_text(a, words, strnlen(words, DIAGNOSTIC_LOOKED_AT));
    return bounce_status_in(a, folded) || smtp_code_in(folded) || bounce_meaning(folded);
}

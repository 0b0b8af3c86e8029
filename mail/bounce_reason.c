/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_reason.h"

#include "mail/bounce_families.h"
#include "mail/fold.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DIAGNOSTIC_LOOKED_AT 4000

/* Phrases of one meaning; the first group that speaks decides. */
struct meaning {
    const char *reason;
    const char *status; /* what RFC 3463 calls it */
    bool dead;
    const char *const *phrases;
};

/* clang-format off */
static const char *const full_box[] = {
    "mailbox full", "mailbox is full", "mail box full", "mailbox size limit", "over quota",
    "overquota", "quota exceeded", "exceeded quota", "exceed quota", "quota exceed",
    "exceeded its quota", "exceeds the quota", "insufficient system storage",
    "insufficient storage", "out of storage", "storage limit", "exceeded storage",
    "mailbox exceeds", "mailbox has exceeded", "disk quota", "user is over", "account is full",
    "box full", "maildir over quota", "not enough storage", "not enough disk", "quota is full",
    "too much mail data", "inbox is full", "size for this user", "receiving limit",
    "storage space", "full mailbox", "boxfull", "mailfolder is full", "quota violation",
    "delivery failed: over quota", NULL};
static const char *const refused_anyway[] = {
    "domain of sender", "sender address", "sender domain", "sender verify", "sender rejected",
    "sender denied", "after mail from", "recipient preferences", "may not have permission",
    "550 : user unknown", "client host rejected", "access denied", "relaying denied",
    "unable to relay", "groups.google.com", "google groups", "dmarc", "spf", "dkim",
    "unauthenticated", "not authenticated", "authentication required", NULL};
static const char *const suspended[] = {
    "suspended", "account disabled", "account is disabled", "account has been disabled",
    "user disabled", "disabled recipient", "is disabled", "mailbox disabled", "disabled mailbox",
    "mailbox unavailable or access denied", "inactive", "is not active", "not active",
    "deactivated", "account closed", "is locked", "locked", "currently suspended",
    "temporarily disabled", "disabled or discontinued", "dormant", "mailbox is frozen", "frozen",
    "account expired", "inactivity", NULL};
static const char *const spam[] = {
    "spam", "junk mail", "unsolicited", "blacklist", "blacklisted", "black list", "blocklist",
    "block list", "blocked", "rbl", "dnsbl", "spamhaus", "barracuda", "reputation",
    "poor reputation", "virus", "malware", "infected", "content rejected", "content filter",
    "message content", "looks like spam", "high probability of spam", "banned",
    "message filtered", "bulk mail", "abuse", "listed at", "listed in", "phishing", "ubl", NULL};
static const char *const policy[] = {
    "spf", "dkim", "dmarc", "authentication required", "unauthenticated", "sender policy",
    "policy", "relay", "relaying", "not permitted", "permission", "not authorized",
    "unauthorized", "not allowed", "access denied", "access is denied", "reverse dns", "ptr",
    "reverse lookup", "rejected by", "rejected due", "rejected for", "greylist", "greylisted",
    "rate limit", "too many", "sender address rejected", "sender rejected", "sender denied",
    "sender verify failed", "sender verification", "sender domain", "domain of sender",
    "blacklisted sender", "invalid sender", "sender is invalid", "administrative prohibition",
    "administratively", "prohibited", "tls", "certificate", "helo", "ehlo", "from address",
    "mail from", "restricted", "recipnotfound restricted", "must be", "too large", "too big",
    "size exceeds", "exceeds size", "message size", "maximum size", "message too",
    "exceeds fixed", "line too long", "rfc 5322", "rfc 2822", "rfc5322", "not rfc", "malformed",
    "bare lf", "header", "exceeded the", "rejected the message", "transaction failed",
    "closed to mail from", NULL};
static const char *const unknown_user[] = {
    "user unknown", "unknown user", "unknown recipient", "invalid final delivery userid",
    "recipient unknown", "no such user", "no such recipient", "no such address",
    "no such mailbox", "no such account", "no such person", "no such local user", "no such email",
    "no such id", "no mailbox", "mailbox not found", "mailbox unknown", "unknown mailbox",
    "mailbox does not exist", "mailbox doesn't exist", "mailbox unavailable or",
    "invalid mailbox", "invalid recipient", "invalid user", "invalid address", "invalid email",
    "bad address", "bad destination mailbox", "bad recipient", "user not found",
    "user doesn't exist", "user does not exist", "user not known", "not a known user",
    "not a valid user", "not a valid mailbox", "not a valid recipient", "not our customer",
    "doesn't have a yahoo", "does not exist", "doesn't exist", "didn't exist", "not exist",
    "isn't a valid", "is not a valid", "not known at", "address unknown", "unknown address",
    "unknown or invalid", "unknown local", "unknown account", "unknown email",
    "address not found", "recipient not found", "recipientnotfound", "not found in directory",
    "not listed in", "isn't in a directory", "no longer available", "no longer valid",
    "no longer in use", "no longer on server", "account not found", "account has been deleted",
    "has been deleted", "no account", "does not have an account", "unable to find",
    "could not be found", "couldn't be found", "wasn't found", "was not found", "not found at",
    "undeliverable address", "undeliverable mail address", "unrouteable address",
    "見つかりません", "unroutable address", "no recipients", "recipient address rejected: user",
    "recipient address rejected: unknown", "recipient address rejected: undeliverable",
    "recipient address rejected: invalid", "addressee unknown", "user is unknown",
    "this user doesn't", "this user does not", "never logged", "adresse inconnue",
    "utilisateur inconnu", "existiert nicht", "unbekannt", "usuario desconocido", "no existe",
    "destinatario desconocido", "nie ma takiego", "такого пользователя нет", "нет такого",
    "não existe", "宛先不明", "存在しない", "见つかりません", "地址不存在", "用户不存在",
    "badrecipient", "unknownuser", "is unknown", "is not known", "couldn't find",
    "nobody by that name", "no one by that name", "who does not exist",
    "action not taken: mailbox unavailable", "list of allowed recipients",
    "recipient cannot be verified", "unknown in virtual", "not have an email account",
    "no valid recipients for this", "no longer accepts mail", "5.1.1", "5.1.10", NULL};
/* clang-format on */
/* How one large provider says it. */
static const char *const unknown_after_all[] = {"recipient address rejected: access denied", NULL};
/* Means that only where nothing follows. */
static const char *const rejected_recipient[] = {"recipient address rejected", "recipient rejected",
                                                 "no valid recipients", NULL};
/* clang-format off */
static const char *const unknown_host[] = {
    "host unknown", "domain is not reachable", "domain is unreachable", "unknown host",
    "host not found", "domain not found", "unknown domain", "no such domain",
    "domain does not exist", "domain doesn't exist", "name service error",
    "domain name not found", "nxdomain", "non-existent domain", "invalid domain",
    "name or service not known", "unrouteable mail domain", "unroutable mail domain", "no mx",
    "null mx", "does not accept mail", "doesn't accept mail", "does not receive mail",
    "dns error", "bad destination system", "no valid hosts", "no route to", "illegal host",
    "all relevant mx records point to non-existent", "host lookup did not complete",
    "couldn't find any host", NULL};
/* clang-format on */
static const char *const moved[] = {"has moved",         "user has moved",
                                    "has been replaced", "changed address",
                                    "new address is",    "no longer at this address",
                                    "moved to",          NULL};
/* clang-format off */
static const char *const in_trouble[] = {
    "timed out", "timeout", "connection refused", "connection reset", "no route to host",
    "network is unreachable", "network unreachable", "could not connect", "couldn't connect",
    "unable to connect", "try again", "temporarily", "temporary failure", "too long in queue",
    "retry time", "queue too long", "queue lifetime", "expired", "loop", "too many hops",
    "hop count", "not responding", "no answer", "server busy", "service unavailable",
    "system error", "internal error", "command output", "can't create", "i/o error", NULL};
static const char *const not_connected[] = {"could not initiate smtp conversation", NULL};
/* clang-format on */

static const struct meaning meanings[] = {
    {"the mailbox is full", "5.2.2", false, full_box},
    {"no such user", "5.1.1", true, unknown_after_all},
    {"refused by a rule", "5.7.1", false, refused_anyway},
    {"moved away", "5.1.6", true, moved},
    {"the account is closed for now", "5.2.1", false, suspended},
    {"no such user", "5.1.1", true, unknown_user},
    {"no such domain", "5.1.2", true, unknown_host},
    {"taken for spam", "5.7.1", false, spam},
    {"refused by a rule", "5.7.1", false, policy},
    {"the server was not reached", "5.3.2", false, not_connected},
    {"the server was in trouble", "", false, in_trouble},
};

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

/* The reply code of SMTP in the text: 550; 0 where there is none. */
static int smtp_code_in(const char *s)
{
    for (const char *p = s; *p; p++) {
        bool inside = p > s && (isalnum((unsigned char)p[-1]) || strchr("./:-_", p[-1]));
        if ((*p == '4' || *p == '5') && !inside && strspn(p, "0123456789") == 3 && p[1] <= '5' &&
            (p[3] == ' ' || p[3] == '-' || strchr(";:,", p[3])))
            return atoi(p);
    }
    return 0;
}

static bool ends_rejected(const char *folded)
{
    size_t n = strlen(folded);
    while (n && strchr(". )", folded[n - 1]))
        n--;
    for (const char *const *p = rejected_recipient; *p; p++) {
        size_t len = strlen(*p);
        if (n >= len && strncmp(folded + n - len, *p, len) == 0)
            return true;
    }
    return false;
}

static const struct meaning *meaning_named(const char *const *phrases)
{
    const struct meaning *m = meanings;
    while (m->phrases != phrases)
        m++;
    return m;
}

/* What no phrase says word for word. */
static const struct meaning *meaning_by_family(const char *folded)
{
    switch (bounce_family(folded)) {
    case FAMILY_FULL:
        return meaning_named(full_box);
    case FAMILY_CLOSED:
        return meaning_named(suspended);
    case FAMILY_UNKNOWN:
        return meaning_named(unknown_user);
    case FAMILY_NONE:
        break;
    }
    return NULL;
}

static const struct meaning *meaning_of(const char *folded)
{
    static const struct meaning rejected = {"no such user", "5.1.1", true, rejected_recipient};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (fold_any(folded, meanings[i].phrases))
            return &meanings[i];
    return ends_rejected(folded) ? &rejected : meaning_by_family(folded);
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

static bool is_permanent(const struct delivery *d, const char *status, int code)
{
    if (d->action && strcasecmp(d->action, "delayed") == 0)
        return false;
    if (*status == '4' || *status == '5')
        return *status == '5';
    if (code)
        return code >= 500;
    return true;
}

/* The status that stands right after the reply code of the server that refused it, "550 5.7.1";
 * of several the last, since relays quote those who refused before them. */
static const char *quoted_status(struct arena *a, const char *folded)
{
    const char *last = NULL;
    for (const char *p = folded; *p; p++) {
        if ((*p != '4' && *p != '5') || strspn(p, "0123456789") != 3 ||
            (p > folded && isalnum((unsigned char)p[-1])))
            continue;
        const char *s = p + 3 + strspn(p + 3, " -#('\"");
        size_t n = s > p + 3 ? status_at(s) : 0;
        if (n && *s == *p)
            last = arena_strndup(a, s, n);
    }
    return last;
}

static const char *best_status(struct arena *a, const char *given, const char *folded)
{
    const char *quoted = quoted_status(a, folded), *found = bounce_status_in(a, folded);
    if (quoted && !generic(quoted) && (!*given || *quoted == *given))
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
        "(state 14)", "no valid recipients",     NULL};
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

/* The code names something else than the address: a full box, a message too large, its form, or a
 * policy other than the 5.7.1 that servers say of everything. */
static bool alive_by_status(const char *s)
{
    return !strcmp(s, "5.2.2") || !strcmp(s, "5.2.3") || !strcmp(s, "5.3.4") ||
           !strncmp(s, "5.6.", 4) ||
           (!strncmp(s, "5.7.", 4) && strcmp(s, "5.7.0") != 0 && strcmp(s, "5.7.1") != 0);
}

/* What bounce_judge found out, for is_dead. */
struct finding {
    const struct meaning *meaning; /* NULL: the words say nothing */
    const char *folded, *wider;    /* the server's words, and the text around them */
    const char *status;
    enum step step;
    bool hearsay; /* a refusal retold in words, with a reply code but no status */
};

/* "No such user" after the whole mail was taken is what filters say too; so it is nothing to rely
 * on where somebody retells it and leaves out at which step it was said. */
static bool is_dead(const struct finding *f)
{
    const struct meaning *m = f->meaning;
    if (!m)
        return dead_by_status(f->status);
    if (m->phrases == unknown_user && alive_by_status(f->status))
        return false;
    if (m->phrases == unknown_user && (f->step == STEP_DATA || (f->hearsay && !f->step)))
        return dead_by_status(f->status);
    if (m->phrases == unknown_user && fold_has(f->wider, "account is disabled"))
        return dead_by_status(f->status);
    if (m->phrases == unknown_host && fold_has(f->folded, "not found, try again"))
        return false;
    if (m->phrases == suspended && strcmp(f->status, "5.1.1") == 0)
        return true;
    return m->dead;
}

/* Whoever else had written would have been taken. */
static bool blames_us(const struct meaning *m)
{
    return m->phrases == spam || m->phrases == policy || m->phrases == refused_anyway;
}

/* What it means, and what the server said. */
static const char *in_words(struct arena *a, const struct meaning *m, const char *said)
{
    if (!*said)
        return m ? m->reason : "";
    return m ? arena_printf(a, "%s: %.500s", m->reason, said)
             : arena_strndup(a, said, strnlen(said, 500));
}

void bounce_judge(struct arena *a, const struct delivery *d, struct mail_recipient *r)
{
    const char *words = d->diagnostic ? d->diagnostic : "", *around = d->around ? d->around : "";
    struct finding f = {.folded = fold_text(a, words, strnlen(words, DIAGNOSTIC_LOOKED_AT)),
                        .wider = fold_text(a, around, strnlen(around, DIAGNOSTIC_LOOKED_AT))};
    int code = smtp_code_in(f.folded);
    f.meaning = meaning_of(f.folded);
    f.step = step_of(f.folded) ? step_of(f.folded) : step_of(f.wider);
    f.status = r->status = best_status(a, d->status ? d->status : "", f.folded);
    f.hearsay = d->in_words && code && !*r->status;
    r->permanent = is_permanent(d, r->status, code);
    r->hard = r->permanent && is_dead(&f);
    if (!*r->status && f.meaning && r->permanent)
        r->status = f.meaning->dead && !r->hard ? "" : f.meaning->status;
    r->reason = in_words(a, f.meaning, words);
    r->meaning = f.meaning ? f.meaning->reason : "";
    r->ours = r->permanent && !r->hard && f.meaning && blames_us(f.meaning);
}

bool bounce_tells(struct arena *a, const char *words)
{
    const char *folded = fold_text(a, words, strnlen(words, DIAGNOSTIC_LOOKED_AT));
    return bounce_status_in(a, folded) || smtp_code_in(folded) || meaning_of(folded);
}

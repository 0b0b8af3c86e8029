/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_meaning.h"

#include "mail/bounce_families.h"
#include "words/fold.h"
#include <string.h>

#define ACCOUNT_NEAR 60 /* bytes between the two words: a domain, "valid email" */

/* clang-format off */
static const char *const full_box[] = {
    "mailbox full", "mailbox is full", "mail box full", "mailbox size limit", "over quota",
    "overquota", "quota exceeded", "exceeded quota", "exceed quota", "quota exceed",
    "exceeded its quota", "exceeds the quota", "insufficient system storage",
    "insufficient storage", "out of storage", "storage limit", "exceeded storage",
    "mailbox exceeds", "mailbox has exceeded", "disk quota", "user is over", "account is full",
    "box full", "maildir over quota", "not enough storage", "not enough disk", "quota is full",
    "too much mail data", "inbox is full", "size for this user", "receiving limit", "storage space",
    "full mailbox", "boxfull", "mailfolder is full", "quota violation",
    "delivery failed: over quota", "reached its maximum size", "at capacity", "out of disk space",
    "limit of storage", "превышена квота", "квота превышена", NULL};
static const char *const refused_anyway[] = {
    "domain of sender", "sender address", "sender domain", "sender verify", "sender rejected",
    "sender denied", "sender unknown", "unknown sender", "after mail from", "recipient preferences",
    "may not have permission", "550 : user unknown", "client host rejected", "accept mail from",
    "accepts mail from", "accept email from", "accept messages from", "accepting mail from",
    "accepting messages from", "accepting email from", "accepts messages from", "unknown senders",
    "sender's domain", "access denied", "relaying denied", "unable to relay", "groups.google.com",
    "google groups", "dmarc", "spf", "dkim", "unauthenticated", "not authenticated",
    "authentication required", NULL};
static const char *const suspended[] = {
    "suspended", "account disabled", "account is disabled", "account has been disabled",
    "user disabled", "disabled recipient", "is disabled", "mailbox disabled", "disabled mailbox",
    "mailbox unavailable or access denied", "inactive", "is not active", "not active",
    "deactivated", "account closed", "is locked", "locked", "currently suspended",
    "temporarily disabled", "disabled or discontinued", "dormant", "mailbox is frozen", "frozen",
    "account expired", "inactivity", "on hold", NULL};
static const char *const spam[] = {
    "spam", "junk mail", "unsolicited", "blacklist", "blacklisted", "black list", "blocklist",
    "block list", "blocked", "rbl", "dnsbl", "spamhaus", "barracuda", "reputation",
    "poor reputation", "virus", "malware", "infected", "content rejected", "content filter",
    "message content", "looks like spam", "high probability of spam", "banned", "message filtered",
    "bulk mail", "abuse", "listed at", "listed in", "phishing", "ubl", NULL};
static const char *const policy[] = {
    "spf", "dkim", "dmarc", "authentication required", "unauthenticated", "sender policy", "policy",
    "relay", "relaying", "not permitted", "permission", "not authorized", "unauthorized",
    "not allowed", "access denied", "access is denied", "reverse dns", "ptr", "reverse lookup",
    "rejected by", "rejected due", "rejected for", "greylist", "greylisted", "rate limit",
    "too many", "sender address rejected", "sender rejected", "sender denied",
    "sender verify failed", "sender verification", "sender domain", "domain of sender",
    "blacklisted sender", "invalid sender", "sender is invalid", "administrative prohibition",
    "administratively", "prohibited", "tls", "certificate", "helo", "ehlo", "from address",
    "mail from", "restricted", "recipnotfound restricted", "must be", "too large", "too big",
    "size exceeds", "exceeds size", "message size", "maximum size", "message too", "exceeds fixed",
    "line too long", "rfc 5322", "rfc 2822", "rfc5322", "not rfc", "malformed", "bare lf", "header",
    "exceeded the", "rejected the message", "transaction failed", "closed to mail from", NULL};
static const char *const unknown_user[] = {
    "user unknown", "unknown user", "unknown recipient", "invalid final delivery userid",
    "recipient unknown", "no such user", "no such recipient", "no such address", "no such mailbox",
    "no such account", "no such person", "no such local user", "no such email", "no such id",
    "no mailbox", "mailbox not found", "mailbox unknown", "unknown mailbox",
    "mailbox does not exist", "mailbox doesn't exist", "mailbox unavailable or", "invalid mailbox",
    "invalid recipient", "invalid user", "invalid address", "invalid email", "bad address",
    "bad destination mailbox", "bad recipient", "user not found", "user doesn't exist",
    "user does not exist", "user not known", "not a known user", "not a valid user",
    "not a valid mailbox", "not a valid recipient", "not our customer", "does not exist",
    "doesn't exist", "didn't exist", "not exist", "isn't a valid", "is not a valid", "not known at",
    "address unknown", "unknown address", "bad mailbox", "unknown or invalid", "unknown local",
    "unknown account", "unknown email", "address not found", "recipient not found",
    "recipientnotfound", "not found in directory", "not listed in", "isn't in a directory",
    "no longer available", "no longer valid", "no longer in use", "no longer on server",
    "account not found", "account has been deleted", "has been deleted", "no account",
    "unable to find", "could not be found", "couldn't be found", "wasn't found", "was not found",
    "not found at", "undeliverable address", "undeliverable mail address", "unrouteable address",
    "見つかりません", "unroutable address", "no recipients", "recipient address rejected: user",
    "recipient address rejected: unknown", "recipient address rejected: undeliverable",
    "recipient address rejected: invalid", "addressee unknown", "user is unknown", "never logged",
    "adresse inconnue", "utilisateur inconnu", "existiert nicht", "unbekannt",
    "usuario desconocido", "no existe", "destinatario desconocido", "nie ma takiego",
    "brak takiego", "такого пользователя нет", "нет такого", "não existe", "宛先不明", "存在しない",
    "见つかりません", "地址不存在", "用户不存在", "badrecipient", "unknownuser", "is unknown", "is not known",
    "couldn't find", "nobody by that name", "no one by that name", "who does not exist",
    "action not taken: mailbox unavailable", "list of allowed recipients", "in my validrcptto list",
    "recipient cannot be verified", "unknown in virtual", "not have an email account",
    "by that name", "have no user", "no one at this address", "no valid recipients for this",
    "5.1.1", "5.1.10", NULL};
/* clang-format on */
/* How one large provider says it. */
static const char *const unknown_after_all[] = {"recipient address rejected: access denied", NULL};
/* Filters speak of users; that one has no account only who keeps the accounts knows. */
static const char *const without[] = {"doesn't have a",
                                      "doesn't have an",
                                      "does not have a",
                                      "does not have an",
                                      "do not have a",
                                      "don't have a",
                                      NULL};
/* Means that only where nothing follows. */
static const char *const rejected_recipient[] = {"recipient address rejected", "recipient rejected",
                                                 "no valid recipients", NULL};
/* clang-format off */
static const char *const unknown_host[] = {
    "host unknown", "domain is not reachable", "domain is unreachable", "unknown host",
    "host not found", "domain not found", "unknown domain", "no such domain",
    "domain does not exist", "domain doesn't exist", "name service error", "domain name not found",
    "nxdomain", "no such host", "non-existent domain", "invalid domain",
    "name or service not known", "nodename nor servname provided", "no address associated with",
    "indicated no smtp service", "unrouteable mail domain", "unroutable mail domain", "no mx",
    "null mx", "does not accept mail", "doesn't accept mail", "does not receive mail", "dns error",
    "bad domain", "bad destination system", "no valid hosts", "illegal host",
    "all relevant mx records point to non-existent", "host lookup did not complete",
    "couldn't find any host", "host address lookups failed permanently", "no dns entries",
    "no mail servers appear", NULL};
/* clang-format on */
static const char *const moved[] = {
    "has moved",       "user has moved",    "has been replaced",
    "changed address", "new address is",    "no longer at this address",
    "moved to",        "has a new address", NULL};
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
    {MEANS_FULL, "the mailbox is full", "5.2.2", false, full_box},
    {MEANS_REJECTED, "no such user", "5.1.1", true, unknown_after_all},
    {MEANS_REFUSED, "refused by a rule", "5.7.1", false, refused_anyway},
    {MEANS_MOVED, "moved away", "5.1.6", true, moved},
    {MEANS_CLOSED, "the account is closed for now", "5.2.1", false, suspended},
    {MEANS_REJECTED, "no such user", "5.1.1", true, without},
    {MEANS_NO_USER, "no such user", "5.1.1", true, unknown_user},
    {MEANS_NO_DOMAIN, "no such domain", "5.1.2", true, unknown_host},
    {MEANS_REFUSED, "taken for spam", "5.7.1", false, spam},
    {MEANS_REFUSED, "refused by a rule", "5.7.1", false, policy},
    {MEANS_TROUBLE, "the server was not reached", "5.3.2", false, not_connected},
    {MEANS_TROUBLE, "the server was in trouble", "", false, in_trouble},
};

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

/* "doesn't have an example.net account" */
static bool of_an_account(const char *verb)
{
    static const char *const things[] = {" account", " mailbox", NULL};
    size_t len = strnlen(verb, ACCOUNT_NEAR);
    for (const char *const *t = things; *t; t++)
        if (memmem(verb, len, *t, strlen(*t)))
            return true;
    return false;
}

static const struct meaning *meaning_named(enum meaning_kind kind)
{
    const struct meaning *m = meanings;
    while (m->kind != kind)
        m++;
    return m;
}

/* What no phrase says word for word. */
static const struct meaning *meaning_by_family(const char *folded)
{
    switch (bounce_family(folded)) {
    case FAMILY_FULL:
        return meaning_named(MEANS_FULL);
    case FAMILY_CLOSED:
        return meaning_named(MEANS_CLOSED);
    case FAMILY_UNKNOWN:
        return meaning_named(MEANS_NO_USER);
    case FAMILY_NO_DOMAIN:
        return meaning_named(MEANS_NO_DOMAIN);
    case FAMILY_NONE:
        break;
    }
    return NULL;
}

/* "Access denied (account is locked)" */
static bool says_closed(const char *folded)
{
    enum bounce_family family = bounce_family(folded);
    return family == FAMILY_CLOSED || family == FAMILY_FULL;
}

/* What the phrase means where it stands: of the sender, or beside what says more. */
static const struct meaning *meaning_here(const char *folded, const struct meaning *m,
                                          const char *phrase)
{
    if ((m->kind == MEANS_NO_USER || m->kind == MEANS_NO_DOMAIN) &&
        bounce_family_of_sender(folded, fold_find(folded, phrase)))
        return meaning_named(MEANS_REFUSED);
    if (m->phrases == without && (!of_an_account(fold_find(folded, phrase)) ||
                                  bounce_family_of_sender(folded, fold_find(folded, phrase))))
        return NULL;
    if (m->phrases == unknown_after_all && says_closed(folded))
        return NULL;
    if (m->kind == MEANS_TROUBLE && bounce_family(folded) == FAMILY_UNKNOWN)
        return meaning_named(MEANS_NO_USER);
    return m;
}

const struct meaning *bounce_meaning(const char *folded)
{
    static const struct meaning rejected = {MEANS_REJECTED, "no such user", "5.1.1", true,
                                            rejected_recipient};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        const char *phrase = fold_any(folded, meanings[i].phrases);
        const struct meaning *here = phrase ? meaning_here(folded, &meanings[i], phrase) : NULL;
        if (here)
            return here;
    }
    return ends_rejected(folded) ? &rejected : meaning_by_family(folded);
}

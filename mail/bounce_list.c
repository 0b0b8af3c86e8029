/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_list.h"

#include "mail/bounce_text.h"
#include "mail/mailboxes.h"
#include "words/fold.h"
#include <string.h>
#include <strings.h>

#define TEXT_READ 800 /* a refusal begins with it; further down it may be quoted */

/* Headers that the programs put into what they write themselves, and into what they pass on. */
static const char *const program_headers[] = {"X-MLServer",
                                              "X-List-Administrivia",
                                              "X-BeenThere",
                                              "X-Mailman-Version",
                                              "X-Listserver",
                                              "X-ML-Name",
                                              "X-Listar",
                                              "X-Ecartis-Version",
                                              "X-Sympa-Topic",
                                              "X-Mlmmj",
                                              NULL};
/* Who writes: the program itself, or the list in one of its roles; a member's letter comes from the
 * member. */
static const char *const program_names[] = {
    "listserv@", "sympa@", "majordomo@", "majordomo-owner@", "mailman@",
    "ecartis@",  "mlmmj@", "listproc@",  "listmaster@",      NULL};
static const char *const role_ends[] = {"-bounces", "-owner",  "-admin",
                                        "-request", "-errors", NULL};
static const char *const role_starts[] = {"owner-", NULL};

/* clang-format off */
static const char *const refusals[] = {
    "not a member of this", "not member", "not allowed to post", "not allowed to send",
    "not permitted to post", "not permitted to send", "not authorized to post",
    "not authorized to send", "not authorised to post", "not authorised to send",
    "automatically rejected", "was rejected", "has been rejected", "been denied",
    "rejected posting", "posting rejected", "loop alert", "post denied", "a été rejeté",
    "wurde abgelehnt", "ha sido rechazado", "è stato rifiutato", "foi rejeitada", "geweigerd",
    "odrzucona", "отклонено", "отклонён", NULL};
/* Who isn't a member; that refuses a letter only where a letter is spoken of. */
static const char *const strangers[] = {
    "not a member", "not a subscriber", "not subscribed", "only subscribers", "only members",
    "restricted to", "non-member", "kein mitglied", "nicht berechtigt", "pas autorisé",
    "pas membre", "pas abonné", "no es miembro", "non sei iscritto", "não é membro", NULL};
static const char *const letters[] = {
    "your message", "the message", "your mail", "your post", "your posting", "post to", "nachricht",
    "message", "mensaje", "messaggio", "mensagem", NULL};
/* The letter waits, or none is spoken of: what else these programs answer. */
static const char *const others[] = {
    "awaits", "awaiting", "being held", "been held", "is held", "held for", "held until",
    "forwarded to the", "sent to the moderator", "pending", "being moderated", "approve it",
    "moderator has to", "moderator approval", "for approval", "wartet auf", "en attente",
    "in attesa", "a la espera", "ожидает", "welcome", "willkommen", "bienvenue", "bienvenido",
    "digest", "have been removed", "been unsubscribed", "subscribed to the", NULL};
/* clang-format on */

static bool has_program_header(const struct mime *m)
{
    for (const char *const *h = program_headers; *h; h++)
        if (mime_header(m, *h))
            return true;
    return false;
}

/* The list in "devs-bounces@example.net" and "owner-devs@example.net"; NULL: no role. */
static const char *list_of_role(struct arena *a, const char *address)
{
    size_t local = strcspn(address, "@");
    for (const char *const *r = role_starts; *r; r++)
        if (strncasecmp(address, *r, strlen(*r)) == 0)
            return address + strlen(*r);
    for (const char *const *r = role_ends; *r; r++) {
        size_t n = strlen(*r);
        if (local > n && strncasecmp(address + local - n, *r, n) == 0)
            return arena_printf(a, "%.*s%s", (int)(local - n), address, address + local);
    }
    return NULL;
}

static bool is_program(const char *address)
{
    for (const char *const *p = program_names; *p; p++)
        if (strncasecmp(address, *p, strlen(*p)) == 0)
            return true;
    return false;
}

static const char *sender_of(struct arena *a, const struct mime *m)
{
    struct mailboxes list = {.max = 2};
    const char *from = mime_header(m, "From");
    if (from)
        mailboxes_add(a, &list, from);
    return list.count == 1 ? list.items[0].email : "";
}

static bool excluded(const char *address, const char *from, const char *const *ours)
{
    for (; *ours; ours++)
        if (strcasecmp(*ours, address) == 0)
            return true;
    return strcasecmp(address, from) == 0 || is_program(address);
}

/* The first address in the words that is neither ours nor a role of the list. */
static const char *list_in(struct arena *a, const char *words, const char *from,
                           const char *const *ours)
{
    size_t at = 0, start = 0, len = strnlen(words, TEXT_READ);
    const char *address;
    while ((address = bounce_text_address(a, words, len, &at, &start)))
        if (!excluded(address, from, ours) && !list_of_role(a, address))
            return address;
    return NULL;
}

static const char *list_named(struct arena *a, const struct mime *m, const char *from,
                              const char *text, const char *const *ours)
{
    static const char *const headers[] = {"X-BeenThere", "List-Post", "Subject", NULL};
    for (const char *const *h = headers; *h; h++) {
        const char *value = mime_header(m, *h);
        const char *address = value ? list_in(a, value, from, ours) : NULL;
        if (address)
            return address;
    }
    const char *address = list_in(a, text, from, ours);
    address = address ? address : list_of_role(a, from);
    return address ? address : "";
}

const char *bounce_list_refused(struct arena *a, const struct mime *m, const char *text,
                                const char *const *ours)
{
    const char *from = sender_of(a, m), *subject = mime_header(m, "Subject");
    if (!is_program(from) && !(has_program_header(m) && list_of_role(a, from)))
        return NULL;
    const char *words = arena_printf(a, "%.300s\n%.*s", subject ? subject : "", TEXT_READ, text);
    const char *folded = fold_text(a, words, strlen(words));
    bool refuses =
        fold_any(folded, refusals) || (fold_any(folded, strangers) && fold_any(folded, letters));
    if (!refuses || fold_any(folded, others))
        return NULL;
    return list_named(a, m, from, text, ours);
}

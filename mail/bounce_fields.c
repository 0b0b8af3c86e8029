/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_parts.h"
#include "mail/mailboxes.h"
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define RECIPIENTS_MAX 200
#define GROUPS_MAX     1000 /* read of a delivery-status, which may name one address for ever */

const char *bounce_field(const struct mime_header *h, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(h[i].name, name) == 0)
            return h[i].raw;
    return NULL;
}

/* \x{EB} in an address of type utf-8 is that character (RFC 6533, 3). */
static const char *without_escapes(struct arena *a, const char *s, size_t n)
{
    char *out = arena_alloc(a, n + 1), *to = out; /* an escape is longer than its character */
    for (const char *end = s + n; s < end; s++) {
        char *after = NULL;
        unsigned long c = strncmp(s, "\\x{", 3) == 0 ? strtoul(s + 3, &after, 16) : 0;
        if (c >= 0x20 && c <= 0x10FFFF && after < end && *after == '}') {
            to += g_unichar_to_utf8((gunichar)c, to);
            s = after;
        } else {
            *to++ = *s;
        }
    }
    return out;
}

/* "rfc822; name@example.org": the address, "" where none. */
const char *bounce_address(struct arena *a, const char *value)
{
    if (!value)
        return "";
    const char *semicolon = strchr(value, ';');
    const char *s = semicolon ? semicolon + 1 : value;
    s += strspn(s, " \t<");
    size_t n = strcspn(s, ">;, \t");
    if (!memchr(s, '@', n))
        return "";
    return strncasecmp(value + strspn(value, " \t"), "utf-8", 5) == 0 ? without_escapes(a, s, n)
                                                                      : arena_strndup(a, s, n);
}

static const char *recipient_of(struct arena *a, const struct mime_header *h, size_t n)
{
    static const char *const names[] = {"Final-Recipient",    "Original-Recipient",
                                        "X-Actual-Recipient", "X-Original-Recipient",
                                        "Final-Log-Id",       NULL};
    const char *inside = ""; /* of a channel inside the server: "ana@ims-daemon" */
    for (const char *const *name = names; *name; name++) {
        const char *address = bounce_address(a, bounce_field(h, n, *name));
        if (*address && strchr(strchr(address, '@'), '.'))
            return address;
        inside = *inside ? inside : address;
    }
    return inside;
}

/* "rfc822; ana" of a system that leaves out its domain: whom of that name our message was for, or
 * whom it was for at all where that is one. */
static const char *recipient_without_domain(struct report *r, const char *value)
{
    struct mailboxes list = {.max = 40};
    const char *to = value ? bounce_returned_to(r) : NULL;
    if (to)
        mailboxes_add(r->a, &list, to);
    const char *name = to && strchr(value, ';') ? strchr(value, ';') + 1 : "";
    name += strspn(name, " \t<");
    size_t n = strcspn(name, " \t>");
    for (size_t i = 0; i < list.count; i++)
        if (strncasecmp(list.items[i].email, name, n) == 0 && list.items[i].email[n] == '@')
            return list.items[i].email;
    return list.count == 1 ? list.items[0].email : "";
}

/* "5.1.1 (bad address)": "5.1.1". */
static const char *status_of(struct arena *a, const char *value)
{
    if (!value)
        return "";
    value += strspn(value, " \t");
    size_t n = strspn(value, "0123456789.");
    return n >= 5 ? arena_strndup(a, value, n) : "";
}

static bool is_action(const char *action, const char *what)
{
    return strncasecmp(action, what, strlen(what)) == 0;
}

struct mail_recipient *bounce_recipient(struct report *r, const char *address)
{
    for (size_t i = 0; i < r->count; i++)
        if (*address && strcasecmp(r->recipients[i].recipient, address) == 0)
            return &r->recipients[i];
    if (r->count == RECIPIENTS_MAX)
        return NULL;
    struct mail_recipient *new =
        arena_grow(r->a, &r->recipients, r->count++, &r->cap, sizeof *r->recipients);
    new->recipient = address;
    return new;
}

/* "mentors+TOKEN@example.org": "mentors@example.org". */
static const char *without_token(struct arena *a, const char *address)
{
    const char *at = strchr(address, '@'), *plus = strchr(address, '+');
    return at && plus && plus < at ? arena_printf(a, "%.*s%s", (int)(plus - address), address, at)
                                   : address;
}

/* Addresses of ours and of the daemon's: no recipients. */
const char *const *bounce_own_addresses(struct report *r)
{
    static const char *const headers[] = {"To", "From", "Cc", "Reply-To", "Errors-To", NULL};
    struct mailboxes list = {.max = 40};
    for (const char *const *h = headers; *h; h++) {
        const char *value = mime_header(r->top, *h);
        if (value)
            mailboxes_add(r->a, &list, value);
    }
    const char **out = arena_array(r->a, 2 * list.count + 1, sizeof *out);
    for (size_t i = 0; i < list.count; i++) {
        out[2 * i] = list.items[i].email;
        out[2 * i + 1] = without_token(r->a, list.items[i].email);
    }
    return out;
}

/* Most messages are no bounces: searched only when asked for. */
struct bounce_text *bounce_searched(struct report *r)
{
    if (!r->words)
        r->words = bounce_text_search(r->a, r->human, bounce_own_addresses(r));
    return r->words;
}

/* Some name the kind of failure in a field of their own: X-PowerMTA-BounceCategory: bad-mailbox. */
static const char *category_of(const struct mime_header *h, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strncasecmp(h[i].name, "X-", 2) == 0 && strcasestr(h[i].name, "category"))
            return h[i].raw;
    return NULL;
}

static void add_group(struct report *r, const struct mime_header *h, size_t n)
{
    const char *action = bounce_field(h, n, "Action"), *status = bounce_field(h, n, "Status");
    const char *address = recipient_of(r->a, h, n);
    if (!action && !status && !*address)
        return; /* the fields of the message as a whole */
    if (!*address)
        address = recipient_without_domain(r, bounce_field(h, n, "Final-Recipient"));
    action = action ? action + strspn(action, " \t") : "";
    if (is_action(action, "delivered") || is_action(action, "relayed") ||
        is_action(action, "expanded")) {
        r->relayed++;
        return;
    }
    const char *diagnostic = bounce_field(h, n, "Diagnostic-Code");
    struct delivery d = {.action = action,
                         .status = status_of(r->a, status),
                         .diagnostic = diagnostic ? diagnostic : "",
                         .category = category_of(h, n),
                         .around = bounce_text_around(bounce_searched(r), address)};
    if (!diagnostic || !*diagnostic)
        d.diagnostic = bounce_text_reason(bounce_searched(r), address);
    struct mail_recipient *new = bounce_recipient(r, address);
    if (!new)
        return;
    bounce_judge(r->a, &d, new);
    *(is_action(action, "delayed") ? &r->delayed : &r->failed) += 1;
}

/* Some leave out the blank line between two recipients: a field of one that comes again. */
static size_t group_end(const struct mime_header *h, size_t n)
{
    bool final = false, original = false;
    for (size_t i = 0; i < n; i++) {
        bool is_final = strcasecmp(h[i].name, "Final-Recipient") == 0;
        bool is_original = strcasecmp(h[i].name, "Original-Recipient") == 0;
        if ((is_final && final) || (is_original && original))
            return i;
        final = final || is_final;
        original = original || is_original;
    }
    return n;
}

void bounce_fields(struct report *r, const char *s, size_t len)
{
    for (size_t at = 0, used = 0, groups = 0; at < len && groups < GROUPS_MAX; groups++) {
        struct mime_header *h = NULL;
        size_t n = mime_fields(r->a, s + at, len - at, &h, &used);
        for (size_t from = 0, end; from < n; from += end) {
            end = group_end(h + from, n - from);
            add_group(r, h + from, end);
        }
        if (!used)
            break;
        at += used;
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/scan.h"

#include "mail/address.h"

#include <string.h>
#include <strings.h>

#define LONGEST_ADDRESS 254

static void add(const char **list, size_t *count, const char *what)
{
    for (size_t i = 0; i < *count; i++)
        if (!strcmp(list[i], what))
            return;
    if (*count < SCAN_MAX)
        list[(*count)++] = what;
}

/* Our letters carry their token in the address to answer to, and as the left
 * part of their Message-ID. */
static const char *token_of(struct arena *a, const char *self, const char *address)
{
    const char *token = address_token(a, self, address), *domain = strrchr(self, '@');
    const char *at = strrchr(address, '@');

    if (token || !domain || !at || strcasecmp(domain, at) != 0)
        return token;
    return arena_strndup(a, address, (size_t)(at - address));
}

static void take(struct arena *a, const char *text, size_t len, bool names_sender, const char *self,
                 struct mail_scan *out)
{
    char *address = len <= LONGEST_ADDRESS ? address_normal(a, arena_strndup(a, text, len)) : NULL;
    const char *token = address ? token_of(a, self, address) : NULL;

    if (!address)
        return;
    if (names_sender && !address_equal(address, self))
        add(out->senders, &out->senders_count, address);
    if (!names_sender && token)
        add(out->tokens, &out->tokens_count, token);
}

static void take_line(struct arena *a, const char *at, const char *end, bool names_sender,
                      const char *self, struct mail_scan *out)
{
    while (at < end) {
        const char *start = at;
        while (at < end && address_char(*at))
            at++;
        if (memchr(start, '@', (size_t)(at - start)))
            take(a, start, (size_t)(at - start), names_sender, self, out);
        at += at < end;
    }
}

static bool is_one_of(const char *line, const char *end, const char *const *names)
{
    for (; *names; names++) {
        size_t n = strlen(*names);
        if ((size_t)(end - line) > n && line[n] == ':' && !strncasecmp(line, *names, n))
            return true;
    }
    return false;
}

void mail_scan(struct arena *a, const char *bytes, size_t len, const char *self,
               struct mail_scan *out)
{
    static const char *const from[] = {"From",        "Sender",          "Reply-To", "Return-Path",
                                       "Resent-From", "X-Envelope-From", "X-Sender", NULL};
    static const char *const ours[] = {"To",
                                       "Cc",
                                       "Delivered-To",
                                       "In-Reply-To",
                                       "References",
                                       "X-Original-To",
                                       "Envelope-To",
                                       "X-Envelope-To",
                                       NULL};
    const char *end = bytes + (len < SCAN_MAX_BYTES ? len : SCAN_MAX_BYTES);
    bool sender = false, token = false, begun = false;

    *out = (struct mail_scan){.senders = arena_array(a, SCAN_MAX, sizeof *out->senders),
                              .tokens = arena_array(a, SCAN_MAX, sizeof *out->tokens)};
    for (const char *line = bytes, *next; line < end; line = next) {
        const char *nl = memchr(line, '\n', (size_t)(end - line));
        next = nl ? nl + 1 : end;
        bool blank = *line == '\n' || (*line == '\r' && line + 1 == nl);
        if (blank && begun)
            return;
        begun |= !blank;
        if (*line != ' ' && *line != '\t') { /* else the field goes on */
            sender = is_one_of(line, next, from);
            token = is_one_of(line, next, ours);
        }
        if (sender || token)
            take_line(a, line, next, sender, self, out);
    }
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text as the words of a bounce: in a plain message from a daemon, and as the fields of a
 * report. */
#include "mail/bounce.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_as(struct arena *a, const char *head, const uint8_t *data, size_t size)
{
    struct mail_facts facts = {0};
    size_t n = strlen(head);
    char *bytes = arena_alloc(a, n + size + 1);
    memcpy(bytes, head, n);
    memcpy(bytes + n, data, size);
    bounce_read(a, mime_parse(a, bytes, n + size), &facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    if (!a) {
        mime_init();
        a = arena_new(256u * 1024 * 1024);
    }
    arena_reset(a);
    read_as(a, "From: MAILER-DAEMON\nSubject: failure notice\n\n", data, size);
    read_as(a, "From: MAILER-DAEMON\nContent-Type: message/delivery-status\n\n", data, size);
    read_as(a, "From: a@example.org\nContent-Type: message/feedback-report\n\n", data, size);
    return 0;
}

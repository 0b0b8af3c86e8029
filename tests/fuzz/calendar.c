/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a calendar. */
#include "mail/calendar.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] = "Content-Type: text/calendar; method=REPLY; charset=utf-8\n\n";
    static struct arena *a;
    struct mail_facts facts = {0};
    if (!a) {
        mime_init();
        a = arena_new(64u * 1024 * 1024);
    }
    arena_reset(a);
    char *bytes = arena_alloc(a, sizeof head + size);
    memcpy(bytes, head, sizeof head - 1);
    memcpy(bytes + sizeof head - 1, data, size);
    calendar_read(a, mime_parse(a, bytes, sizeof head - 1 + size), &facts);
    return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text as that of somebody who may be away, said to be automatic or to be told by its words:
 * the date found must be one. */
#include "mail/classify.h"
#include "base/log.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const heads[] = {"Auto-Submitted: auto-replied\n\n",
                                        "From: a@example.org\n\n"};
    static struct arena *a;
    struct mail_facts facts = {.head = {.date = 1700000000, .subject = "Re: Away"}};
    if (!a) {
        mime_init();
        a = arena_new(64u * 1024 * 1024);
    }
    arena_reset(a);
    const char *text = mime_to_utf8(a, "utf-8", (const char *)data, size);
    const char *head = heads[size % 2], *line = strchr(text, '\n');
    facts.head.from.name = "Anna Lund";
    struct mail_hints hints = {.original = line};
    classify(a, mime_parse(a, head, strlen(head)), text, &hints, &facts);
    if (facts.away_until.year && !date_valid(facts.away_until))
        die("away until a day that does not exist");
    return 0;
}

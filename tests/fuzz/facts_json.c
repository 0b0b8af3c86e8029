/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as the parser's answer. What is believed must be able to be said again. */
#include "base/log.h"
#include "mail/facts.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct mail_facts facts, again;
    struct mail_head head;
    struct err e = {""};
    if (!a)
        a = arena_new(64u * 1024 * 1024);
    arena_reset(a);
    mail_head_from_json(a, (const char *)data, size, &head, &e);
    if (mail_facts_from_json(a, (const char *)data, size, &facts, &e))
        return 0;
    const char *json = mail_facts_to_json(a, &facts);
    if (mail_facts_from_json(a, json, strlen(json), &again, &e))
        die("what was believed is refused when said again: %s", e.text);
    return 0;
}

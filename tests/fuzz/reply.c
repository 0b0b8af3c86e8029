/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text as an answer, with and without a letter of ours: nothing may be lost on the way. The
 * first byte says how much of the input is the letter. */
#include "mail/reply.h"
#include "base/log.h"
#include "mail/mime.h"
#include <stdint.h>
#include <string.h>
#include <unistr.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count_letters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
    return n;
}

/* Without a letter of ours every line ends up in one of the two. */
static void check_nothing_lost(const char *text, const struct reply *r)
{
    if (u8_check((const uint8_t *)r->text, strlen(r->text)))
        die("the text is no UTF-8");
    if (!r->truncated && count_letters(text) > count_letters(r->text) + count_letters(r->rest))
        die("letters were lost");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct reply r;
    if (!a) {
        mime_init();
        a = arena_new(256u * 1024 * 1024);
    }
    arena_reset(a);
    size_t split = size ? data[0] * (size - 1) / 256 : 0;
    char *text = mime_to_utf8(a, "utf-8", (const char *)data, size);
    reply_text(a, text, strlen(text), NULL, &r);
    check_nothing_lost(text, &r);
    const char *original = mime_to_utf8(a, "utf-8", (const char *)data + (size > 0), split);
    const char *answer = mime_to_utf8(a, "utf-8", (const char *)data + (size > 0) + split,
                                      size - (size > 0) - split);
    reply_text(a, answer, strlen(answer), original, &r);
    return 0;
}

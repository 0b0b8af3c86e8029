/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text as the HTML of a letter. */
#include "mail/html.h"
#include "mail/mime.h"
#include "mail/reply.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *a;
    struct lines lines;
    struct reply reply;
    if (!a) {
        mime_init();
        a = arena_new(256u * 1024 * 1024);
    }
    arena_reset(a);
    char *html = mime_to_utf8(a, "utf-8", (const char *)data, size);
    html_lines(a, html, strlen(html), &lines);
    reply_lines(a, &lines, NULL, &reply);
    html_text(a, html, strlen(html));
    return 0;
}

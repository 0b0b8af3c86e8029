/* SPDX-License-Identifier: GPL-2.0-or-later */
/* letter_page - the HTML parts of messages as pages for a browser.
 *
 *     letter_page FOLDER FILE.eml...
 *
 * Each becomes FOLDER/FILE.html, and its pictures, which the page names by their
 * Content-ID, stand in it as data. A message without such a part gives no page.
 */
#include "base/buf.h"
#include "mail/mime.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define CEILING ((size_t)64 * 1024 * 1024)

static const struct mime *page_of(const struct mime *m)
{
    for (const struct mime *at = m; at; at = mime_next(m, at))
        if (mime_is(at, "text", "html"))
            return at;
    return NULL;
}

/* The page with each "cid:ID" as what the part of that id holds. */
static char *with_pictures(struct arena *a, const struct mime *m, char *html)
{
    for (const struct mime *at = m; at; at = mime_next(m, at)) {
        if (!*at->content_id)
            continue;
        g_autofree char *data = g_base64_encode((const guchar *)at->body, at->body_len);
        const char *cid = arena_printf(a, "cid:%s", at->content_id);
        char *found = strstr(html, cid);
        if (found)
            html = arena_printf(a, "%.*sdata:%s/%s;base64,%s%s", (int)(found - html), html,
                                at->type, at->subtype, data, found + strlen(cid));
    }
    return html;
}

static int write_page(struct arena *a, const char *folder, const char *path)
{
    _cleanup_(buf_release) struct buf bytes = BUF_INIT(CEILING);
    g_autofree char *name = g_path_get_basename(path);
    const struct mime *m, *page;

    if (buf_read_file(&bytes, path) < 0)
        return -1;
    m = mime_parse(a, bytes.data, bytes.len);
    if (!(page = page_of(m)))
        return 0;
    char *html = with_pictures(a, m, mime_text(a, page));
    if (g_str_has_suffix(name, ".eml"))
        name[strlen(name) - 4] = 0;
    const char *to = arena_printf(a, "%s/%s.html", folder, name);
    return g_file_set_contents(to, html, -1, NULL) ? 0 : -1;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    mime_init();
    for (int i = 2; i < argc; i++) {
        _cleanup_(arena_freep) struct arena *a = arena_new(4 * CEILING);
        if (write_page(a, argv[1], argv[i]) < 0) {
            fprintf(stderr, "%s: no page could be made of it\n", argv[i]);
            return 1;
        }
    }
    return 0;
}

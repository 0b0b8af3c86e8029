/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The HTML alternative: a page that mail programs show alike. Some drop the
 * style sheet in the head, so the column and its font are set inline as well;
 * colours are left to the reader's program, which may be in its dark mode. */
#include "templates/internal.h"
#include <stdlib.h>
#include <string.h>

static const char HEAD[] =
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { margin: 0; }\n"
    ".letter p, .letter ul, .letter ol, .letter blockquote, .letter pre { margin: 0 0 1em; }\n"
    ".letter ul, .letter ol { padding-left: 1.5em; }\n"
    ".letter h1, .letter h2, .letter h3 { font-size: 1.15em; line-height: 1.3; margin: 1.4em 0 "
    ".5em; }\n"
    ".letter blockquote { border-left: 3px solid #9aa7b4; padding: 0 0 0 1em; }\n"
    ".letter blockquote p:last-child { margin-bottom: 0; }\n"
    ".letter pre { white-space: pre-wrap; font-size: .9em; }\n"
    ".letter hr { border: 0; border-top: 1px solid #9aa7b4; margin: 1.5em 0; }\n"
    ".letter li { margin: 0 0 .4em; }\n"
    ".letter code { background: rgba(127, 140, 155, .18); border-radius: 4px; padding: .1em .35em; "
    "font-size: .92em; }\n"
    ".letter > p:last-child { border-top: 1px solid rgba(127, 140, 155, .45); margin: 1.5em 0 0; "
    "padding-top: .8em; font-size: .9em; }\n"
    ".letter hr ~ p { font-size: .9em; }\n"
    ".letter a { color: #0b5cad; }\n"
    "@media (prefers-color-scheme: dark) { .letter a { color: #8ec7ff; } }\n"
    "</style>\n";

static const char COLUMN[] =
    "<div class=\"letter\" style=\"max-width: 36em; margin: 0 auto; padding: 1em; font-family: "
    "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-size: 16px; "
    "line-height: 1.5; overflow-wrap: break-word\">\n";

static bool is_written_from_the_right(const char *language)
{
    static const char *const languages[] = {"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"};
    size_t len = strcspn(language, "-");

    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        if (strlen(languages[i]) == len && strncmp(languages[i], language, len) == 0)
            return true;
    }
    return false;
}

void page_render(cmark_node *document, const char *language, const char *subject, struct buf *out)
{
    char *html = cmark_render_html(document, CMARK_OPT_DEFAULT);

    buf_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\"%s>\n<head>\n", language,
             is_written_from_the_right(language) ? " dir=\"rtl\"" : "");
    buf_adds(out, HEAD);
    buf_adds(out, "<title>");
    buf_adds_markup(out, subject);
    buf_adds(out, "</title>\n</head>\n<body>\n");
    buf_adds(out, COLUMN);
    buf_adds(out, html);
    buf_adds(out, "</div>\n</body>\n</html>\n");
    free(html);
}

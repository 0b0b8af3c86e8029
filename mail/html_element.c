/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/html_element.h"
#include "mail/lines.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_EMOJI 40 /* bytes: families have many */

/* clang-format off */
static const char *const paragraphs[] = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote", NULL};
static const char *const blocks[] = {
    "div", "li", "tr", "dt", "dd", "center", "section", "article", "header", "footer", "form",
    "address", "body", "fieldset", "figure", "main", "nav", "aside", "caption", "thead", "tbody",
    "html", "details", "summary", "option", NULL};
/* clang-format on */
static const char *const skipped[] = {"script", "style",    "head", "title",  "template", "object",
                                      "select", "textarea", "svg",  "iframe", "noframes", NULL};

/* Names of containers, by class or id; Outlook puts "x_" before those it took over. */
static const char *const quoting[] = {"yahoo_quoted",
                                      "protonmail_quote",
                                      "tutanota_quote",
                                      "mail_quote",
                                      "ymail_quoted",
                                      "zm-quote",
                                      "wmQuote",
                                      "quotedText",
                                      "quoted-text",
                                      "moz-forward-container",
                                      NULL};
/* clang-format off */
static const char *const beginning[] = {
    "divRplyFwdMsg", "OutlookMessageHeader", "appendonsend", "OLK_SRC_BODY_SECTION",
    "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message",
    "ms-outlook-mobile-body-separator-line", "replySplit", "isReplyContent", "isForwardContent",
    "reply-intro", "stopSpelling", "zmail_extra", "mailcontent-reply", "hmmessage-reply", NULL};
/* clang-format on */
static const char *const attributing[] = {"gmail_attr", "moz-cite-prefix",
                                          "moz-email-headers-table", NULL};
/* clang-format off */
static const char *const signing[] = {
    "gmail_signature", "moz-signature", "moz-txt-sig", "Signature", "ms-outlook-mobile-signature",
    "AppleMailSignature", "protonmail_signature_block", "yahoo-signature",
    "ymail_android_signature", "mobile-signature", "email-signature", "bloop_sign", NULL};
/* clang-format on */

static bool in_table(const char *name, const char *const *table)
{
    for (; *table; table++)
        if (strcmp(name, *table) == 0)
            return true;
    return false;
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; attributes && *attributes; attributes += 2)
        if (strcasecmp(attributes[0], name) == 0)
            return attributes[1] ? attributes[1] : "";
    return "";
}

static bool has(const char *const *attributes, const char *name)
{
    for (; attributes && *attributes; attributes += 2)
        if (strcasecmp(attributes[0], name) == 0)
            return true;
    return false;
}

/* Is one of the blank-separated names in list, with or without "x_", in the table? */
static bool named(const char *list, const char *const *table)
{
    while (*list) {
        size_t n = strcspn(list, " \t\n");
        const char *name = list;
        size_t len = n;
        while (len > 2 && strncmp(name, "x_", 2) == 0) {
            name += 2;
            len -= 2;
        }
        for (const char *const *t = table; *t; t++)
            if (strlen(*t) == len && strncasecmp(*t, name, len) == 0)
                return true;
        list += n;
        list += strspn(list, " \t\n");
    }
    return false;
}

static bool styled(const char *style, const char *property)
{
    return strcasestr(style, property) != NULL;
}

/* "border-top:solid #B5C4DF 1.0pt" is how Outlook rules off the old message. */
static bool border_on_top(const char *style)
{
    const char *top = strcasestr(style, "border-top:");
    return top && strncasecmp(top + 11 + strspn(top + 11, " "), "none", 4) != 0 &&
           strcspn(top, ";") < 60 && !strstr(style, "border-left:solid");
}

/* Is "property: value" in the style, with any blanks, and whatever follows the value? */
static bool style_says(const char *style, const char *property, const char *value)
{
    size_t n = strlen(property);
    for (const char *p = strcasestr(style, property); p; p = strcasestr(p + n, property)) {
        const char *colon = p + n + strspn(p + n, " \t\r\n");
        if (*colon == ':' && (p == style || strchr("; \t\r\n", p[-1])) &&
            strncasecmp(colon + 1 + strspn(colon + 1, " \t\r\n"), value, strlen(value)) == 0)
            return true;
    }
    return false;
}

static bool hidden(const char *style)
{
    return style_says(style, "display", "none") || style_says(style, "visibility", "hidden") ||
           style_says(style, "mso-hide", "all");
}

/* A number to begin with that makes no sense is none. */
static unsigned first_number(const char *start)
{
    char *end;
    unsigned long n = strtoul(start, &end, 10);
    return end > start && n < 100000 ? (unsigned)n : 1;
}

/* Gmail and others draw each emoji as a picture, and an answer may be nothing else. */
static const char *emoji(const char *alt)
{
    size_t n = strlen(alt);
    for (const char *p = alt; *p; p++)
        if ((unsigned char)*p < 0x80)
            return NULL;
    return n > 1 && n <= MAX_EMOJI ? alt : NULL;
}

static bool blockquote_quotes(const char *class, const char *style, const char *const *attributes)
{
    return strcasecmp(attribute(attributes, "type"), "cite") == 0 ||
           *attribute(attributes, "cite") || strcasestr(class, "quote") ||
           styled(style, "border-left");
}

static void take_names(struct html_element *e, const char *names)
{
    if (named(names, quoting))
        e->quotes = true;
    if (named(names, beginning))
        e->history = true;
    if (named(names, attributing))
        e->hints |= HINT_ATTRIBUTION;
    if (named(names, signing))
        e->hints |= HINT_SIGNATURE;
}

struct html_element html_element_of(const char *name, const char *const *attributes)
{
    struct html_element e = {0};
    const char *class = attribute(attributes, "class"), *style = attribute(attributes, "style");
    if (in_table(name, paragraphs))
        e.around = strcasestr(class, "MsoNormal") ? BREAK_LINE : BREAK_PARAGRAPH;
    else if (in_table(name, blocks))
        e.around = BREAK_LINE;
    else if (!strcmp(name, "td") || !strcmp(name, "th"))
        e.around = BREAK_CELL;
    e.is_br = strcmp(name, "br") == 0;
    e.is_rule = strcmp(name, "hr") == 0;
    e.is_item = strcmp(name, "li") == 0;
    e.sign = strcmp(name, "img") == 0 ? emoji(attribute(attributes, "alt")) : NULL;
    e.is_numbered = strcmp(name, "ol") == 0;
    e.is_list = e.is_numbered || strcmp(name, "ul") == 0;
    e.first_number = e.is_numbered ? first_number(attribute(attributes, "start")) : 0;
    e.pre = strcmp(name, "pre") == 0 || style_says(style, "white-space", "pre");
    e.skip = in_table(name, skipped) || hidden(style) || has(attributes, "hidden");
    e.rule_above = !strcmp(name, "div") && border_on_top(style);
    take_names(&e, class);
    take_names(&e, attribute(attributes, "id"));
    if (strcmp(name, "blockquote") == 0) {
        e.quotes = blockquote_quotes(class, style, attributes);
        e.hints |= e.quotes ? 0 : HINT_INDENT;
    }
    return e;
}

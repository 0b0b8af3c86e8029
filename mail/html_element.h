/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_element.h - what an HTML element means for the lines of a mail. */
#ifndef MAIL_HTML_ELEMENT_H
#define MAIL_HTML_ELEMENT_H

#include <stdbool.h>

enum html_break {
    BREAK_NONE,
    BREAK_CELL,      /* a blank */
    BREAK_LINE,      /* begins and ends a line */
    BREAK_PARAGRAPH, /* and has a blank line around it */
};

struct html_element {
    enum html_break around;
    bool is_br, is_rule, is_item;
    bool is_list, is_numbered;
    unsigned first_number;
    bool skip; /* nothing in it is shown */
    bool pre;
    bool quotes;      /* what is in it is quoted */
    bool rule_above;  /* drawn with a border on top */
    bool history;     /* the old message begins with it */
    const char *sign; /* that a picture stands for: an emoji; else NULL */
    unsigned hints;   /* for the lines in it, see lines.h */
};

/* attributes: name, value, name, value ..., NULL, as libxml2 gives them; may be NULL. */
struct html_element html_element_of(const char *name, const char *const *attributes);

#endif

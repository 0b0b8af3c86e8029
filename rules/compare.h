/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compare.h - what an edit changed in the rules themselves, in words. */
#ifndef RULES_COMPARE_H
#define RULES_COMPARE_H

#include "rules/model.h"

struct rule_edit {
    const char *rule; /* as it is called now; one that is gone, as it was */
    const char *text; /* "check-in: wait was 7 days, is 5 days" */
};

/* In the order of the edited file, what is gone last; their count. */
size_t rules_compare(struct arena *a, const struct programme *old, const struct programme *edited,
                     struct rule_edit **out);

/* The rule (step) of the edited file that this one became; NULL where it is gone. */
const struct rule *rule_became(const struct programme *edited, const char *name);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load_internal.h - what the files of the loader share. Not for others.
 *
 * load.c reads the programme and its rules, load_triggers.c when a rule
 * starts, load_steps.c, load_ask.c and load_poll.c what it does, load_edits.c what becomes of
 * cases that run, load_meetings.c the meetings, load_words.c the small phrases in which people are
 * named and conditions are put, load_check.c what only shows once everything has been read. Each
 * adds diagnostics and goes on.
 */
#ifndef RULES_LOAD_INTERNAL_H
#define RULES_LOAD_INTERNAL_H

#include "rules/load.h"

struct loader {
    struct arena *arena;
    struct diags *diags;
    const struct rules_source *src;
    struct programme *programme;
    const char **rule_names; /* NULL-ended: all rules, also those not read yet */
};

/* A target that is named before the blocks are known. */
struct pending_target {
    const struct ynode *node;
    size_t step;
    enum { TARGET_NEXT, TARGET_EXPIRED, TARGET_BRANCH } which;
    size_t branch;
};

struct rule_block {
    const char *name;
    struct pos pos;
    size_t first;
    bool used;
};

/* One rule while it is read. */
struct rule_loader {
    struct loader *l;
    struct rule *rule;
    size_t steps_cap;
    struct rule_block *blocks;
    size_t blocks_count, blocks_cap;
    struct pending_target *pending;
    size_t pending_count, pending_cap;
};

/* Checks the keys of a map and goes on with those that are right: false only
 * where node is no map at all. */
bool check_keys(struct loader *l, const struct ynode *node, const struct ykey *keys,
                const char *what);

/* The value under a key, if it is of a kind that the table allows; else NULL. */
const struct ynode *part_of(const struct ynode *map, const struct ykey *keys, const char *key);

/* The place of a byte of a one-line scalar in its file. */
struct pos scalar_pos(const struct ynode *n, size_t offset);

/* "unknown WHAT "WORD": did you mean ..., or what there is. candidates ends with NULL. */
void unknown_word(struct loader *l, struct pos pos, const char *what, const char *word,
                  const char *const *candidates);

/* A role of the programme, or NULL with a diagnostic. */
const char *load_role(struct loader *l, const char *word, struct pos pos);

/* A status that a person can be marked with, or NULL with a diagnostic. */
const char *load_status(struct loader *l, const char *word, struct pos pos);

/* People in words: a scalar or a list of them. -1 with diagnostics. */
int load_audience(struct rule_loader *rl, const struct ynode *n, struct audience **out,
                  size_t *count);

/* "14:30" in minutes; -1 with a diagnostic. */
int load_clock(struct loader *l, const struct ynode *n);

/* "A and not B". -1 with diagnostics. */
int load_conds(struct loader *l, const struct ynode *n, struct cond **out, size_t *count);

int load_triggers(struct loader *l, const struct ynode *n, struct rule *r);
/* "month", "2 weeks": INTERVAL_*, or -1 with diagnostics. */
enum { INTERVAL_DAY, INTERVAL_WEEK, INTERVAL_MONTH, INTERVAL_YEAR };
int load_interval(struct loader *l, const struct ynode *n, int *count);
int load_schedule(struct loader *l, const struct ynode *n, struct schedule *out);

/* Notes a target, to be found when all blocks are known. */
void load_pending(struct rule_loader *rl, struct pending_target target);
/* Days, one at least, where n is given. */
void load_optional_days(struct loader *l, const struct ynode *n, int *out);

void load_meetings(struct loader *l, const struct ynode *n);
/* A meeting of the programme, or NULL with a diagnostic. */
const struct meeting *load_meeting_name(struct loader *l, const struct ynode *n);
/* A rule, also one that is read later, or NULL with a diagnostic. */
const char *load_rule_name(struct loader *l, const char *word, struct pos pos);
/* Whom something is for: a role, match or programme. */
void load_subject(struct loader *l, const struct ynode *n, struct rule *r);

void load_poll(struct rule_loader *rl, const struct ynode *n, struct step *s);
void load_plan(struct rule_loader *rl, const struct ynode *n, struct step *s);
void load_meeting_of_step(struct rule_loader *rl, const struct ynode *n, struct step *s);
void load_gather(struct rule_loader *rl, const struct ynode *n, struct step *s);
void load_expired(struct rule_loader *rl, const struct ynode *n, struct step *s);
/* Whether somebody is responsible for people of this role: then what they write is an answer, and
 * no order to the programme. */
bool role_is_looked_after(const struct programme *p, const char *role);
/* Of what is asked or voted: a name that letters can say, and that means nothing else there. */
void load_answer_name(struct loader *l, const char *name, struct pos pos);
void load_ask(struct rule_loader *rl, const struct ynode *n, struct step *s);
void load_steps(struct rule_loader *rl, const struct ynode *rule_node);

/* What an edit says of cases that run: was and gone, of the step, the rule, the programme. */
void load_was(struct loader *l, const struct ynode *n, struct step *s);
void load_edits(struct rule_loader *rl, const struct ynode *rule_node);
void load_gone_rules(struct loader *l, const struct ynode *n);

/* What only shows once all rules are there. */
/* The ways through a rule's steps are followed only where all of it was understood. */
void check_rule(struct rule_loader *rl, bool understood);
void check_starts(struct loader *l);

#endif

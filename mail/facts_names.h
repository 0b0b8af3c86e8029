/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facts_names.h - how the JSON of facts spells the enums; inside mail/ only. */
#ifndef MAIL_FACTS_NAMES_H
#define MAIL_FACTS_NAMES_H

#include "mail/facts.h"

#define MAIL_MAX_RECIPIENTS 200 /* of a bounce, and answers of a calendar */
#define MAIL_MAX_REST       (1024u * 1024)

static const char *const class_names[] = {
    [MAIL_HUMAN] = "human", [MAIL_AUTO] = "auto", [MAIL_LIST] = "list", [MAIL_BOUNCE] = "bounce"};
static const char *const dmarc_names[] = {[DMARC_UNKNOWN] = "unknown",
                                          [DMARC_PASS] = "pass",
                                          [DMARC_FAIL] = "fail",
                                          [DMARC_NONE] = "none"};

#endif

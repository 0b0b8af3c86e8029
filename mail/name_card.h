/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_card.h - the printed card that a mail program puts below a letter; inside mail/ only.
 *
 *     Best regards,
 *     Anna Example               <- kept: people type this
 *     Head of Logistics          <- the card: from here to the end
 *     Tel. +44 1632 960003
 *     www.example.com
 *
 * A telephone number alone makes no card: people give theirs. A card is short
 * lines without a sentence, of which some are nothing but ways to reach
 * somebody, at the end of a letter that was signed off above. In doubt it is
 * none.
 */
#ifndef MAIL_NAME_CARD_H
#define MAIL_NAME_CARD_H

#include "mail/lines.h"

/* "Best regards," and its kin in many languages, alone or with a name behind. */
bool signoff_line(const char *folded);

/* "Baker & Sons Ltd, registered in England, company number 12345": a firm, and where it is known.
 */
bool firm_line(const char *folded);

/* "My new number is below": then what looks like a card is what was to be said. */
bool speaks_of_contacts(const struct lines *l, size_t from, size_t to);

/* "P.S." begins the line. */
bool postscript_line(const char *folded);

/* The visible lines in [from, to) make a card. */
bool card_lines(const struct lines *l, size_t from, size_t to);

/* All of them are as short as the lines of a card are, and none is a sentence. */
bool card_shaped(const struct lines *l, size_t from, size_t to, size_t most);

/* The line is the writer's name, as the letter's From has it. */
bool writers_name(const struct lines *l, size_t i);

/* Where the card at the end of [from, to) begins; to where there is none. */
size_t card_below_signoff(const struct lines *l, size_t from, size_t to);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* number.h - the numbers of a sheet as people see them; inside sheets/ only.
 *
 * A spreadsheet keeps dates as days since 1899-12-30 (or 1904-01-01) and says by
 * the number format that they are dates. ECMA-376 part 1, 18.8.30.
 */
#ifndef SHEETS_NUMBER_H
#define SHEETS_NUMBER_H

#include "base/arena.h"
#include <stdbool.h>

enum number_kind { NUMBER_PLAIN, NUMBER_DATE, NUMBER_TIME, NUMBER_DATE_TIME, NUMBER_PERCENT };

struct number_format {
    enum number_kind kind;
    int digits; /* of "00000": zeros are put in front */
};

/* What the format of that number is by the standard; those of an XLSX file's own have codes. */
struct number_format number_format_builtin(long id);
struct number_format number_format_code(const char *code);

/* "46371" as 2026-12-15, 46371 or 4637100%; what is no number stays as it is. */
const char *number_text(struct arena *a, const char *number, struct number_format format,
                        bool since_1904);

#endif

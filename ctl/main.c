/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mentorctl: looks into mentord's store and changes what people decide. Its
 * manual is docs/man/mentorctl.1. */
#include "ctl/ctl.h"

int main(int argc, char **argv)
{
    return ctl_run(argc - 1, argv + 1);
}

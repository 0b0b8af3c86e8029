/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"
#include "base/utf8.h"
#include "tests/unit/unit.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void content_adds_up(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(100000);

    assert_string_equal(buf_str(&b), "");
    buf_adds(&b, "to ");
    buf_addc(&b, 'A');
    buf_add(&b, "na!", 2);
    buf_addf(&b, ", %d times", 3);
    assert_string_equal(buf_str(&b), "to Ana, 3 times");
    buf_truncate(&b, 6);
    assert_string_equal(buf_str(&b), "to Ana");
    for (int i = 0; i < 9000; i++)
        buf_addf(&b, "%d;", i % 10);
    assert_int_equal(b.len, 6 + 18000);
    assert_false(b.overflow);
}

static void the_ceiling_is_exact_and_overflow_stays(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(5);

    buf_adds(&b, "12345");
    assert_false(b.overflow);
    buf_addc(&b, '6');
    assert_true(b.overflow);
    buf_truncate(&b, 0);
    buf_adds(&b, "x");
    assert_int_equal(b.len, 0);
    buf_reset(&b);
    buf_addf(&b, "%s", "123456");
    assert_true(b.overflow);
    assert_string_equal(buf_str(&b), "");
    buf_reset(&b);
    assert_null(buf_reserve(&b, 6));
}

static void nothing_in_markup_is_markup(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(1024);

    buf_add_markup(&b, "<b a=\"1\">&amp;</b> cut", 17);
    buf_adds_markup(&b, "|\a\x1b\x7f\n\té");
    assert_string_equal(buf_str(&b), "&lt;b a=&quot;1&quot;&gt;&amp;amp;&lt;/b|   \n\té");
}

static void files_are_read_whole_or_refused(void **state)
{
    _cleanup_(buf_release) struct buf b = BUF_INIT(200000);
    char path[] = "/tmp/mentord-test-buf-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    for (int i = 0; i < 20000; i++)
        assert_int_equal(write(fd, "0123456789", 10), 10);
    close(fd);
    assert_int_equal(buf_read_file(&b, path), 0);
    assert_int_equal(b.len, 200000);
    buf_release(&b);
    b.ceiling = 199999;
    assert_int_equal(buf_read_file(&b, path), -1);
    assert_int_equal(errno, EFBIG);
    assert_true(b.overflow);
    unlink(path);
    buf_reset(&b);
    assert_int_equal(buf_read_file(&b, path), -1);
    assert_int_equal(errno, ENOENT);
}

static size_t checked(const char *s)
{
    return utf8_check(s, strlen(s));
}

static void only_utf8_is_utf8(void **state)
{
    assert_int_equal(checked("Zoë \xe2\x82\xac \xf0\x9f\x99\x82"), 13);
    assert_int_equal(checked("a\xc0\x80"), 1);         /* overlong NUL */
    assert_int_equal(checked("a\xe0\x9f\xbf"), 1);     /* overlong */
    assert_int_equal(checked("a\xed\xa0\x80"), 1);     /* surrogate */
    assert_int_equal(checked("a\xf4\x90\x80\x80"), 1); /* over U+10FFFF */
    assert_int_equal(checked("ab\xe2\x82"), 2);        /* cut */
    assert_int_equal(checked("ab\xff"), 2);
}

static void characters_round_trip(void **state)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char bytes[4];
        const char *s = bytes;
        size_t len;

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        len = utf8_put(bytes, c);
        assert_int_equal(utf8_check(bytes, len), len);
        assert_int_equal(utf8_next(&s, bytes + len), c);
        assert_ptr_equal(s, bytes + len);
    }
}

static void width_counts_columns(void **state)
{
    assert_int_equal(utf8_width("Zo\xc3\xab", 4), 3);
    assert_int_equal(utf8_width("Zoe\xcc\x88", 5), 3);
    assert_int_equal(utf8_width("\xe6\x97\xa5", 3), 2);
    assert_int_equal(utf8_width("\xf0\x9f\x99\x82", 4), 2);
    assert_int_equal(utf8_count("Zo\xc3\xab", 4), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_adds_up),
        cmocka_unit_test(the_ceiling_is_exact_and_overflow_stays),
        cmocka_unit_test(nothing_in_markup_is_markup),
        cmocka_unit_test(files_are_read_whole_or_refused),
        cmocka_unit_test(only_utf8_is_utf8),
        cmocka_unit_test(characters_round_trip),
        cmocka_unit_test(width_counts_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XLSX and ODS: files of LibreOffice in fixtures/, and hand-made ones for what it doesn't write. */
#include "sheets/table.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <stdlib.h>
#include <string.h>
#include <zip.h>

static struct table table;
static struct err err;

/* --- making -------------------------------------------------------------------------------------
 */

struct part {
    const char *name, *text;
};

struct bytes {
    char *data;
    size_t len;
};

/* A zip archive of the parts, ended by one without a name. */
static struct bytes archive(const struct part *parts)
{
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
    struct bytes b;

    zip_source_keep(out);
    for (; parts->name; parts++) {
        zip_source_t *in = zip_source_buffer(zip, parts->text, strlen(parts->text), 0);
        assert_true(zip_file_add(zip, parts->name, in, ZIP_FL_OVERWRITE) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    zip_source_open(out);
    zip_source_seek(out, 0, SEEK_END);
    b.len = (size_t)zip_source_tell(out);
    b.data = arena_alloc(arena, b.len);
    zip_source_seek(out, 0, SEEK_SET);
    assert_int_equal(zip_source_read(out, b.data, b.len), b.len);
    zip_source_free(out);
    return b;
}

#define MANY_FILES 1001

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN      "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

static struct bytes xlsx_of(const char *workbook, const char *styles, const char *strings,
                            const char *sheet, const char *second)
{
    const struct part parts[] = {
        {"_rels/.rels", "<Relationships><Relationship Id='r1' Type='" RELATIONS
                        "/officeDocument' Target='/xl/workbook.xml'/></Relationships>"},
        {"xl/workbook.xml", workbook},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='s1' Type='" RELATIONS
         "/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='s2' Type='" RELATIONS
         "/worksheet' Target='/xl/worksheets/sheet2.xml'/><Relationship Id='s3' Type='" RELATIONS
         "/styles' Target='styles.xml'/><Relationship Id='s4' Type='" RELATIONS
         "/sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
        {"xl/styles.xml", styles},
        {"xl/sharedStrings.xml", strings},
        {"xl/worksheets/sheet1.xml", sheet},
        {"xl/worksheets/sheet2.xml", second},
        {NULL, NULL},
    };

    return archive(parts);
}

#define WORKBOOK                                                                                   \
    "<workbook xmlns:r='x'><sheets><sheet name='A' r:id='s1'/><sheet name='B' "                    \
    "r:id='s2'/></sheets>"                                                                         \
    "</workbook>"

static struct bytes xlsx(const char *rows)
{
    return xlsx_of(WORKBOOK, "<styleSheet/>", "<sst><si><t>shared</t></si></sst>",
                   arena_printf(arena,
                                "<?xml version='1.0' encoding='UTF-8'?><worksheet xmlns='" MAIN
                                "'><sheetData>%s</sheetData></worksheet>",
                                rows),
                   "<worksheet/>");
}

static struct bytes ods_of(const char *content)
{
    return archive((const struct part[]){
        {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
        {"META-INF/manifest.xml", "<manifest/>"},
        {"content.xml", content},
        {NULL, NULL},
    });
}

#define OASIS(x) "xmlns:" x "='urn:oasis:names:tc:opendocument:xmlns:" x ":1.0' "

static struct bytes ods(const char *rows)
{
    return ods_of(arena_printf(
        arena,
        "<office:document-content " OASIS("office") OASIS("table")
            OASIS("text") "><office:body><office:spreadsheet><table:table>%s</table:table>"
                          "</office:spreadsheet></office:body></office:document-content>",
        rows));
}

/* --- looking ------------------------------------------------------------------------------------
 */

static int read_bytes(struct bytes b)
{
    char *copy = malloc(b.len ? b.len : 1); /* of just that size: reading past its end is seen */
    int result;

    memcpy(copy, b.data, b.len);
    arena_reset(arena);
    result = table_read(arena, "roster", copy, b.len, &table, &err);
    free(copy);
    return result;
}

/* "a|b/c|d", with {n} before a row whose line is not the last one's plus one. */
static const char *seen(struct bytes b)
{
    _cleanup_(buf_release) struct buf out = BUF_INIT(1 << 20);
    int line = 0;

    if (read_bytes(b) < 0)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < table.count; i++) {
        const struct row *r = &table.rows[i];

        buf_adds(&out, i ? "/" : "");
        if (r->line != line + 1)
            buf_addf(&out, "{%d}", r->line);
        line = r->line;
        for (size_t c = 0; c < r->count; c++)
            buf_addf(&out, "%s%s", c ? "|" : "", r->cells[c]);
    }
    return arena_strdup(arena, buf_str(&out));
}

static void assert_refused(struct bytes b, const char *why)
{
    assert_int_equal(read_bytes(b), -1);
    assert_string_equal(err.text, arena_printf(arena, "roster%s", why));
}

static struct bytes fixture(const char *name)
{
    _cleanup_(buf_release) struct buf file = BUF_INIT(1 << 20);

    assert_int_equal(buf_read_file(&file, arena_printf(arena, "tests/unit/fixtures/%s", name)), 0);
    return (struct bytes){memcpy(arena_alloc(arena, file.len), file.data, file.len), file.len};
}

/* --- tests --------------------------------------------------------------------------------------
 */

#define PEOPLE                                                                                     \
    "Name|E-mail|Joined|Last call|Hours|Share|Postcode|At|Trained/"                                \
    "Zo\xc3\xab <Ruiz> & Co|zoe@example.org|2026-12-15|2026-12-15 09:30|12|50%|01234|14:30|TRUE/"  \
    "{5}two\nlines    and blanks||merged||12006|0.25|same|same|FALSE/again/again/again"

static void files_of_libreoffice_are_read(void **state)
{
    assert_string_equal(seen(fixture("people.ods")), PEOPLE);
    assert_string_equal(seen(fixture("people.xlsx")), PEOPLE);
    assert_refused(fixture("people.xls"),
                   ": this is a file of an old Excel: save it as .xlsx or CSV");
}

static void csv_is_read_too(void **state)
{
    assert_string_equal(seen((struct bytes){(char[]){"a;b\nc;d\n"}, 8}), "a|b/c|d");
}

static void cells_of_xlsx_have_their_places(void **state)
{
    assert_string_equal(seen(xlsx("<row r='3'><c r='B3'><v>1</v></c><c><v>2</v></c>"
                                  "<c r='F3'><v>3</v></c></row><row><c><v>4</v></c></row>")),
                        "{3}|1|2|||3/4");
    assert_string_equal(seen(xlsx("<row r='1'><c r='XFD1'/><c r='A1' t='s'><v>0</v></c></row>"
                                  "<row r='1048576'/>")),
                        "shared");
    assert_string_equal(
        seen(xlsx("<row><c t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r><rPh sb='0' eb='1'>"
                  "<t>phonetic</t></rPh></is></c><c t='b'><v>1</v></c><c t='b'><v>0</v></c>"
                  "<c t='e'><v>#N/A</v></c><c t='str'><f>A1</f><v>x_x000D_y</v></c>"
                  "<c t='d'><v>2026-12-15T00:00:00</v></c><c t='s'><v>7</v></c>"
                  "<c t='d'><v>2026-12-15T09:30:00</v></c></row>")),
        "inline|TRUE|FALSE|#N/A|x y|2026-12-15||2026-12-15 09:30");
}

static void numbers_are_shown_as_people_see_them(void **state)
{
    static const char styles[] =
        "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[$-409]d\\-mmm\\-yy;@'/>"
        "<numFmt numFmtId='165' formatCode='&quot;Day&quot; 0.00'/>"
        "<numFmt numFmtId='166' formatCode='00000'/><numFmt numFmtId='167' formatCode='[h]:mm'/>"
        "<numFmt numFmtId='168' formatCode='[Magenta]0;[Red]-0'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
        "<xf numFmtId='14'/><xf numFmtId='22'/><xf numFmtId='164'/><xf numFmtId='165'/>"
        "<xf numFmtId='166'/><xf numFmtId='167'/><xf numFmtId='9'/><xf numFmtId='168'/></cellXfs>"
        "</styleSheet>";
    static const char sheet[] =
        "<worksheet><sheetData><row>"
        "<c s='0'><v>46371</v></c><c s='1'><v>46371</v></c><c s='2'><v>46371.3958333333</v></c>"
        "<c s='3'><v>46371.75</v></c><c s='4'><v>1.50</v></c><c s='5'><v>123</v></c>"
        "<c s='6'><v>1.25</v></c><c s='7'><v>0.07</v></c><c s='8'><v>5</v></c></row><row>"
        "<c><v>3.51912345678E11</v></c><c><v>0.1</v></c><c><v>1E+100</v></c><c><v>-0</v></c>"
        "<c s='1'><v>59</v></c><c s='1'><v>61</v></c><c s='1'><v>-3</v></c><c s='1'><v>1e9</v></c>"
        "<c s='99'><v>7</v></c><c><v>12345678901234567890</v></c><c s='2'><v>46371</v></c>"
        "</row></sheetData></worksheet>";

    assert_string_equal(seen(xlsx_of(WORKBOOK, styles, "<sst/>", sheet, "<worksheet/>")),
                        "46371|2026-12-15|2026-12-15 09:30|2026-12-15|1.5|00123|30:00|7%|5/"
                        "351912345678|0.1|1e+100|-0|1900-02-28|1900-03-01|-3|1000000000|7|"
                        "12345678901234567890|2026-12-15");
    assert_string_equal(
        seen(xlsx_of("<workbook xmlns:r='x'><workbookPr date1904='1'/><sheets><sheet r:id='s1'/>"
                     "</sheets></workbook>",
                     styles, "<sst/>",
                     "<worksheet><row><c s='1'><v>44909</v></c></row></worksheet>", "<x/>")),
        "2026-12-15");
}

static void the_first_sheet_with_content_counts(void **state)
{
    static const char a[] = "<worksheet><row><c><v>1</v></c></row></worksheet>";
    static const char b[] = "<worksheet><row><c><v>2</v></c></row></worksheet>";
    static const char hidden[] = "<workbook xmlns:r='x'><sheet state='hidden' r:id='s1'/>"
                                 "<sheet r:id='s2'/></workbook>";

    assert_string_equal(seen(xlsx_of(WORKBOOK, "<x/>", "<sst/>", a, b)), "1");
    assert_string_equal(seen(xlsx_of(WORKBOOK, "<x/>", "<sst/>", "<worksheet/>", b)), "2");
    assert_string_equal(seen(xlsx_of(hidden, "<x/>", "<sst/>", a, b)), "2");
    assert_string_equal(seen(xlsx_of(hidden, "<x/>", "<sst/>", a, "<worksheet/>")), "1");
    assert_string_equal(seen(xlsx("")), "");
}

#define ODS_SHEET(style, text)                                                                     \
    "<table:table table:style-name='" style "'><table:table-row><table:table-cell><text:p>" text   \
    "</text:p></table:table-cell></table:table-row></table:table>"

/* Two sheets: of the style that is not shown, and of one that is. */
static struct bytes ods_with_hidden(const char *sheets)
{
    return ods_of(arena_printf(
        arena,
        "<office:document-content " OASIS("office") OASIS("table") OASIS("text")
            OASIS("style") ">"
                           "<office:automatic-styles><style:style "
                           "style:name='shown'><style:table-properties "
                           "table:display='true'/></style:style><style:style style:name='off'>"
                           "<style:table-properties "
                           "table:display='false'/></style:style></office:automatic-styles>"
                           "<office:body><office:spreadsheet>%s</office:spreadsheet></office:body>"
                           "</office:document-content>",
        sheets));
}

static void hidden_sheets_of_ods_come_last(void **state)
{
    assert_string_equal(
        seen(ods_with_hidden(ODS_SHEET("off", "secret") ODS_SHEET("shown", "people"))), "people");
    assert_string_equal(seen(ods_with_hidden(ODS_SHEET("off", "alone"))), "alone");
    assert_string_equal(seen(ods_with_hidden(ODS_SHEET("off", "behind") ODS_SHEET("shown", ""))),
                        "behind");
}

static void ods_repeats_are_bounded(void **state)
{
    assert_string_equal(
        seen(ods("<table:table-row><table:table-cell table:number-columns-repeated='2'><text:p>a"
                 "</text:p></table:table-cell><table:table-cell "
                 "table:number-columns-repeated='16382'/></table:table-row><table:table-row "
                 "table:number-rows-repeated='1048574'><table:table-cell "
                 "table:number-columns-repeated='16384'/></table:table-row><table:table-row>"
                 "<table:table-cell><text:p>z</text:p></table:table-cell></table:table-row>")),
        "a|a/{1048576}z");
    assert_string_equal(seen(ods("<table:table-row><table:table-cell office:value-type='string' "
                                 "office:string-value='told apart'/><table:table-cell "
                                 "office:value-type='string'><text:p>b</text:p></table:table-cell>"
                                 "</table:table-row>")),
                        "told apart|b");
    assert_refused(ods("<table:table-row table:number-rows-repeated='1000000'><table:table-cell>"
                       "<text:p>a</text:p></table:table-cell></table:table-row>"),
                   ":1: the table has more than 100,000 rows");
    assert_refused(ods("<table:table-row/><table:table-row><table:table-cell "
                       "table:number-columns-repeated='1000000'><text:p>a</text:p>"
                       "</table:table-cell></table:table-row>"),
                   ":2: the row has more than 200 columns");
    assert_refused(ods("<table:table-row><table:table-cell><text:p><text:s text:c='99999999999'/>"
                       "<text:s text:c='9'/></text:p></table:table-cell></table:table-row>"),
                   ":1: a cell holds more than 32 KiB");
}

static void hostile_xml_is_refused(void **state)
{
    static const char laughs[] =
        "<!DOCTYPE worksheet [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        "<worksheet><row><c t='str'><v>&b;</v></c></row></worksheet>";
    static const char outside[] =
        "<!DOCTYPE w SYSTEM 'file:///etc/passwd'><worksheet><row><c><v>1</v></c></row></worksheet>";
    static const char undeclared[] =
        "<worksheet><row><c t='str'><v>&xxe;</v></c></row></worksheet>";
    static const char entities[] = ": it declares entities of its own, as no spreadsheet program "
                                   "does";
    static const char damaged[] =
        ": the file is damaged: open it in a spreadsheet program and save it again";

    assert_refused(xlsx_of(WORKBOOK, "<x/>", "<sst/>", laughs, "<x/>"), entities);
    assert_refused(xlsx_of(WORKBOOK, "<x/>", "<sst/>", outside, "<x/>"), entities);
    assert_refused(xlsx_of(WORKBOOK, "<x/>", laughs, "<x/>", "<x/>"), entities);
    assert_refused(ods_of(laughs), entities);
    assert_refused(xlsx_of(WORKBOOK, "<x/>", "<sst/>", undeclared, "<x/>"), damaged);
    assert_refused(xlsx_of(WORKBOOK, "<x/>", "<sst/>", "<worksheet><row>", "<x/>"), damaged);
    assert_refused(xlsx_of(WORKBOOK, "<x/>", "<sst/>", "", "<x/>"), damaged);
    assert_refused(ods_of("<a>\xff\xfe</a>"), damaged);
}

static void encodings_other_than_utf8_are_no_way_in(void **state)
{
    static const char declared[] = "<?xml version='1.0' encoding='ISO-2022-JP'?><worksheet><row>"
                                   "<c t='str'><v>Zo\xc3\xab</v></c></row></worksheet>";

    assert_string_equal(seen(xlsx_of(WORKBOOK, "<x/>", "<sst/>", declared, "<x/>")), "Zo\xc3\xab");
    /* the first four bytes of XML in EBCDIC, and of UCS-4 */
    assert_int_equal(read_bytes(ods_of("\x4c\x6f\xa7\x94\x93")), -1);
    assert_int_equal(read_bytes(ods_of("\xff\xfe<a/>")), -1);
}

static void bombs_are_refused_cheaply(void **state)
{
    size_t size = 80u << 20;
    char *blanks = malloc(size + 1);
    struct bytes b;

    memset(blanks, ' ', size);
    blanks[size] = '\0';
    memcpy(blanks, "<worksheet>", 11);
    b = archive((const struct part[]){{"content.xml", blanks}, {NULL, NULL}});
    assert_true(b.len < 200000);
    assert_refused(b, ": unpacked it would be far too large for a table of people");
    assert_true(arena_used(arena) < 1 << 20);
    blanks[30u << 20] = '\0';
    assert_refused(xlsx_of(WORKBOOK, "<x/>", "<sst/>", blanks, "<x/>"),
                   ": unpacked it would be far too large for a table of people");
    assert_true(arena_used(arena) < 1 << 20);
    free(blanks);
}

static void archives_of_many_files_are_refused(void **state)
{
    struct part *parts = calloc(MANY_FILES + 1, sizeof *parts);
    struct bytes b;

    for (int i = 0; i < MANY_FILES; i++)
        parts[i] = (struct part){arena_printf(arena, "f%d", i), "x"};
    b = archive(parts);
    assert_refused(b, ": this is an archive of too many files, and no spreadsheet");
    free(parts);
}

static void what_is_cut_off_is_refused(void **state)
{
    static const char *const files[] = {"people.ods", "people.xlsx"};

    for (size_t f = 0; f < 2; f++) {
        struct bytes whole = fixture(files[f]);
        char *copy = malloc(whole.len);

        memcpy(copy, whole.data, whole.len);
        for (size_t len = 4; len < whole.len; len += 97)
            assert_int_equal(read_bytes((struct bytes){copy, len}), -1);
        free(copy);
    }
    assert_refused((struct bytes){(char[]){"PK\3\4xxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}, 30},
                   ": the file is cut off or damaged: save it again, and send it anew");
}

static void passwords_and_other_archives_are_named(void **state)
{
    static const char old[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a"
                              "\0c\0k\0a\0g\0e\0";

    assert_refused(
        (struct bytes){memcpy(arena_alloc(arena, sizeof old), old, sizeof old), sizeof old},
        ": the file is protected by a password: save it without one");
    assert_refused(
        archive((const struct part[]){
            {"META-INF/manifest.xml",
             "<m><file-entry full-path='content.xml'><encryption-data/></file-entry></m>"},
            {"content.xml", "garbage"},
            {NULL, NULL}}),
        ": the file is protected by a password: save it without one");
    assert_refused(archive((const struct part[]){{"readme.txt", "hello"}, {NULL, NULL}}),
                   ": this is no spreadsheet that can be read: an archive of something else");
    assert_refused(archive((const struct part[]){{"_rels/.rels",
                                                  "<r><Relationship Id='1' Type='x/officeDocument' "
                                                  "Target='word/document.xml'/></r>"},
                                                 {"word/document.xml", "<w/>"},
                                                 {NULL, NULL}}),
                   ": this is no spreadsheet that can be read: it is a document of another kind");
}

static void limits_are_errors(void **state)
{
    _cleanup_(buf_release) struct buf rows = BUF_INIT(32u << 20);

    assert_refused(xlsx("<row r='4'><c r='GS4'><v>1</v></c></row>"),
                   ":4: the row has more than 200 columns");
    for (int i = 0; i <= TABLE_MAX_ROWS; i++)
        buf_addf(&rows, "<row><c><v>%d</v></c></row>", i * 7919 % 100003);
    assert_refused(xlsx(buf_str(&rows)), ":100001: the table has more than 100,000 rows");
    buf_reset(&rows);
    buf_adds(&rows, "<row r='2'><c t='str'><v>");
    for (size_t i = 0; i <= TABLE_MAX_CELL; i++)
        buf_addc(&rows, (char)('a' + i * 7919 % 26));
    buf_adds(&rows, "</v></c></row>");
    assert_refused(xlsx(buf_str(&rows)), ":2: a cell holds more than 32 KiB");
}

static void packed_tables_come_back(void **state)
{
    _cleanup_(buf_release) struct buf packed = BUF_INIT(1 << 20);
    struct table back;

    seen(fixture("people.ods"));
    table_pack(&table, &packed);
    assert_int_equal(table_unpack(arena, "x", buf_str(&packed), &back, &err), 0);
    assert_int_equal(back.count, table.count);
    for (size_t i = 0; i < back.count; i++) {
        assert_int_equal(back.rows[i].line, table.rows[i].line);
        assert_int_equal(back.rows[i].count, table.rows[i].count);
        for (size_t c = 0; c < back.rows[i].count; c++)
            assert_string_equal(back.rows[i].cells[c], table.rows[i].cells[c]);
    }
}

static void packed_lies_are_refused(void **state)
{
    static const char *const lies[] = {
        "x",       "1\ta",     "\ta\n",   "0\ta\n",           "1\n", "-1\ta\n",
        "1 \ta\n", "1\t\\x\n", "1\t\\\n", "99999999999\ta\n", "\n"};
    struct table back;
    char wide[3 * TABLE_MAX_COLUMNS] = "1";

    assert_int_equal(table_unpack(arena, "x", "", &back, &err), 0);
    assert_int_equal(table_unpack(arena, "x", "1\ta\\\\\\t\\n\t\n", &back, &err), 0);
    assert_string_equal(back.rows[0].cells[0], "a\\\t\n");
    assert_int_equal(back.rows[0].count, 2);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++)
        if (table_unpack(arena, "x", lies[i], &back, &err) == 0)
            fail_msg("believed: %s", lies[i]);
    memset(wide + 1, '\t', TABLE_MAX_COLUMNS + 1);
    wide[TABLE_MAX_COLUMNS + 2] = '\n';
    assert_int_equal(table_unpack(arena, "x", wide, &back, &err), -1);
}

#define sheet_test(f) cmocka_unit_test_setup_teardown(f, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        sheet_test(files_of_libreoffice_are_read),
        sheet_test(csv_is_read_too),
        sheet_test(cells_of_xlsx_have_their_places),
        sheet_test(numbers_are_shown_as_people_see_them),
        sheet_test(the_first_sheet_with_content_counts),
        sheet_test(hidden_sheets_of_ods_come_last),
        sheet_test(ods_repeats_are_bounded),
        sheet_test(hostile_xml_is_refused),
        sheet_test(encodings_other_than_utf8_are_no_way_in),
        sheet_test(bombs_are_refused_cheaply),
        sheet_test(archives_of_many_files_are_refused),
        sheet_test(what_is_cut_off_is_refused),
        sheet_test(passwords_and_other_archives_are_named),
        sheet_test(limits_are_errors),
        sheet_test(packed_tables_come_back),
        sheet_test(packed_lies_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

"""Mutations of the cells of a sheet: odd types, values, texts, formulas, references, rows and columns."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from odd_cells import POOL
from zip_draft import Draft, Nothing

_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)

_CONTENT = (
    ('t="s"', "<v>99999</v>"), ('t="s"', "<v>-1</v>"), ('t="s"', "<v>abc</v>"), ('t="s"', ""), ('t="s"', "<v>1.0</v>"), ('t="s"', "<v/>"),
    ('t="d"', "<v>2020-09-30</v>"), ('t="d"', "<v>2020-09-30T17:30:00Z</v>"), ('t="d"', "<v>abc</v>"), ('t="d"', "<v>0000-00-00</v>"),
    ('t="e"', "<v>#N/A</v>"), ('t="e"', "<v>#SPILL!</v>"), ('t="e"', "<v>#odd</v>"), ('t="e"', "<v></v>"), ('t="e"', "<v>42</v>"),
    ('t="b"', "<v>true</v>"), ('t="b"', "<v>1</v>"), ('t="b"', "<v>2</v>"), ('t="b"', "<v>abc</v>"), ('t="b"', ""),
    ('t="str"', "<v>甲</v>"), ('t="str"', "<v></v>"), ('t="n"', "<v>abc</v>"), ('t="odd"', "<v>1</v>"), ('t=""', "<v>1</v>"),
    ("", "<v>1e400</v>"), ("", "<v>-1e400</v>"), ("", "<v>NaN</v>"), ("", "<v>INF</v>"), ("", "<v>99999999999999999999</v>"),
    ("", "<v>1e308</v>"), ("", "<v>-1</v>"), ("", "<v>0.99999999999999999</v>"), ("", "<v> 1 </v>"), ("", "<v>1,5</v>"), ("", "<v>１</v>"),
    ("", "<v>0x10</v>"), ("", "<v/>"), ("", "<v>1</v><v>2</v>"), ("", "<v>TRUE</v>"), ("", "<v>1_0</v>"),
    ('t="inlineStr"', "<is><t>甲</t></is>"), ('t="inlineStr"', "<is/>"), ('t="inlineStr"', ""), ('t="inlineStr"', "<v>1</v>"),
    ('t="inlineStr"', "<is><r><t>甲</t></r><r><rPr><b/></rPr><t>乙</t></r><rPh sb=\"0\" eb=\"1\"><t>jia</t></rPh></is>"),
    ('t="inlineStr"', "<is><t>甲_x000B_乙</t></is>"), ('t="inlineStr"', "<is><t>_x0007_甲_x0000__xD800__xFFFE_</t></is>"),
    ('t="inlineStr"', "<is><t>_x000D_&#13;\n乙</t></is>"), ('t="inlineStr"', "<is><t>\U00020bb7&#x1F600;\u200b\u2028</t></is>"),
    ('t="inlineStr"', '<is><t xml:space="preserve">  </t></is>'), ('t="inlineStr"', f"<is><t>{'字' * 32_767}</t></is>"),
    ('t="inlineStr"', f"<is><t>{'字' * 40_000}</t></is>"), ('t="inlineStr"', "<is><t>=1+1</t></is>"), ('t="inlineStr"', "<is><t>{} { %s {0}</t></is>"),
    ('t="inlineStr"', "<is><t>" + "&#10;".join(f"{n}、甲" for n in range(1, 400)) + "</t></is>"),
)  # fmt: skip
_FORMULAS = (
    "<f>1+1</f><v>2</v>", "<f/>", "<f></f><v>1</v>", "<f>=1</f>", "<f>SUM(</f>", "<f>1+</f><v>abc</v>", "<f>#REF!</f>", f"<f>{'1+' * 9000}1</f>",
    '<f t="array" ref="A1:XFD1048576">ROW()</f><v>1</v>', '<f t="array" ref="{here}">ROW()</f><v>1</v>', '<f t="array">ROW()</f>', '<f t="array" ref="">1</f>',
    '<f t="array" ref="ZZZZ1">1</f>', '<f t="array" ref="B9:A1">1</f>', '<f t="array" ref="A1:A1048576">1</f>',
    '<f t="shared" si="9"/><v>1</v>', '<f t="shared" si="0"/><v>1</v>', '<f t="shared" si="abc"/>', '<f t="shared"/>', '<f t="shared" si="-1" ref="A1">1</f>',
    '<f t="shared" si="7" ref="A1:XFD1048576">A1+1</f><v>1</v>', '<f t="shared" si="7" ref="odd">A1+1</f>', '<f t="shared" si="99999999999999999999" ref="A1:A9">B1</f>',
    '<f t="dataTable" ref="A1:B9" dt2D="1" dtr="1" r1="A1" r2="B1"/><v>1</v>', '<f t="odd">1</f>', '<f ca="1">NOW()</f><v>44104.73</v>',
    "<f>[1]Sheet1!$A$1</f><v>1</v>", "<f>[99]无!A1</f>", "<f>cmd|' /C calc'!A0</f><v>0</v>", "<f>INDIRECT(\"A\"&amp;ROW())</f>", "<f>_xlfn.XLOOKUP(1,A:A,B:B)</f><v>1</v>",
    "<f>\"甲_x000B_\"</f><v>甲_x000B_</v>", "<f>A1</f><v>1e400</v>", "<f>NA()</f>",
)  # fmt: skip
_REFERENCES = (
    "",
    "A0",
    "ZZZZ1",
    "XFE1",
    "A1048577",
    "A99999999999999999999",
    "1A",
    "a1",
    "$A$1",
    "A1:B2",
    "A",
    "1",
    "一1",
    "A01",
    "R1C1",
    "XFD1048576",
    "A-1",
)
_DAYS = (
    "0",
    "0.5",
    "0.7291666667",
    "-1",
    "1",
    "59",
    "60",
    "61",
    "2958465",
    "2958466",
    "20200930",
    "44104.729166666667",
    "1e10",
    "0.999999999",
    "366.25",
)


def _sheet(draft: Draft, rng: random.Random) -> tuple[str, str]:
    names = [name for name in draft.names(".xml") if name.startswith("xl/worksheets/sheet")]
    if not names:
        raise Nothing
    part = rng.choices(names, [5 if name.endswith("/sheet1.xml") else 1 for name in names])[0]
    return part, draft.text(part)


def _cell(draft: Draft, rng: random.Random) -> tuple[str, str, re.Match[str]]:
    part, text = _sheet(draft, rng)
    found = list(_CELL.finditer(text))
    if not found:
        raise Nothing
    return part, text, rng.choice(found)


def _style(match: re.Match[str]) -> str:
    found = re.search(r' s="[^"]*"', match[3])
    return found[0] if found else ""


def _put(draft: Draft, part: str, text: str, match: re.Match[str], made: str) -> None:
    draft.put(part, text[: match.start()] + made + text[match.end() :])


def content(draft: Draft, rng: random.Random) -> str:
    part, text, match = _cell(draft, rng)
    kind, inner = rng.choice(_CONTENT)
    at = match[1] + match[2]
    _put(draft, part, text, match, f'<c r="{at}"{_style(match)} {kind}>{inner}</c>')
    return f"{part} {at}: {kind} {inner[:60]}"


def whole_column(draft: Draft, rng: random.Random) -> str:
    """The same odd content in each cell of a column, below the header."""
    part, text, match = _cell(draft, rng)
    kind, inner = rng.choice([each for each in _CONTENT if len(each[1]) < 200])

    def made(found: re.Match[str]) -> str:
        if found[1] != match[1] or int(found[2]) <= 4:
            return found[0]
        return f'<c r="{found[1]}{found[2]}"{_style(found)} {kind}>{inner}</c>'

    draft.put(part, _CELL.sub(made, text))
    return f"{part} column {match[1]}: {kind} {inner[:60]}"


def odd_value(draft: Draft, rng: random.Random) -> str:
    """What staff, Word and chats leave in cells."""
    part, text, match = _cell(draft, rng)
    value, at = rng.choice(POOL), match[1] + match[2]
    if isinstance(value, date):
        value = (datetime.combine(value, time()) - datetime(1899, 12, 30)).days
    if isinstance(value, str):
        plain = "".join(
            sign if sign.isprintable() or sign in "\t\n\r" else f"_x{ord(sign):04X}_" for sign in value
        )
        made = f't="inlineStr"><is><t xml:space="preserve">{escape(plain)}</t></is>'
    else:
        made = ">" if value is None else f"><v>{float(value)!r}</v>"
    _put(draft, part, text, match, f'<c r="{at}"{_style(match)} {made}</c>')
    return f"{part} {at}: {made[:60]}"


def formula(draft: Draft, rng: random.Random) -> str:
    part, text, match = _cell(draft, rng)
    at = match[1] + match[2]
    inner = rng.choice(_FORMULAS).replace("{here}", f"{at}:{match[1]}{int(match[2]) + 3}")
    kind = rng.choice(("", "", ' t="str"', ' t="e"', ' t="b"'))
    _put(draft, part, text, match, f'<c r="{at}"{_style(match)}{kind}>{inner}</c>')
    return f"{part} {at}:{kind} {inner[:80]}"


def far_formula(draft: Draft, rng: random.Random) -> str:
    """A formula in a cell of its own at the right of the list."""
    part, text = _sheet(draft, rng)
    rows = list(re.finditer(r'<row [^>]*r="([0-9]+)"[^>]*>', text))
    rows = [row for row in rows if not row[0].endswith("/>")]
    if not rows:
        raise Nothing
    row = rng.choice(rows)
    end = text.find("</row>", row.end())
    at = f"{rng.choice(('Z', 'AA', 'XFD'))}{row[1]}"
    inner = rng.choice(_FORMULAS).replace("{here}", at)
    draft.put(part, f'{text[:end]}<c r="{at}">{inner}</c>{text[end:]}')
    return f"{part} {at}: {inner[:80]}"


def day(draft: Draft, rng: random.Random) -> str:
    """A time of day, no day at all, or an impossible one in a cell of the format of a date."""
    part, text, match = _cell(draft, rng)
    draft.entry("xl/styles.xml")
    styles = draft.text("xl/styles.xml")
    found = re.search(r"<cellXfs\b[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)
    if found is None:
        raise Nothing
    number = len(re.findall(r"<xf\b", found[1]))
    shape = rng.choice(("14", "18", "20", "21", "22", "45", "46", "57"))
    xf = f'<xf numFmtId="{shape}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    draft.put("xl/styles.xml", styles[: found.end(1)] + xf + styles[found.end(1) :])
    value, at = rng.choice(_DAYS), match[1] + match[2]
    column = rng.random() < 0.4
    if column:
        made = _CELL.sub(
            lambda m: (
                f'<c r="{m[1]}{m[2]}" s="{number}"><v>{value}</v></c>'
                if m[1] == match[1] and int(m[2]) > 4
                else m[0]
            ),
            text,
        )
        draft.put(part, made)
    else:
        _put(draft, part, text, match, f'<c r="{at}" s="{number}"><v>{value}</v></c>')
    return f"{part} {match[1] if column else at}: {value} in format {shape}"


def reference(draft: Draft, rng: random.Random) -> str:
    part, text, match = _cell(draft, rng)
    new = rng.choice(_REFERENCES)
    made = match[0].replace(f' r="{match[1]}{match[2]}"', rng.choice((f' r="{new}"', f' r="{new}"', "")), 1)
    _put(draft, part, text, match, made)
    return f"{part} {match[1]}{match[2]} is called {new!r}: {made[:40]}"


def row_number(draft: Draft, rng: random.Random) -> str:
    part, text = _sheet(draft, rng)
    rows = list(re.finditer(r'<row [^>]*?r="([0-9]+)"', text))
    if not rows:
        raise Nothing
    row = rng.choice(rows)
    new = rng.choice(
        ("", "0", "-1", "1", "abc", "1048577", "99999999999999999999", str(int(row[1]) + 1), "1.5")
    )
    draft.put(part, text[: row.start()] + row[0].replace(f'r="{row[1]}"', f'r="{new}"') + text[row.end() :])
    return f"{part} row {row[1]} is called {new!r}"


def double_cell(draft: Draft, rng: random.Random) -> str:
    part, text, match = _cell(draft, rng)
    _put(draft, part, text, match, match[0] * 2)
    return f"{part} {match[1]}{match[2]} twice"


def far_cell(draft: Draft, rng: random.Random) -> str:
    part, text = _sheet(draft, rng)
    row, column = rng.choice(((1048576, "A"), (1048576, "XFD"), (70_000, "B"), (5000, "XFD"), (9, "XFD")))
    inner = rng.choice(("<v>1</v>", ""))
    if "</sheetData>" not in text:
        raise Nothing
    draft.replace(part, "</sheetData>", f'<row r="{row}"><c r="{column}{row}">{inner}</c></row></sheetData>')
    return f"{part}: a cell {column}{row} {inner}"


def _child(name: str, before: bool, forms: tuple[str, ...]) -> Callable[[Draft, random.Random], str]:
    """An element of a sheet that says something impossible, in its place before or behind the cells."""

    def mutate(draft: Draft, rng: random.Random) -> str:
        part, text = _sheet(draft, rng)
        made = rng.choice(forms)
        text = re.sub(rf"<{name}\b.*?</{name}>|<{name}\b[^>]*/>", "", text, count=1, flags=re.DOTALL)
        at = text.find("<sheetData") if before else text.find("</sheetData>") + len("</sheetData>")
        if at < len("</sheetData>"):
            raise Nothing
        draft.put(part, text[:at] + made + text[at:])
        return f"{part}: {made[:80]}"

    return mutate


merges = _child("mergeCells", False, (
    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', '<mergeCells><mergeCell ref="ZZZZ1"/></mergeCells>', '<mergeCells><mergeCell ref=""/></mergeCells>',
    '<mergeCells><mergeCell/></mergeCells>', '<mergeCells><mergeCell ref="A4:A4"/></mergeCells>', '<mergeCells><mergeCell ref="B5:A4"/></mergeCells>',
    '<mergeCells><mergeCell ref="A3:C3"/><mergeCell ref="B3:D3"/></mergeCells>', '<mergeCells count="x"><mergeCell ref="A4:A5"/></mergeCells>',
    '<mergeCells><mergeCell ref="A3:H3"/></mergeCells>', '<mergeCells><mergeCell ref="B:B"/></mergeCells>', '<mergeCells><mergeCell ref="A0:B1"/></mergeCells>',
    "<mergeCells>" + '<mergeCell ref="A4:A9"/>' * 5000 + "</mergeCells>",
))  # fmt: skip
columns = _child("cols", True, (
    '<cols><col min="1" max="16384" width="10"/></cols>', '<cols><col min="5" max="1" width="10"/></cols>', '<cols><col min="x" max="y"/></cols>', "<cols/>",
    '<cols><col min="1" max="99999999999" width="1e400"/></cols>', '<cols><col min="1" max="5"/><col min="3" max="9" width="2"/></cols>', '<cols><col min="0" max="0" width="-1"/></cols>',
    '<cols><col min="1" max="1" width="abc" style="99999"/></cols>', '<cols><col width="5"/></cols>',
))  # fmt: skip
dimension = _child("dimension", True, (
    '<dimension ref="A1:XFD1048576"/>', '<dimension ref=""/>', "<dimension/>", '<dimension ref="ZZZZ1"/>', '<dimension ref="A1"/>', '<dimension ref="H9:A1"/>',
))  # fmt: skip
filters = _child("autoFilter", False, (
    '<autoFilter ref="A3:H9"/>', '<autoFilter ref=""/>', "<autoFilter/>", '<autoFilter ref="A1:XFD1048576"/>', '<autoFilter ref="odd"><filterColumn colId="x"/></autoFilter>',
    '<autoFilter ref="A3:H9"><filterColumn colId="1"><filters><filter val="甲"/></filters></filterColumn></autoFilter>',
))  # fmt: skip
validations = _child("dataValidations", False, (
    '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"a,b"</formula1></dataValidation></dataValidations>',
    '<dataValidations><dataValidation type="odd" sqref="ZZZZ1"/></dataValidations>', '<dataValidations count="x"/>', '<dataValidations><dataValidation/></dataValidations>',
    '<dataValidations><dataValidation type="list" sqref=""><formula1/></dataValidation></dataValidations>',
    '<dataValidations><dataValidation type="list" sqref="H4:H9 J4"><formula1>无此表!$A$1:$A$9</formula1></dataValidation></dataValidations>',
))  # fmt: skip
conditions = _child("conditionalFormatting", False, (
    '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" dxfId="99" priority="1"><formula>1+</formula></cfRule></conditionalFormatting>',
    '<conditionalFormatting><cfRule/></conditionalFormatting>', '<conditionalFormatting sqref="odd"/>',
    '<conditionalFormatting sqref="A4"><cfRule type="odd" dxfId="x" priority="abc"/></conditionalFormatting>',
    '<conditionalFormatting sqref="A4"><cfRule type="cellIs" priority="99999999999" operator="equal"><formula>1</formula></cfRule></conditionalFormatting>',
))  # fmt: skip
links = _child("hyperlinks", False, (
    '<hyperlinks><hyperlink ref="A4" r:id="rId999" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></hyperlinks>',
    '<hyperlinks><hyperlink ref="ZZZZ1" location="x"/></hyperlinks>', "<hyperlinks/>",
))  # fmt: skip
views = _child("sheetViews", True, (
    '<sheetViews><sheetView workbookViewId="99"/></sheetViews>', "<sheetViews/>", '<sheetViews><sheetView tabSelected="x" workbookViewId=""><pane xSplit="abc" ySplit="-1" topLeftCell="ZZZZ1"/></sheetView></sheetViews>',
    '<sheetViews><sheetView view="odd" workbookViewId="0"><selection activeCell="" sqref="A1:XFD1048576"/></sheetView></sheetViews>',
))  # fmt: skip
shapes = _child("sheetFormatPr", True, ('<sheetFormatPr defaultRowHeight="abc"/>', '<sheetFormatPr defaultRowHeight="0" baseColWidth="-1" defaultColWidth="1e400"/>', "<sheetFormatPr/>"))  # fmt: skip


def string(draft: Draft, rng: random.Random) -> str:
    """One of the shared texts."""
    part = "xl/sharedStrings.xml"
    text = draft.text(part)
    found = list(re.finditer(r"<si\b.*?</si>|<si\s*/>", text, re.DOTALL))
    if not found:
        raise Nothing
    match = rng.choice(found)
    made = rng.choice(("", "<si/>", "<si><t/></si>", match[0] * 2, "<si><t>甲_x000B_乙_x0007_</t></si>", "<si><r><t>甲</t></r></si>", f"<si><t>{'字' * 32_767}</t></si>", "<si><r/></si>", "<si><t>甲</t><t>乙</t></si>", "<odd/>", "<si><t>任务_x0020_清单</t></si>", "<si><t>&#13;&#10;</t></si>", "<si><t>\u202e甲\ufeff</t></si>"))  # fmt: skip
    draft.put(part, text[: match.start()] + made + text[match.end() :])
    return f"the shared text {match[0][:50]} → {made[:50]}"


ALL = (
    content, content, content, content, content, odd_value, odd_value, whole_column, whole_column, formula, formula, far_formula, day, day, day, reference, reference,
    row_number, double_cell, far_cell, merges, columns, dimension, filters, validations, conditions, links, views, shapes, string, string,
)  # fmt: skip

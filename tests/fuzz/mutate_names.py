"""Mutations of what a workbook says of itself: styles, defined names, views, and its list of sheets."""

from __future__ import annotations

import random
import re

from zip_draft import Draft, Entry, Nothing

_BOOK, _STYLES, _RELS, _TYPES = (
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
)
_ODD = ("", "-1", "abc", "1.5", "99999999999999999999", "65536", "1e9", "NaN", " 1", "１")
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_APP = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _into(draft: Draft, part: str, after: str, made: str) -> None:
    """Put text into a part behind the first match of a pattern. Raises ``Nothing``."""
    text = draft.text(part)
    found = re.search(after, text)
    if found is None:
        raise Nothing
    draft.put(part, text[: found.end()] + made + text[found.end() :])


def no_styles(draft: Draft, rng: random.Random) -> str:
    entry = draft.entry(_STYLES)
    draft.entries.remove(entry)
    whole = rng.random() < 0.7
    if whole:
        for part, pattern in (
            (_RELS, r'<Relationship [^>]*styles"[^>]*>'),
            (_TYPES, r'<Override [^>]*styles\.xml"[^>]*>'),
        ):
            found = re.search(pattern, draft.text(part))
            if found:
                draft.replace(part, found[0], "")
    return f"no styles{', nor a mention of them' if whole else ''}"


def bare_styles(draft: Draft, rng: random.Random) -> str:
    draft.entry(_STYLES)
    text = draft.text(_STYLES)
    tag = rng.choice(
        ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "numFmts")
    )
    made = re.sub(
        rf"<{tag}\b.*?</{tag}>|<{tag}\b[^>]*/>",
        rng.choice(("", f'<{tag} count="0"/>')),
        text,
        flags=re.DOTALL,
    )
    if made == text:
        raise Nothing
    draft.put(_STYLES, made)
    return f"no {tag} in the styles"


def number_format(draft: Draft, rng: random.Random) -> str:
    """A number format whose id is odd or built in; some cells use it."""
    number = rng.choice(("0", "1", "14", "49", "164", *_ODD))
    code = rng.choice(
        (
            "yyyy-mm-dd",
            "General",
            "",
            "[$-F800]",
            "x" * 300,
            '"',
            "[h]:mm",
            "0.00_x000B_",
            "@",
            "yyyy&quot;年&quot;",
        )
    )
    made = f'<numFmt numFmtId="{number}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
    draft.entry(_STYLES)
    if "<numFmts" in draft.text(_STYLES):
        _into(draft, _STYLES, r"<numFmts\b[^>]*>", made)
    else:
        _into(draft, _STYLES, r"<styleSheet\b[^>]*>", f'<numFmts count="1">{made}</numFmts>')
    return f"numFmt {number!r} {code[:20]!r}"


def style_ids(draft: Draft, rng: random.Random) -> str:
    """An id within the styles that is no number, or leads nowhere."""
    found = list(
        re.finditer(
            r'\b(numFmtId|fontId|fillId|borderId|xfId|builtinId|count|dxfId)="[^"]*"', draft.text(_STYLES)
        )
    )
    if not found:
        raise Nothing
    match = rng.choice(found)
    new = f'{match[1]}="{rng.choice(_ODD)}"'
    text = draft.text(_STYLES)
    draft.put(_STYLES, text[: match.start()] + new + text[match.end() :])
    return f"styles {match[0]} → {new}"


def many_formats(draft: Draft, rng: random.Random) -> str:
    count = rng.choice((1_000, 20_000, 64_000))
    _into(
        draft,
        _STYLES,
        r"<cellXfs\b[^>]*>\s*(?:<xf\b[^>]*/>)?",
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * count,
    )
    return f"{count} formats more"


def million_formats(draft: Draft, rng: random.Random) -> str:
    if rng.random() > 0.1:  # slow to make and to read
        raise Nothing
    _into(
        draft,
        _STYLES,
        r"<cellXfs\b[^>]*>",
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 1_000_000,
    )
    return "a million formats"


def cell_style(draft: Draft, rng: random.Random) -> str:
    sheets = [
        name
        for name in draft.names(".xml")
        if name.startswith("xl/worksheets/") and ' s="' in draft.text(name)
    ]
    if not sheets:
        raise Nothing
    part = rng.choice(sheets)
    text = draft.text(part)
    match = rng.choice(list(re.finditer(r' s="[^"]*"', text)))
    new = rng.choice(_ODD)
    draft.put(part, f'{text[: match.start()]} s="{new}"{text[match.end() :]}')
    return f"{part}: a cell, row or column of style {new!r}"


STYLES = (no_styles, no_styles, bare_styles, number_format, number_format, style_ids, style_ids, style_ids, many_formats, million_formats, cell_style, cell_style)  # fmt: skip


def defined_name(draft: Draft, rng: random.Random) -> str:
    name = rng.choice(("_xlnm.Print_Area", "_xlnm._FilterDatabase", "_xlnm.Print_Titles", "_xlnm.Odd", "总额", "A1", "R1C1", "", "a b", "x" * 300, "_duban", "总额_x000B_", "=", "'"))  # fmt: skip
    local = rng.choice((None, "0", "0", "1", "99", *_ODD))
    ref = rng.choice(("任务清单!$A$1:$H$9", "#REF!", "", "'任务清单'!$A:$H", "无此表!$A$1", "任务清单!ZZZZ1", "[1]Sheet1!$A$1", "1+", "任务清单!$1:$3", '"', "[odd.xlsx]x!A1", "A" * 9000))  # fmt: skip
    local_text = "" if local is None else f' localSheetId="{local}"'
    hidden = rng.choice(("", ' hidden="1"', ' hidden="x"'))
    made = f'<definedName name="{name}"{local_text}{hidden}>{ref.replace(chr(34), "&quot;")}</definedName>'
    text = draft.text(_BOOK)
    if re.search(r"<definedNames\b[^>]*[^/]>|<definedNames>", text):
        _into(draft, _BOOK, r"<definedNames\b[^>]*>", made)
    else:
        _into(draft, _BOOK, r"</sheets>", f"<definedNames>{made}</definedNames>")
    return f"defined name {name[:20]!r} of sheet {local} = {ref[:30]!r}{hidden}"


def change_name(draft: Draft, rng: random.Random) -> str:
    """One of the names that the workbook has."""
    found = re.findall(r"<definedName\b[^>]*>[^<]*</definedName>", draft.text(_BOOK))
    if not found:
        raise Nothing
    old = rng.choice(found)
    new = rng.choice((
        re.sub(r'localSheetId="[^"]*"', f'localSheetId="{rng.choice((*_ODD, "99", "0"))}"', old),
        re.sub(r">[^<]*<", f">{rng.choice(('#REF!', '', '1', 'odd!$A$1', chr(39)))}<", old),
        re.sub(r'name="[^"]*"', f'name="{rng.choice(("", "odd", "_xlnm.Print_Area"))}"', old),
        old + old,
        "",
    ))  # fmt: skip
    draft.replace(_BOOK, old, new)
    return f"{old[:100]} → {new[:100]}"


def view(draft: Draft, rng: random.Random) -> str:
    name = rng.choice(("activeTab", "firstSheet", "tabRatio", "windowWidth", "visibility"))
    value = rng.choice((*_ODD, "99"))
    text = draft.text(_BOOK)
    if f' {name}="' in text:
        draft.put(_BOOK, re.sub(rf' {name}="[^"]*"', f' {name}="{value}"', text))
    else:
        _into(draft, _BOOK, r"<workbookView\b", f' {name}="{value}"')
    return f"{name}={value!r}"


def date_system(draft: Draft, rng: random.Random) -> str:
    value = rng.choice(("1", "true", "0", "x", ""))
    _into(draft, _BOOK, r"<workbookPr\b", f' date1904="{value}"')
    return f"date1904={value!r}"


def protection(draft: Draft, rng: random.Random) -> str:
    _into(
        draft,
        _BOOK,
        r"</bookViews>|<bookViews\s*/>",
        f'<workbookProtection lockStructure="{rng.choice(("1", "true", "x"))}"/>',
    )
    return "the structure of the workbook is protected"


NAMES = (defined_name, defined_name, defined_name, change_name, change_name, view, date_system, protection)


def _sheets(draft: Draft) -> list[str]:
    found = re.findall(r"<sheet\b[^>]*?/>", draft.text(_BOOK))
    if not found:
        raise Nothing
    return found


def sheet_attribute(draft: Draft, rng: random.Random) -> str:
    old = rng.choice(_sheets(draft))
    name = rng.choice(("name", "sheetId", "r:id", "state"))
    odd = {
        "name": ("", "任务清单", "a/b", "x" * 60, "校验结果", "市级汇总", "'", "规则", "History", "a&#10;b", "_x000B_", "任务清单 ", "[1]", "单位-综合局"),
        "sheetId": (*_ODD, "1", "0"),
        "r:id": ("", "rId1", "rId99", "x", "rId2"),
        "state": ("hidden", "veryHidden", "odd", ""),
    }  # fmt: skip
    value = rng.choice(odd[name])
    new = re.sub(rf'(?<![\w:]){name}="[^"]*"', f'{name}="{value}"', old)
    if new == old:
        new = re.sub(r"\s*/>$", f' {name}="{value}"/>', old)
    draft.replace(_BOOK, old, new)
    return f"{old} → {name}={value!r}"


def all_hidden(draft: Draft, rng: random.Random) -> str:
    state = rng.choice(("hidden", "veryHidden"))
    text = re.sub(r'(<sheet\b[^>]*?)(?: state="[^"]*")?(\s*/>)', rf'\1 state="{state}"\2', draft.text(_BOOK))
    draft.put(_BOOK, text)
    return f"all sheets {state}"


def many_sheets(draft: Draft, rng: random.Random) -> str:
    old = rng.choice(_sheets(draft))
    count = rng.choice((20, 300, 10_000))
    made = "".join(re.sub(r'\bname="[^"]*"', f'name="表{n}"', old) for n in range(count))
    draft.replace(_BOOK, old, old + made)
    return f"{count} sheets more upon the part of {old}"


def other_kind(draft: Draft, rng: random.Random) -> str:
    """A sheet that is no worksheet beside the others: chart, dialog, macro, or one with an empty r:id."""
    kind, folder, content, root = rng.choice((
        ("chartsheet", "chartsheets", f"{_APP}.chartsheet+xml", '<chartsheet xmlns="{}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>'),
        ("dialogsheet", "dialogsheets", f"{_APP}.dialogsheet+xml", '<dialogsheet xmlns="{}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></dialogsheet>'),
        ("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "macrosheets", "application/vnd.ms-excel.macrosheet+xml", '<xm:macrosheet xmlns="{}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetData><row r="1"><c r="A1"><f>HALT()</f><v>0</v></c></row></sheetData></xm:macrosheet>'),
        ("worksheet", "worksheets", f"{_APP}.worksheet+xml", '<worksheet xmlns="{}"><sheetData/></worksheet>'),
    ))  # fmt: skip
    part, name = f"xl/{folder}/sheet77.xml", rng.choice(("图表", "Macro1", "对话框"))
    draft.put(part, root.format("http://schemas.openxmlformats.org/spreadsheetml/2006/main"))
    full = kind if "/" in kind else f"{_REL}/{kind}"
    _into(
        draft,
        _RELS,
        r"<Relationships\b[^>]*>",
        f'<Relationship Id="rId77" Type="{full}" Target="{folder}/sheet77.xml"/>',
    )
    _into(draft, _TYPES, r"<Types\b[^>]*>", f'<Override PartName="/{part}" ContentType="{content}"/>')
    rid = rng.choice(("rId77", "rId77", ""))
    made = f'<sheet name="{name}" sheetId="77" r:id="{rid}"/>'
    _into(draft, _BOOK, rng.choice((r"<sheets\b[^>]*>", r"(?=</sheets>)")), made)
    return f"{made} of kind {kind.rpartition('/')[2]}"


def sheet_without_part(draft: Draft, rng: random.Random) -> str:
    parts = [entry for entry in draft.entries if entry.name.startswith("xl/worksheets/sheet")]
    if not parts:
        raise Nothing
    entry = rng.choice(parts)
    draft.entries.remove(entry)
    return f"{entry.name} dropped"


def among_sheets(draft: Draft, rng: random.Random) -> str:
    """Something among the sheets that is no sheet."""
    old = rng.choice(_sheets(draft))
    odd = rng.choice(("<!-- a comment -->", "<odd/>", '<x:odd xmlns:x="urn:odd" name="x"/>', "text", "<sheet/>", "<?odd x?>", '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Fallback/></mc:AlternateContent>'))  # fmt: skip
    draft.replace(_BOOK, old, rng.choice((odd + old, old + odd)))
    return f"{odd[:40]} among the sheets"


def sheet_protection(draft: Draft, rng: random.Random) -> str:
    parts = [name for name in draft.names(".xml") if name.startswith("xl/worksheets/sheet")]
    if not parts:
        raise Nothing
    part = rng.choice(parts)
    _into(
        draft,
        part,
        r"</sheetData>",
        f'<sheetProtection sheet="{rng.choice(("1", "true", "0", "x"))}" objects="1"/>',
    )
    return f"{part} is protected"


def extra_sheet(draft: Draft, rng: random.Random) -> str:
    """A staff sheet under a name that the program knows."""
    name = rng.choice(
        (
            "规则",
            "具体项目台账",
            "承接关系",
            "市级事项",
            "填报记录",
            "区县事项",
            "市级汇总",
            "2020年第三季度通报",
            "单位-综合局",
            "校验结果",
        )
    )
    rows = rng.choice(
        (
            "",
            '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>',
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        )
    )
    draft.entries.append(
        Entry(
            "xl/worksheets/sheet88.xml",
            f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'.encode(),
        )
    )
    _into(
        draft,
        _RELS,
        r"<Relationships\b[^>]*>",
        f'<Relationship Id="rId88" Type="{_REL}/worksheet" Target="worksheets/sheet88.xml"/>',
    )
    _into(
        draft,
        _TYPES,
        r"<Types\b[^>]*>",
        f'<Override PartName="/xl/worksheets/sheet88.xml" ContentType="{_APP}.worksheet+xml"/>',
    )
    _into(draft, _BOOK, r"(?=</sheets>)", f'<sheet name="{name}" sheetId="88" r:id="rId88"/>')
    return f"one more sheet {name}{', of one far cell' if '1048576' in rows else ''}"


SHEETS = (sheet_attribute, sheet_attribute, sheet_attribute, all_hidden, many_sheets, other_kind, other_kind, other_kind, sheet_without_part, among_sheets, among_sheets, sheet_protection, extra_sheet)  # fmt: skip

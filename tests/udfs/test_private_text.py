"""What in a text belongs to a person.

PT1 A known name is found however it is written: with blanks, line breaks, unseen characters, full-width letters, in another
    case, with or without its dots, within a longer word.
PT2 Telephone, identity and account numbers and addresses are found by their form, in any writing; a known number in any form.
PT3 Amounts, dates, years, document numbers and numbers of public services are none.
PT4 A usual name behind 负责人：, a name before a title and a known surname before a title look like a person.
PT5 An allowed word lets a name stand within it and nowhere else; one that is no longer than the name allows nothing; a known
    number is never allowed.
PT6 What is masked leaves nothing that would be found again, and nothing else of the text is touched.
PT7 No text at all makes it raise; a name anywhere in any text is found and masked.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duban.udfs.private_text import MASK, Screen, around, digits_of, masked, tight_name

steady = settings(derandomize=True, deadline=None)

KNOWN = Screen(["王强", "欧阳晓峰", "高峰", "阿依古丽·买买提", "John Smith"], ["8012345", "05337654321"])


def found(text: str, screen: Screen = KNOWN) -> list[tuple[str, str]]:
    return [(part.kind, text[part.start : part.end]) for part in screen.private(text)]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("由王强负责", "王强"),
        ("由王  强负责", "王  强"),
        ("由王　强负责", "王　强"),
        ("由王\n强负责", "王\n强"),
        ("由王\u200b强负责", "王\u200b强"),
        ("由王\xad\ufeff强负责", "王\xad\ufeff强"),
        ("综合局：王强", "王强"),
        ("王强局长、张三", "王强"),
        ("王强调研", "王强"),
        ("王\U000e0100强", "王\U000e0100强"),  # a variant of an ideograph
        ("王\u3164强", "王\u3164强"),
        ("王·强、王.强", "王·强"),
        ("Ｊｏｈｎ.Smith", "Ｊｏｈｎ.Smith"),
        ("用电高峰时段", "高峰"),
        ("欧阳 晓 峰同志", "欧阳 晓 峰"),
        ("阿依古丽•买买提来信", "阿依古丽•买买提"),
        ("阿依古丽买买提来信", "阿依古丽买买提"),
        ("ＪＯＨＮ　ｓｍｉｔｈ 来访", "ＪＯＨＮ　ｓｍｉｔｈ"),
        ("⾼峰来信", "⾼峰"),  # a radical of Kangxi, as PDF leave it
    ],
)
def test_known_names__ok(text: str, part: str) -> None:  # PT1
    assert ("name", part) in found(text)


@pytest.mark.parametrize(
    "number",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "138.1234.5678",
        "１３８１２３４５６７８",
        "1 3 8 1 2 3 4 5 6 7 8",
        "138—1234—5678",
        "(138)12345678",
        "+86 13812345678",
        "0086-138-1234-5678",
        "013812345678",
        "138\n12345678",
        "138\u200b12345678",
        "一三八一二三四五六七八",
        "0533-7654321",
        "0533 7654321",
        "（0533）7654321",
        "0533—765 4321",
        "０５３３－７６５４３２１",
        "053387654321",
        "010-87654321",
        "0 5 3 3 - 7 6 5 4 3 2 1",
        "0533-7654321-801",
        "400-123-4567",
        "电话：7654321",
        "手机号 138123",
        "370302198001011234",
        "37030219800101123X",
        "370302 19800101 123x",
        "370302800101123",
        "６２２２０２１２３４５６７８９０１２３",
        "6222-0212-3456-7890",
        "wang.qiang@example.com",
        "ｗａｎｇ＠ｑｑ．ｃｏｍ",
        "wang @ example. com",
        "QQ：12345678",
        "微信号 wq_1980",
        "8012345",
        "801 2345",
        "8０1-2345",
    ],
)
def test_numbers__ok(number: str) -> None:  # PT2
    for text in (f"请联系{number}，谢谢", number, f"综合局（{number}）"):
        parts = KNOWN.private(text)
        assert {part.kind for part in parts} == {"number"}, text
        left = masked(text, parts)
        assert MASK in left and len(digits_of(left)) == 0 and "@" not in left


@pytest.mark.parametrize(
    "text",
    [
        "总投资395亿元，2020年9月30日前完成",
        "2020-01-01至2020-12-31",
        "2020.9.30、2020.10.15",
        "2020-09-30 2020-10-30",
        "鲁政发〔2020〕1号",
        "完成15.3 2.45 3.67 12.8",
        "拨打12345热线",
        "12315、96777",
        "用地1234.5亩，占比 35.6%",
        "20万平方米标准厂房，用气 12345678 立方米",
        "1、编制清单\n2、推行代办\n3、评价办法",
        "建设手机摄像模组 5000 套",
        "习近平总书记重要讲话精神",
        "管委会主任、副主任分片包联",
        "办公室主任会议",
        "支部书记、第一书记",
        "落实“五个一”服务机制",
        "统一社会信用代码",
        "负责人：待定",
        "",
        "王",
    ],
)
def test_nothing_private__ok(text: str) -> None:  # PT3
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("责任人：赵建国", "赵建国"),
        ("联系人: 赵 建 国，可以咨询", "赵 建 国"),
        ("综合局赵建国局长到场", "赵建国局长"),
        ("赵建国同志", "赵建国同志"),
        ("请王局长协调", "王局长"),
        ("王主任答复", "王主任"),
    ],
)
def test_looks_like_a_person__ok(text: str, part: str) -> None:  # PT4
    assert ("person", part) in found(text)


def test_surname_of_nobody_known__ok() -> None:  # PT4
    assert found("请孙局长协调") == [] and found("帝王局长") == []


def test_allowed__ok() -> None:  # PT5
    allowed = Screen(["高峰", "王强"], ["8012345"], ["用电 高峰", "早高峰期"])
    assert found("用电高峰、早高峰期", allowed) == []
    assert found("用电高峰由高峰负责", allowed) == [("name", "高峰")]
    assert found("早高峰", allowed) == [("name", "高峰")]
    assert found("用电高峰，王强", allowed) == [("name", "王强")]
    person = Screen([], [], ["工程项目经理", "0533-7654321"])
    assert found("工程项目经理", Screen([])) != [] and found("工程项目经理", person) == []
    assert found("热线0533—7654321", Screen([], [], ["热线0533-7654321", "05337654321"])) != []
    assert found("拨 0533-7654321", person) == []


@pytest.mark.parametrize("word", ["高峰", "高 峰", "", "高"])
def test_allowed__error(word: str) -> None:  # PT5
    assert found("由高峰负责", Screen(["高峰"], [], [word])) == [("name", "高峰")]


def test_known_number_is_never_allowed__error() -> None:  # PT5
    assert found("8012345", Screen([], ["8012345"], ["8012345"])) == [("number", "8012345")]


def test_masked__ok() -> None:  # PT6
    text = "王强（138 1234 5678）、王 强调研，wq@a.cn"
    assert masked(text, KNOWN.private(text)) == f"{MASK}（{MASK}）、{MASK}调研，{MASK}"
    assert masked("无人", []) == "无人"
    for number in ("0533-7654321", "(0533)7654321", "8613812345678", "(+86)13812345678"):
        told = f"王强（{number}）"
        assert masked(told, KNOWN.private(told)) == f"{MASK}（{MASK}）", number
    assert around(text, KNOWN.private(text)[0]) == "王强（138 1…"
    assert masked("电话：7654321 转", KNOWN.private("电话：7654321 转")) == f"电话：{MASK} 转"


def test_names_that_overlap__ok() -> None:  # PT6
    both = Screen(["王强", "强国", "王强国"])
    assert masked("由王强国负责", both.private("由王强国负责")) == f"由{MASK}负责"
    assert masked("王强国家", Screen(["王强", "强国"]).private("王强国家")) == f"{MASK}家"


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TEXTS = st.text(
    st.one_of(HAN, st.sampled_from("0123456789-—·.，。、：（）@ \u3000\n\u200bAbＡ１〇一"), st.characters()),
    max_size=40,
)
NAMES = st.text(HAN, min_size=2, max_size=4)
BETWEEN = st.sampled_from(["", " ", "\u3000", "\n", "\u200b", "  ", "\xa0", "\t", "\r\n"])


@steady
@given(TEXTS)
def test_any_text__ok(text: str) -> None:  # PT7
    parts = KNOWN.private(text)
    assert all(0 <= part.start < part.end <= len(text) for part in parts)
    again = KNOWN.private(masked(text, parts))
    assert [part for part in again if part.kind == "name"] == []


@steady
@given(TEXTS, NAMES, BETWEEN, TEXTS)
@example("一", "一一", " ", "一")
def test_a_name_in_any_text__ok(before: str, name: str, between: str, behind: str) -> None:  # PT7
    text = before + between.join(name) + behind
    screen = Screen([name])
    parts = screen.private(text)
    assert any(
        part.start <= len(before) + len(between) * (len(name) - 1) + len(name) and part.kind == "name"
        for part in parts
    )
    assert tight_name(name) not in tight_name(masked(text, parts)).replace(MASK, "|")


@steady
@given(
    TEXTS,
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["", " ", "-", "—", "\u3000"]),
    TEXTS,
)
def test_a_number_in_any_text__ok(before: str, number: str, between: str, behind: str) -> None:  # PT7
    text = f"{before}，{between.join(number)}，{behind}"
    left = masked(text, Screen([]).private(text))
    assert number not in digits_of(left.replace(MASK, "|").replace("，", "\n")).split("\n")
    assert between.join(number) not in left

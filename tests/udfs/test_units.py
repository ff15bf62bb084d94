"""Units and people in a cell, and at the end of a measure.

U1 A name with inner spaces is one name; two names may share a cell; a title is no part of a name.
U2 Unit and owners are read from every layout; the unit has one spelling.
U3 What is said of a unit (牵头, 配合, 会同) tells who leads and who helps, in words, brackets or labels.
U4 Units parted by blanks are several units; blanks inside a name mean nothing.
U5 A person is never a unit, wherever the name stands; a telephone number is neither.
U6 A unit stays as it is written: 各镇（街道）, 各镇、街道, brackets of its own; nothing unseen hides a label.
U7 A doubtful unit is a person, a sentence or a number; a real unit of any level is not doubtful.
U8 A tail at the end of a measure gives unit and term; an ordinary bracket is none.
U9 No text at all makes a reader raise.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.udfs.text import squeeze
from duban.udfs.unit_and_deadline_at_end import read_tail
from duban.udfs.unit_doubts import doubtful_unit
from duban.udfs.units import UnitCell, one_unit, split_names, split_unit

steady = settings(derandomize=True, deadline=None)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("邵  民", ("邵民",)),
        ("郑\u3000忠\n", ("郑忠",)),
        ("孙振美", ("孙振美",)),
        ("邵  民\n郑  忠", ("邵民", "郑忠")),
        ("邵 民 郑 忠", ("邵民", "郑忠")),
        ("邵民、王歆华，郑  忠", ("邵民", "王歆华", "郑忠")),
        ("邢少杰 王文韬", ("邢少杰", "王文韬")),
        ("邵  民 王文韬", ("邵民", "王文韬")),
        ("王文韬\n王文韬", ("王文韬",)),
        ("王文韬 0533-1234567 13800000000", ("王文韬",)),
        ("", ()),
        (None, ()),
    ],
)
def test_split_names__ok(cell: object, names: tuple[str, ...]) -> None:  # U1
    assert split_names(cell) == names


@pytest.mark.parametrize(
    ("cell", "unit", "owners"),
    [
        ("综合管理局\n负责人：卞允庆", "综合管理局", ("卞允庆",)),
        ("办公室\n\n负责人：\n曹元良\n\n", "办公室", ("曹元良",)),
        ("\n规划建设局\n\n负责人：邢少杰\n王文韬\n ", "规划建设局", ("邢少杰", "王文韬")),
        ("规划建设局 负责人:邢少杰、王文韬", "规划建设局", ("邢少杰", "王文韬")),
        ("综合管理局（负责人：卞允庆）", "综合管理局", ("卞允庆",)),
        ("综合管理局（卞允庆）", "综合管理局", ("卞允庆",)),
        ("综合管理局：卞允庆", "综合管理局", ("卞允庆",)),
        ("综合管理局 卞允庆", "综合管理局", ("卞允庆",)),
        ("综合 管理局 邵  民", "综合管理局", ("邵民",)),
        ("综合管理局\n卞允庆\n邵  民", "综合管理局", ("卞允庆", "邵民")),
        ("牵头单位：综合管理局\n主要负责人：卞允庆", "综合管理局", ("卞允庆",)),
        ("综合管理局\n单位负责人：卞允庆 13800000000", "综合管理局", ("卞允庆",)),
        ("综合管理部门负责人：卞允庆", "综合管理部门", ("卞允庆",)),
        ("综合管理局\n责任人：卞允庆\n联系人：邵  民", "综合管理局", ("卞允庆", "邵民")),
        ("党政办公室（政务服务中心）\n负责人：崔景明", "党政办公室(政务服务中心)", ("崔景明",)),
        ("党政办公室(政务服务中心)", "党政办公室(政务服务中心)", ()),
        ("招商局（牵头）\n负责人：刘慧娟", "招商局", ("刘慧娟",)),
        ("投资  促进局", "投资促进局", ()),
        ("党 委 办 公 室", "党委办公室", ()),
        ("负责人：卞允庆", "", ("卞允庆",)),
        ("  \n", "", ()),
        (None, "", ()),
    ],
)
def test_split_unit__ok(cell: object, unit: str, owners: tuple[str, ...]) -> None:  # U2
    assert split_unit(cell) == UnitCell(unit, (), owners)


@pytest.mark.parametrize(
    ("cell", "units", "owners"),
    [
        ("招商局、办公室\n负责人：刘慧娟", ["招商局", "办公室"], ("刘慧娟",)),
        ("招商局\n办公室", ["招商局", "办公室"], ()),
        ("招商局/办公室 刘慧娟", ["招商局", "办公室"], ("刘慧娟",)),
        ("招商局（牵头）、办公室（配合）", ["招商局", "办公室"], ()),
        ("牵头单位：招商局\n配合单位：办公室、各镇街", ["招商局", "办公室", "各镇街"], ()),
        ("招商局\n负责人：刘慧娟\n配合单位：规划建设局", ["招商局", "规划建设局"], ("刘慧娟",)),
        ("招商局\n负责人：刘慧娟\n办公室\n负责人：曹元良", ["招商局", "办公室"], ("刘慧娟", "曹元良")),
    ],
)
def test_further_units_are_no_owners__ok(cell: str, units: list[str], owners: tuple[str, ...]) -> None:  # U2
    found = split_unit(cell)
    assert (found.unit, {*found.others, *found.helpers}, found.owners) == (units[0], set(units[1:]), owners)


def test_the_same_unit_with_other_blank_lines_is_one_unit__ok() -> None:  # U2
    cells = ["综合管理局" + "\n" * n + "负责人：\n卞允庆" + "\n" * n for n in (1, 2, 3)]
    assert {one_unit(cell) for cell in cells} == {"综合管理局"}


@steady
@given(st.text("综合管理局办公室、招商()（）:：负责人牵头单位卞允庆 \n，"))
def test_a_unit_in_one_spelling_stays_as_it_is(cell: str) -> None:  # U2
    unit = one_unit(cell)
    assert unit == squeeze(unit)
    assert "\n" not in unit


@pytest.mark.parametrize(
    ("cell", "unit", "others", "helpers"),
    [
        ("组织部牵头，人社局配合", "组织部", "", "人社局"),
        ("甲局、乙局牵头，丙局配合", "甲局", "乙局", "丙局"),
        ("由甲局牵头，乙局、丙局参与", "甲局", "", "乙局 丙局"),
        ("甲局（牵头）、乙局", "甲局", "", "乙局"),
        ("甲局〔牵头〕、乙局【配合】", "甲局", "", "乙局"),
        ("甲局会同乙局", "甲局", "", "乙局"),
        ("甲局会商乙局", "甲局", "", "乙局"),
        ("由甲局会同乙局、丙局牵头，丁局配合", "甲局", "", "乙局 丙局 丁局"),
        ("甲局牵头，乙局、丙局按职责分工负责", "甲局", "", "乙局 丙局"),
        ("甲局牵头，乙局等相关部门配合", "甲局", "", "乙局"),
        ("甲局牵头 乙局配合", "甲局", "", "乙局"),
        ("甲局牵头乙局配合", "甲局", "", "乙局"),
        ("甲局负责", "甲局", "", ""),
        ("财政局，发改委配合", "财政局", "", "发改委"),
        ("牵头单位：甲局；配合单位：乙局", "甲局", "", "乙局"),
        ("牵头：甲局；配合：乙局、丙局", "甲局", "", "乙局 丙局"),
        ("主责部门：甲局\n协办部门：乙局", "甲局", "", "乙局"),
        ("牵头责任单位：甲局 责任单位：乙局", "甲局", "", "乙局"),
        ("配合单位：甲局\n牵头单位：乙局", "乙局", "", "甲局"),
        ("配合单位：人社、住建\n牵头单位：甲局", "甲局", "", "人社 住建"),
    ],
)
def test_who_leads_and_who_helps__ok(cell: str, unit: str, others: str, helpers: str) -> None:  # U3
    assert split_unit(cell) == UnitCell(unit, tuple(others.split()), (), tuple(helpers.split()))


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("财政局、发改委", "财政局 发改委"),
        ("财政局 发改委 统计局", "财政局 发改委 统计局"),
        ("财政局，发改委", "财政局 发改委"),
        ("财政局/发改委", "财政局 发改委"),
        ("财政局、发改委 统计局", "财政局 发改委 统计局"),
        ("财政局\n发改委", "财政局 发改委"),
        ("财政局和发改委", "财政局 发改委"),
        ("1、财政局\n2、发改委", "财政局 发改委"),
        ("①财政局②发改委", "财政局 发改委"),
        ("高新区 经开区", "高新区 经开区"),
        ("（财政局）", "财政局"),
        ("财政局。", "财政局"),
        ("发展和改革局", "发展和改革局"),
        ("住房和城乡建设局", "住房和城乡建设局"),
        ("区委 组织部", "区委组织部"),
        ("各镇（街道）", "各镇(街道)"),
        ("各镇、街道", "各镇、街道"),
        ("各镇、街道、财政局", "各镇、街道 财政局"),
        ("各区县（功能区）", "各区县(功能区)"),
        ("市直各部门", "市直各部门"),
        ("高新区（保税区）管委会", "高新区(保税区)管委会"),
        ("区委宣传部（网信办）", "区委宣传部(网信办)"),
        ("综合局 负责全区的改革工作", "综合局负责全区的改革工作"),
        ("财\u00ad政\u200d局", "财政局"),
    ],
)
def test_units_parted_or_as_written__ok(cell: str, units: str) -> None:  # U4 U6
    found = split_unit(cell)
    assert ([found.unit, *found.others], found.owners, found.helpers) == (units.split(), (), ())


@pytest.mark.parametrize(
    ("cell", "unit", "owners"),
    [
        ("综合局（张建国同志）", "综合局", "张建国"),
        ("市场监管局局长 刘洋", "市场监管局", "刘洋"),
        ("综合局局长张建国", "综合局", "张建国"),
        ("综合局张建国局长", "综合局", "张建国"),
        ("综合局 张建国 局长", "综合局", "张建国"),
        ("综合局（局长 王强）", "综合局", "王强"),
        ("综合局 王强（局长）", "综合局", "王强"),
        ("局长：张建国", "", "张建国"),
        ("财政局长 王强", "财政局", "王强"),
        ("财政局党组书记、局长 王强", "财政局", "王强"),
        ("区委常委、宣传部部长 王强", "宣传部", "王强"),
        ("唐山镇党委书记 王强", "唐山镇", "王强"),
        ("党工委 王强", "党工委", "王强"),
        ("综合局（王强、李敏）", "综合局", "王强 李敏"),
        ("责任人：王强 李敏", "", "王强 李敏"),
        ("负责人：局长 王强\n李敏同志", "", "王强 李敏"),
        ("责任单位及责任人：综合局 王强", "综合局", "王强"),
        ("张建国\n综合局", "综合局", "张建国"),
        ("邵  民\n综合局", "综合局", "邵民"),
        ("张建国 综合局", "综合局", "张建国"),
        ("王强、李敏\n综合局", "综合局", "王强 李敏"),
        ("王强（综合局）", "综合局", "王强"),
        ("张建国", "", "张建国"),
        ("邵  民", "", "邵民"),
        ("牵头领导：邵民\n牵头单位：综合局", "综合局", "邵民"),
        ("综合局 王强 13800000000", "综合局", "王强"),
        ("综合局 王强（138 0000 0000）", "综合局", "王强"),
        ("综合局 电话：0533-2345678", "综合局", ""),
        ("综合局（0533－2345678）\n负责人：王强", "综合局", "王强"),
        ("综合局\u200b\n负\ufeff责人：王强", "综合局", "王强"),
        ("书记办公室", "书记办公室", ""),
    ],
)
def test_a_person_is_no_unit__ok(cell: str, unit: str, owners: str) -> None:  # U5
    assert split_unit(cell) == UnitCell(unit, (), tuple(owners.split()))


REAL_UNITS = [
    "党政办",
    "办公室",
    "综合管理局",
    "财政局",
    "发改委",
    "区发改局",
    "市场监管局",
    "行政审批局",
    "大数据中心",
    "纪检监察组",
    "住建局",
    "水务公司",
    "人社局",
    "区委组织部",
    "区委宣传部",
    "区委宣传部（网信办）",
    "市委政法委",
    "区纪委监委",
    "区人大常委会办公室",
    "区政协",
    "区人民法院",
    "区人民检察院",
    "团区委",
    "区妇联",
    "区总工会",
    "区工商联",
    "区残联",
    "唐山镇",
    "马桥镇",
    "周村区",
    "张店区",
    "高青县",
    "邹平市",
    "城北街道",
    "城北街道办事处",
    "田庄乡",
    "高家村",
    "安康社区",
    "高新区管委会",
    "高新区（保税区）管委会",
    "经开区",
    "功能区",
    "园区",
    "文旅区",
    "石化园区",
    "开投集团",
    "区城投公司",
    "国网山东省电力公司淄博供电公司",
    "供电公司",
    "中心医院",
    "市第一医院",
    "实验学校",
    "职业技术学院",
    "研究院",
    "防汛抗旱指挥部",
    "招商专班",
    "项目工作组",
    "改革领导小组",
    "党工委",
    "东城派出所",
    "交警大队",
    "消防支队",
    "农村信用联社",
    "商会",
    "钢铁行业协会",
    "各镇（街道）",
    "各镇、街道",
    "各区县（功能区）",
    "市直各部门",
    "各镇街",
    "各有关单位",
    "安监局",
    "安委会",
    "应急局",
    "文旅局",
    "林业局",
    "金融办",
    "高速办",
    "关工委",
    "石化公司",
    "税务局",
    "安全环保部",
    "文化和旅游局",
    "住房和城乡建设局",
    "组织人事部",
    "科技创新服务中心",
    "工作落实办",
    "项目推进中心",
    "12345热线办",
    "国土所",
    "房管中心",
    "车管所",
    "铁塔公司",
    "联通公司",
    "建设银行",
    "农商行",
    "万达集团",
    "华能电厂",
    "党群工作部",
    "机关党委",
    "督查室",
    "信访局",
    "综合行政执法局",
    "退役军人事务局",
    "甲局",
]


def test_no_real_unit_is_doubtful__ok() -> None:  # U7
    assert len(REAL_UNITS) >= 60
    assert {name: why for name in REAL_UNITS if (why := doubtful_unit(name))} == {}


def test_a_real_unit_is_read_as_itself__ok() -> None:  # U6
    assert [name for name in REAL_UNITS if split_unit(name) != UnitCell(squeeze(name), (), ())] == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("张建国", "person"),
        ("王强", "person"),
        ("邵  民", "person"),
        ("欧阳建国", "person"),
        ("负责全区招商工作", "sentence"),
        ("由综合局牵头推进", "sentence"),
        ("抓好落实。", "sentence"),
        ("进一步加强园区基础设施和公共服务配套水平的提升", "sentence"),
        ("123", "number"),
        ("13800000000", "number"),
        ("2020年9月30日", "number"),
        ("80%", "number"),
        ("", None),
    ],
)
def test_doubtful_unit__ok(name: str, why: str | None) -> None:  # U7
    assert doubtful_unit(name) == why


@pytest.mark.parametrize(
    ("tail", "unit", "others", "owners", "helpers", "term"),
    [
        ("（责任单位：行政审批局；完成时限：9月底前）", "行政审批局", "", "", "", "9月底前"),
        (
            "。（责任单位：大数据中心、财政局；完成时限：12月底前）。",
            "大数据中心",
            "财政局",
            "",
            "",
            "12月底前",
        ),
        ("（责任单位：纪检监察组；长期坚持）", "纪检监察组", "", "", "", "长期坚持"),
        ("（住房建设局牵头，6月底前完成）", "住房建设局", "", "", "", "6月底前"),
        ("（水务公司，11月底前完成）", "水务公司", "", "", "", "11月底前"),
        ("（财政局、发改委；9月底前）", "财政局", "发改委", "", "", "9月底前"),
        ("（牵头单位：甲局，责任人：王强）", "甲局", "", "王强", "", ""),
        ("（甲局牵头，乙局、丙局配合，2020年6月30日前）", "甲局", "", "", "乙局 丙局", "2020年6月30日前"),
        ("〔甲局牵头〕", "甲局", "", "", "", ""),
        ("[责任单位：甲局]", "甲局", "", "", "", ""),
        ("【责任单位：甲局】", "甲局", "", "", "", ""),
        ("(责任单位:甲局;完成时限:9月底)", "甲局", "", "", "", "9月底"),
        ("（责任单位：甲局；\n完成时限：9月底）", "甲局", "", "", "", "9月底"),
        ("（责任单位：甲局）（完成时限：9月底前）", "甲局", "", "", "", "9月底前"),
        ("（责任单位：高新区（保税区）管委会；时限：年底）", "高新区(保税区)管委会", "", "", "", "年底"),
        ("\n责任单位：甲局  完成时限：9月底", "甲局", "", "", "", "9月底"),
        ("（完成时限：9月底前）", "", "", "", "", "9月底前"),
        ("（责任人：王强；时限：年底）", "", "", "王强", "", "年底"),
    ],
)
def test_read_tail__ok(tail: str, unit: str, others: str, owners: str, helpers: str, term: str) -> None:  # U8
    found = read_tail(f"建成企业服务专区{tail}")
    assert found is not None
    assert found.unit == UnitCell(unit, tuple(others.split()), tuple(owners.split()), tuple(helpers.split()))
    assert found.term == term


@pytest.mark.parametrize(
    "text",
    [
        "建成产业园（含社区工厂）",
        "印发办法（试行）",
        "实施规划（2020—2022年）",
        "建成中心（共3个）",
        "建成中心（共3个中心，年底前）",
        "开展评议（由企业参与）",
        "启动建设（9月底前完成）",
        "移交财政局（国资局）",
        "（责任单位：甲局）建成专区",
        "责任单位：甲局\n建成专区",
        "建成专区",
        "",
        None,
    ],
)
def test_read_tail__error(text: object) -> None:  # U8
    assert read_tail(text) is None


PIECES = st.lists(
    st.sampled_from(
        [
            "综合局",
            "财政局",
            "张建国",
            "王强",
            "邵",
            "民",
            "局长",
            "同志",
            "牵头",
            "配合",
            "负责",
            "会同",
            "等部门",
            "单位",
            "责任单位",
            "负责人",
            "：",
            ":",
            "、",
            "，",
            "；",
            "。",
            "（",
            "）",
            "(",
            ")",
            "〔",
            "】",
            "/",
            "和",
            "各镇",
            "街道",
            "由",
            "9月底前",
            "完成时限",
            "0533-2345678",
            "13800000000",
            "1、",
            "①",
            " ",
            "\n",
            "\u3000",
            "\u200b",
        ]
    ),
    max_size=14,
).map("".join)


@steady
@given(PIECES | st.text())
def test_no_text_raises_and_nobody_is_unit_and_owner(cell: str) -> None:  # U5 U9
    found = split_unit(cell)
    assert not {found.unit, *found.others} & set(found.owners)
    assert doubtful_unit(cell) in (None, "person", "sentence", "number")
    tail = read_tail(cell)
    assert tail is None or tail.term or tail.unit.unit or tail.unit.owners


@pytest.mark.parametrize(
    ("cell", "units", "owners"),
    [
        ("综合局王强", ("综合局",), ("王强",)),
        ("综合局欧阳文静", ("综合局",), ("欧阳文静",)),
        ("市发改委产业科李明", ("市发改委产业科",), ("李明",)),
        ("财政局国库科", ("财政局国库科",), ()),
        ("财政局、石化、发改", ("财政局", "石化", "发改"), ()),
        ("安监局、市发改", ("安监局", "市发改"), ()),
    ],
)
def test_names_that_touch_and_units_by_their_field__ok(
    cell: str, units: tuple[str, ...], owners: tuple[str, ...]
) -> None:
    found = split_unit(cell)
    assert ((found.unit, *found.others), found.owners) == (units, owners)

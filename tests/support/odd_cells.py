"""Odd cells: what staff, Word, chats and other programs leave in the cells of a sheet, for random tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

BLANKS = [None, None, None]
NUMBERS = [-1, 0, 1, 2, 3, 5, 30, 50, 70, 80, 99, 100, 101, 2020, 43831, 44104, 73050, 73051, 10**20]
NUMBERS += [
    -0.0,
    1e-9,
    0.1,
    0.5,
    0.8,
    0.999,
    0.9999999,
    1.0,
    1.0000001,
    1.5,
    1.999,
    2.0,
    2.5,
    100.0,
    100.5,
    1e300,
]
NUMBERS += [True, False]
DAYS = [date(1899, 12, 30), date(1989, 12, 31), date(1990, 1, 1), date(2019, 12, 31), date(2020, 1, 1)]
DAYS += [date(2020, 6, 30), date(2020, 9, 29), date(2020, 9, 30), date(2020, 10, 1), date(2020, 12, 31)]
DAYS += [date(2021, 6, 30), date(2099, 12, 31), date(2100, 1, 1), datetime(2020, 9, 30, 17, 30)]
DAYS += [datetime(2099, 12, 31), datetime(1989, 12, 31, 23, 59)]
PLAIN = ["限期", "常态化", "已移出", "长期", "主", "辅", "主 ", "建议", "已确认", "不采纳", "同意", "自主"]
PLAIN += ["完成摸底", "综合管理局", "综合管理局\n负责人：何书平", "招商局（张三）", "负责人：王强", "周明远"]
SHARES = [
    "80%",
    "８０％",
    "0.8",
    "80",
    "150%",
    "大部分",
    "1.",
    "-5%",
    " 80% ",
    "1",
    "１",
    "（一）",
    "一",
    "甲",
    "1.5",
]
DATES = [
    "2020年9月底",
    "2020.9.30",
    "9月30日前",
    "年内",
    "2020年2月30日",
    "2020-09-30 10:00",
    "20200930",
    "长期",
]
ODD = [
    "２０２０年",
    "３．５％",
    "已完成,待办",
    "第1,2项",
    "“一号”;二",
    "效率?高",
    "时间:10",
    "Q:A",
    " 前",
    "后 ",
    "\n前",
]
ODD += [
    "后\u3000",
    "\xa0前",
    "前\u2028后",
    "前\x0b后",
    "\x07响",
    "_x0007_",
    "_x000D_",
    "_x00",
    "_x001F_",
    "\x7f",
]
ODD += [
    "\x1c前",
    "前\x1e",
    "\x85前",
    "[bookmark: _GoBack]",
    "[bookmark",
    "_GoBack",
    '{ HYPERLINK "x" }',
    "HYPERLINK",
]
ODD += [
    "Error! Reference source not found.",
    "Error!",
    "错误!未找到引用源。",
    "错误!",
    "【2020】8号",
    "淄政【2019】第12号",
]
ODD += [
    "【2020】年",
    "【重点】",
    "=合计",
    "=1+1",
    "+张三",
    "-完成",
    "--",
    "-5",
    "@所有人",
    "＝合计",
    "'=甲",
    "　",
]
ODD += ["年内完成", "2021年底前办结", "2020年内", "两年内", "2019年度内", "今年内见效，2022年底完成"]
NAMES = [
    "邵  民",
    "邵\u3000民",
    "负责人：李 明",
    "何书平、邵 民",
    "王 小 明",
    "综合 管理局",
    "综合 管理局\n负责人：何书平",
    "邵 民 局长",
]
NAMES += ["综合管 理局", "１号局", "ＡＢ局", "AB局", "邵 民\n李 明", "A B", "邵 \n民"]
LISTS = [
    "1、甲；\n2、乙。",
    "1、甲\n3、乙",
    "1、甲\n1、乙",
    "2、甲\n3、乙",
    "1.甲\n2.乙",
    "1.甲\n3.乙",
    "（一）甲\n（三）乙",
    "一是甲\n二是乙",
]
LISTS += [
    "1、甲\n\n2、乙",
    "1、甲\r\n3、乙",
    "1、甲\x0b5、乙",
    "1、甲\x0b5、乙\n2、丙",
    "1、甲\x1c2、乙\n3、丙",
    "1、甲\x0c2、乙\n3、丙",
]
LISTS += [
    "1、甲\u20283、乙\n2、丙",
    "1、甲\x852、乙\n3、丙",
    "1、\n2、",
    "1、",
    "、",
    "一、",
    "①甲\n③乙",
    "前言：\n1、甲\n2、乙",
    "１、甲\n３、乙",
]
LISTS += [
    "1、甲\n 3、乙",
    "1、甲\n\x01 3、乙\n",
    "1、甲\n2、乙\x1d3、丙",
    "1）甲\n2、乙\n4）丙",
    "第1，甲\n第3，乙",
]
LISTS += ["\n".join(f"{n}、甲" for n in range(1, 102)), "\n".join(f"{n}、甲" for n in (*range(1, 60), 61))]
LISTS += [
    "1、2、甲\n2、乙",
    "1、（一）甲\n2、（三）乙",
    "1、1.5倍\n3、乙",
    "1、１.甲",
    "1、甲\n2\u20282、乙\n3、丙",
]
POOL = [*BLANKS, *NUMBERS, *DAYS, *PLAIN, *SHARES, *DATES, *ODD, *NAMES, *LISTS]

LETTERS = "1２3、.．，,（(）)一二是：:;?! \u3000\n\r\x0b\x0c\x1c\x1d\x85\u2028\x07\t年内底【】〔2020号8_x007GoBack[=+-@甲乙局负责人"
texts = st.text(LETTERS, min_size=1, max_size=24).filter(lambda text: not text.isspace())
values = st.one_of(st.sampled_from(POOL), st.sampled_from(POOL), texts)

LIKELY: Mapping[str, Sequence[Any]] = {
    "序号": [1, 2, 3, "2", "（一）", 5],
    "事项键": [1, 2, 3, 4, 5, 6, 7, "1"],
    "措施序号": [1, 2, "1"],
    "市级序号": [1, 2, "2"],
    "完成进度": [0, 0.1, 0.5, 0.8, 1, "80%", 60],
    "权重": [0.3, 0.4, 0.5, 0.5, 0.5, 30, 40, 50, 0],
    "事项名称": [None, "甲改革", "乙改革", "甲 改革", *PLAIN],
    "完成时限": [
        date(2020, 9, 29),
        date(2020, 9, 30),
        date(2020, 12, 31),
        date(2021, 6, 30),
        date(2019, 12, 31),
    ],
    "开始日期": [date(2020, 1, 1), date(2020, 6, 30), date(2020, 10, 1)],
    "存在问题": [None, "材料收集慢"],
    "下步措施": [None, "每周调度"],
    "佐证材料": [None, "验收单"],
    "牵头领导": [None, "周明远", "邵  民"],
    "办结日期": DAYS,
    "更新日期": DAYS,
    "类型": ["限期", "限期", "常态化", "已移出"],
    "关系": ["主", "辅"],
    "状态": ["建议", "已确认", "不采纳"],
    "牵头单位及负责人": NAMES,
    "责任单位": NAMES,
    "改革攻坚目标": [None, "年内完成", "2021年底前办结", "完成摸底"],
    "改革的具体项目": LISTS,
}
"""Values that make the rules of rows speak: doubles, gaps, dates that lie close to each other."""

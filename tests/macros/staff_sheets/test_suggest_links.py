"""Suggestions: what an item shares with a city item's description settles it, not the title.

SG1  A long rare phrase beats a title that is nearly the same.
SG2  Boilerplate that all titles have (改革攻坚, 体制机制) is cut out and no run crosses the cut.
SG3  A phrase that every city item has tells nothing; without a telling one there is no suggestion.
SG4  At most three candidates, best first, the same in each run.
SG5  2000 items against 15 take reasonable work.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duban.macros.staff_sheets.suggest_links import ENOUGH, TOP, Suggester, strip

CITY = {
    1: ("城市更新改革攻坚", "加快老旧小区加装电梯，完善社区养老驿站布局，推进口袋公园建设。"),
    2: ("绿色低碳改革攻坚", "建立重点企业碳排放台账，推广屋顶分布式光伏，实施余热余压综合利用。"),
    3: ("社区治理体制机制改革攻坚", "健全网格员吹哨报到机制，建设城乡一体化调解中心，推广积分超市。"),
}


@pytest.fixture(scope="module")
def suggester() -> Suggester:
    return Suggester(CITY)


def test_title_misleads__ok(suggester: Suggester) -> None:  # SG1
    found = suggester.candidates(
        "城区更新体制改革攻坚", ["推广屋顶分布式光伏，装机两兆瓦", "实施余热余压综合利用"]
    )
    assert found[0].number == 2
    assert found[0].phrase in ("推广屋顶分布式光伏", "实施余热余压综合利用")


def test_same_title_is_evidence__ok(suggester: Suggester) -> None:  # SG1
    found = suggester.candidates("城市更新", ["召开专题会议"])
    assert (found[0].number, found[0].phrase) == (1, "城市更新")


def test_best_first__ok(suggester: Suggester) -> None:  # SG4
    body = ["健全网格员吹哨报到机制，建设城乡一体化调解中心", "建立重点企业碳排放台账"]
    found = suggester.candidates("综合改革攻坚", body)
    assert [s.number for s in found[:2]] == [3, 2]
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert len(found) <= TOP and found[0].score >= ENOUGH
    assert suggester.candidates("综合改革攻坚", body) == found


def test_boilerplate_is_cut_out__ok() -> None:  # SG2
    assert strip("科技体制机制改革攻坚行动") == "科技  行动"
    only = Suggester({1: ("科技行动", "")})
    runs = only._runs(strip("科技体制机制改革攻坚行动"), only._texts[1], only._shared_pairs("科技  行动")[1])
    assert [run for _, run in runs] == ["科技", "行动"]


def test_boilerplate_alone__error(suggester: Suggester) -> None:  # SG2
    assert suggester.candidates("体制机制改革攻坚", ["深化改革攻坚，完善体制机制，推进改革"]) == []


def test_phrase_of_all_city_items__error() -> None:  # SG3
    same = "每季度向领导小组报告推进情况"
    everywhere = Suggester({n: (title, body + same) for n, (title, body) in CITY.items()})
    assert everywhere.candidates("食堂改造", [same]) == []
    assert Suggester({**CITY, 3: ("治理", same)}).candidates("食堂改造", [same])[0].number == 3


@pytest.mark.parametrize("body", [[], [""], ["添置餐桌"], ["、，。"]])
def test_nothing_shared__error(suggester: Suggester, body: list[str]) -> None:  # SG3
    assert suggester.candidates("职工食堂", body) == []


def test_one_city_item_only__ok() -> None:  # SG3
    assert (
        Suggester({7: CITY[2]}).candidates("节能", ["推广屋顶分布式光伏，实施余热余压综合利用"])[0].number
        == 7
    )


def test_many_items__ok(monkeypatch: pytest.MonkeyPatch) -> None:  # SG5
    """Work grows with the text of the items, one pass over each city text: no comparison of all pairs."""
    city = {
        n: (f"第{n}项改革攻坚", "".join(chr(0x4E00 + (n * 331 + k * k * 7) % 5000) for k in range(200)))
        for n in range(1, 16)
    }
    passes = 0
    plain = Suggester._runs

    def counted(self: Suggester, own: str, other: str, pairs: Sequence[int]) -> list[tuple[float, str]]:
        nonlocal passes
        passes += 1
        return plain(self, own, other, pairs)

    monkeypatch.setattr(Suggester, "_runs", counted)
    suggester = Suggester(city)
    for n in range(2000):
        parent = n % 15 + 1
        phrase = city[parent][1][n % 150 : n % 150 + 20]
        assert suggester.candidates(f"事项{n}", [phrase])[0].number == parent
    assert passes == 2000 * 15

"""X"""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from duban.udfs.text import squeeze
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

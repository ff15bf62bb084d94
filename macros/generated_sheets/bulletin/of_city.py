"""The bulletin of a city for one period: its items and its districts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from duban.macros.figures import formulas
from duban.macros.figures.district_figures import Standing
from duban.macros.figures.figures import TIE, ranks
from duban.macros.figures.plain_means import carried_mean
from duban.macros.generated_sheets.bulletin.items import put_change
from duban.macros.generated_sheets.bulletin.lights import FIRST as FIRST_LIGHT
from duban.macros.generated_sheets.bulletin.lights import WIDTHS as LIGHT_WIDTHS
from duban.macros.generated_sheets.bulletin.overview import change_in_words, put_lights
from duban.macros.generated_sheets.bulletin.paper import Paper
from duban.macros.generated_sheets.bulletin.pictures import Drawn, put_pictures
from duban.macros.generated_sheets.bulletin.registers import DECISION_WIDTHS, put_registers
from duban.macros.generated_sheets.bulletin.registers import WIDTHS as REGISTER_WIDTHS
from duban.macros.generated_sheets.bulletin.units import compared, put_moved
from duban.macros.generated_sheets.city_understood import City
from duban.macros.generated_sheets.live_text import LiveText
from duban.macros.generated_sheets.registers.source import Sources
from duban.macros.history.past import Past
from duban.udfs.lights import LIGHTS, NOT_CARRIED
from duban.workbook.cells.addresses import a1, letter
from duban.workbook.format.sheets.districts import HANDED_IN, NOT_HANDED_IN
from duban.workbook.format.sheets.settings import ITEMS, OF_REGISTERS, PICTURES, RANKING, UNREPORTED
from duban.workbook.format.sheets.settings import LIGHTS as LIGHTS_BLOCK
from duban.workbook.plan.plans import SheetPlan
from duban.workbook.plan.table import Table

_OVERVIEW = (11, 7, 9, 7, 5, 5, 5, 6, 6, 6, 6, 6)
_RANKING = (5, 13, 9, 7, 10, 11, 12, 6, 6)
_ITEMS = (5, 22, 7, 10, 11, 12, 6, 6)
_ABSENT = (5, 22, 12, 10, 18, 12)

_ITEM_COUNT, _ITEM_DONE, _ITEM_EXPECTED, _ITEM_LIGHT = 3, 4, 5, 6
_STATUS, _MEAN = 3, 5

_FIGURES = ("count", "progress", "expected", "light")
_FIRST = 2
"""The first row of the hidden columns."""


def city_bulletin(city: City, past: Past, name: str, registers: Sources, correction: int = 0) -> SheetPlan:
    """The plan of a city's bulletin for the period of 规则, as the sheet of this name; ``past`` is what came before."""
    widths = (_OVERVIEW, _RANKING, LIGHT_WIDTHS, _ITEMS, _ABSENT, REGISTER_WIDTHS, DECISION_WIDTHS)
    paper = Paper(name, city.settings, city.rules, widths)
    paper.head(correction)
    _CityBlocks(paper, city, past).put()
    if paper.shows(OF_REGISTERS):
        put_registers(paper, registers)
    paper.foot()
    return paper.plan()


class _CityBlocks:
    """The blocks. What the sentences at the top count stands in hidden columns, whatever blocks are chosen."""

    def __init__(self, paper: Paper, city: City, past: Past) -> None:
        self.paper, self.city, self.past = paper, city, past
        self.figures = _Figures(paper, city)

    def put(self) -> None:
        paper = self.paper
        self._overview()
        order = _ranked(self.city)
        # pictures show the figures of tables: without any, both are there
        alone = paper.shows(PICTURES) and not (paper.shows(RANKING) or paper.shows(LIGHTS_BLOCK))
        ranked = self._rank(order) if paper.shows(RANKING) or alone else None
        counted = self._lights(order) if paper.shows(LIGHTS_BLOCK) or alone else None
        if paper.shows(PICTURES):
            put_pictures(
                paper,
                "区县",
                Drawn(*ranked, 2, _MEAN) if ranked else None,
                Drawn(*counted, 1, FIRST_LIGHT) if counted else None,
            )
        if paper.shows(ITEMS):
            self._items()
        if paper.shows(UNREPORTED):
            self._absent()

    def _overview(self) -> None:
        """The sentences, and the city's items by light, 未承接 among them."""
        paper, city, told = self.paper, self.city, self.figures
        sheet = paper.sheet
        paper.heading("总体情况")
        table = Table(sheet, _OVERVIEW)
        row = sheet.next_row + 3
        counts = Counter(str(each["light"]) for each in city.figures.values())
        total, not_carried = table.cell(row, 1), table.cell(row, 3 + len(LIGHTS))
        said = LiveText("　　市级事项 ").number(len(city.items), total).say(" 项，已承接 ")
        said.number(city.carried, f"{total}-{not_carried}").say(" 项。全部事项中")
        for column, light in enumerate((*LIGHTS, NOT_CARRIED), 3):
            said.some(f"{light} ", counts[light], table.cell(row, column), " 项，")
        mean = table.cell(row, 2)
        said.say("平均进度 ").share(city.mean, mean)
        before, recorded = self.past.all()
        if before is not None:
            value = "—" if city.mean is None else city.mean - before
            (change,) = paper.hide(1)
            sheet.put(row, change, value, "plain", "=" + formulas.change(mean, f"({recorded[1:]})"))
            at = f"${letter(change)}${row}"
            said.piece(*change_in_words(self.past.label, city.mean, before, at))
        sheet.line(said.say("。").text, "body", said.formula, keep=True)
        absent = len(city.absent)
        districts = LiveText("　　应报区县 ").number(len(city.districts), f"{told.handed_in}+{told.away}")
        districts.say(" 个，已报送 ").number(len(city.districts) - absent, told.handed_in).say(" 个，未报送 ")
        districts.number(absent, told.away).say(
            " 个。平均进度是已承接的市级事项的平均：常态的和只由未报送区县承接的不计，未报的按 0 计。"
        )
        sheet.line(districts.text, "body", districts.formula, keep=True)
        table.head(("合计", "平均进度", *LIGHTS, NOT_CARRIED))
        table.fill([row], lambda at, _: self._overview_row(table, at, counts))

    def _overview_row(self, table: Table, row: int, counts: Counter[str]) -> None:
        city, told = self.city, self.figures
        table.put(row, 1, len(city.items), "integer", f"=COUNT({told.numbers})")
        table.put(row, 2, city.mean, "percent", "=" + carried_mean(told.counts, told.lights, told.progress))
        put_lights(table, row, counts, lambda light: f'COUNTIFS({told.lights},"{light}")', 3)
        place = 3 + len(LIGHTS)
        table.put(row, place, counts[NOT_CARRIED], "count", f'=COUNTIFS({told.lights},"{NOT_CARRIED}")')

    def _rank(self, order: Sequence[Standing]) -> tuple[Table, list[int]]:
        """区县进展排名: ties share a rank; one that has not handed in has none."""
        paper, city, past = self.paper, self.city, self.past
        paper.heading(compared("区县进展排名", past))
        header = ("名次", "区县", "报送", "事项数", "平均进度", "上期", "较上期", "未报措施", "位次变化")
        table = paper.table(_RANKING, header)
        of = city.district_formulas

        def put(row: int, each: Standing) -> None:
            table.put(row, 1, None, "integer")
            table.put(row, 2, each.name, "center")
            table.put(row, _STATUS, each.status, "center", "=" + of.status(each.name))
            table.put(row, 4, each.items, "count", "=" + of.items(each.name))
            table.put(row, _MEAN, each.progress, "percent", "=" + of.progress(each.name))
            before, formula = past.district(each.name, city.names_before(each.name))
            table.put(row, 6, before, "percent", formula)
            put_change(table, row, 7, each.progress, before, table.cell(row, _MEAN), table.cell(row, 6))
            table.put(row, 8, each.unreported, "count", "=" + of.unreported(each.name))

        rows = table.fill(order, put)
        if not rows:
            paper.nothing()
            return table, []
        places = ranks([each.progress if each.handed_in else None for each in order])
        means, statuses = table.span(_MEAN, rows), table.span(_STATUS, rows)
        for row, place, each in zip(rows, places, order, strict=True):
            mean, status = table.cell(row, _MEAN), table.cell(row, _STATUS)
            rank = (
                f'IF(OR({status}="{NOT_HANDED_IN}",COUNT({mean})=0),"—",'
                f'1+COUNTIFS({means},">"&{mean}+{TIE:.7f},{statuses},"{HANDED_IN}"))'
            )
            table.put(row, 1, place, "integer", f"={rank}")
            before = past.rank_of_district(each.name, city.names_before(each.name))
            put_moved(table, row, 9, place, before)
        return table, rows

    def _lights(self, order: Sequence[Standing]) -> tuple[Table, list[int]]:
        """区县亮灯: how many items of each district show each light."""
        paper, city = self.paper, self.city
        paper.heading("区县亮灯")
        table = paper.table(LIGHT_WIDTHS, ("区县", "事项数", *LIGHTS))
        of = city.district_formulas

        def put(row: int, each: Standing) -> None:
            table.put(row, 1, each.name, "center")
            table.put(row, 2, each.items, "count", "=" + of.items(each.name))
            put_lights(table, row, each.lights, lambda light: of.light(each.name, light), FIRST_LIGHT)

        kept = city.table is not None and city.table.keep_old
        counted = [each for each in order if each.handed_in or kept]
        rows = table.fill(counted, put)
        if not rows:
            paper.nothing()
            return table, []

        def put_sum(row: int, _: str) -> None:
            table.put(row, 1, "合计", "center")
            for column in range(2, FIRST_LIGHT + len(LIGHTS)):
                cells = [paper.sheet.cells[at, table.column(column)].value for at in rows]
                number = sum(value for value in cells if isinstance(value, int))
                table.put(row, column, number, "count", f"=SUM({table.span(column, rows)})")

        table.fill(["合计"], put_sum)
        if len(counted) < len(order):
            paper.sheet.line("未报送的区县没有列入。")
        return table, rows

    def _items(self) -> None:
        """Every city item in the order of the city's list."""
        paper, city, told = self.paper, self.city, self.figures
        paper.heading(compared("市级事项进展", self.past))
        header = ("序号", "事项名称", "承接数", "完成进度", "时序进度", "亮灯", "上期进度", "较上期")
        table = paper.table(_ITEMS, header)

        def put(row: int, number: int) -> None:
            figures = city.figures[number]
            table.put(row, 1, number, "integer")
            table.put(row, 2, city.items[number].name, "text")
            for column, name, style in (
                (_ITEM_COUNT, "count", "count"),
                (_ITEM_DONE, "progress", "percent"),
                (_ITEM_EXPECTED, "expected", "percent"),
                (_ITEM_LIGHT, "light", "light"),
            ):
                cell = told.cell(number, name)
                table.put(row, column, figures[name], style, f'=IF({cell}="","",{cell})')
            before, formula = self.past.parent(number)
            table.put(row, 7, before, "percent", formula)
            put_change(
                table, row, 8, figures["progress"], before, table.cell(row, _ITEM_DONE), table.cell(row, 7)
            )

        if not table.fill(city.items, put, _ITEM_LIGHT):
            paper.nothing()

    def _absent(self) -> None:
        """未报送区县, with the date of their last figures."""
        paper, city = self.paper, self.city
        paper.heading("未报送区县")
        away = city.absent
        paper.remind(paper.sheet.next_row - 1, f"{self.figures.away}<>{len(away)}")
        if not away:
            paper.nothing()
            return
        table, of = (
            paper.table(_ABSENT, ("序号", "区县", "数据截至", "最近报送", "事项数", "用否")),
            city.district_formulas,
        )
        used = "仍用旧数" if city.table and city.table.keep_old else "不计入"

        def put(row: int, entry: tuple[int, Standing]) -> None:
            place, each = entry
            table.put(row, 1, place, "integer")
            table.put(row, 2, each.name, "center")
            table.put(row, 3, each.as_of, "date", "=" + of.as_of(each.name))
            table.put(row, 4, each.period or "从未报送", "center")
            table.put(row, 5, each.items, "count", "=" + of.items(each.name))
            table.put(row, 6, used, "center")

        table.fill(enumerate(away, 1), put)


class _Figures:
    """The figures of the city's items and the state of its districts, in hidden columns."""

    def __init__(self, paper: Paper, city: City) -> None:
        columns = paper.hide(1 + len(_FIGURES) + 1)
        self._columns = dict(zip(("number", *_FIGURES), columns, strict=False))
        rows = range(_FIRST, _FIRST + len(city.items))
        self._rows = dict(zip(city.items, rows, strict=True))
        for number, row in self._rows.items():
            self._put_item(paper, city, number, row)
        self.numbers, self.counts, self.progress, self.lights = (
            self._area(self._columns[name], rows) for name in ("number", "count", "progress", "light")
        )
        of, told = city.district_formulas, range(_FIRST, _FIRST + len(city.districts))
        for row, each in zip(told, city.districts, strict=True):
            paper.sheet.put(row, columns[-1], each.status, "plain", "=" + of.status(each.name))
        statuses = self._area(columns[-1], told)
        self.handed_in = f'COUNTIFS({statuses},"{HANDED_IN}")'
        self.away = f'COUNTIFS({statuses},"{NOT_HANDED_IN}")'

    def cell(self, number: int, name: str) -> str:
        """A figure of a city item."""
        return "$" + a1(self._rows[number], self._columns[name])

    def _put_item(self, paper: Paper, city: City, number: int, row: int) -> None:
        carriers, parent = city.carriers, self.cell(number, "number")
        done, expected = self.cell(number, "progress"), self.cell(number, "expected")
        told = {
            "count": formulas.children_count(carriers.sources, parent),
            "progress": formulas.parent_progress(carriers.sources, parent),
            "expected": formulas.parent_expected(carriers.sources, parent),
            "light": formulas.parent_light(
                carriers.sources, parent, done, expected, city.rules, carriers.absent
            ),
        }
        paper.sheet.put(row, self._columns["number"], number, "plain")
        for name, formula in told.items():
            paper.sheet.put(row, self._columns[name], city.figures[number][name], "plain", "=" + formula)

    @staticmethod
    def _area(column: int, rows: range) -> str:
        at = letter(column)
        return f"${at}${rows.start}:${at}${max(rows.start, rows.stop - 1)}"


def _ranked(city: City) -> list[Standing]:
    """Those with the highest mean first; then those without a figure; then those that have not handed in."""

    def order(each: Standing) -> tuple[bool, float]:
        return (not each.handed_in, -(-1.0 if each.progress is None else each.progress))

    return sorted(city.districts, key=order)

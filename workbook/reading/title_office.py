"""The office whose list it is, as the title says it: only where that is beyond doubt, for it is printed on bulletins."""

from __future__ import annotations

import re

from duban.udfs.text import squeeze
from duban.workbook.reading.find_header import Header
from duban.workbook.reading.grid import Grid

_ASIDE = re.compile(r"《[^》]*》|^附件[0-9一二三四五六七八九十]*[:：]?|^[（(【\[][^）)】\]]*[）)】\]]")
_YEAR = (
    r"(?:20\d\d年?[-—–~～至到]+)?20\d\d年度?(?:第?[一二三四1-4]季度|[上下]半年|\d+(?:[-—–~～至到]\d+)?月份?)?"
)
_KIND = (
    "(?:重点改革|改革攻坚|改革任务|改革事项|改革工作|深化改革|攻坚|重点工作|重点任务|重点项目|重点事项|重大项目|重大事项"
    "|督查|督办|(?:工作|任务|项目|事项|目标)(?:清单|台账|任务|分解|一览表)|清单|台账)"
    # an office may bear such a word in its name
    "(?!室|局|办|中心|组|处|科|委|专班|指挥|领导小组|推进|服务|公司)"
)
_FORMS = (
    re.compile(rf"{_YEAR}(?P<name>.+?){_KIND}"),
    re.compile(rf"(?P<name>[^0-9]+?){_YEAR}.*{_KIND}"),
    re.compile(rf"(?P<name>[^0-9]+?){_KIND}[^0-9]*"),
)
_BARE = re.compile(rf"{_YEAR}{_KIND}")

_NAME = re.compile(r"[\u4e00-\u9fff]{3,20}")
_KINDS = re.compile(
    "省|市|区|县|旗|州|镇|乡|街道|办事处|管委会|委员会|局|办公室|督查室|有限公司|有限责任公司|人民政府|[省市区县旗州镇乡]政府"
    "|[省市区县旗州镇乡工]委"
)
_NO_OFFICE = re.compile(
    ".*(?:[全新开大布格结破变定]局|[城门超股夜集上都楼]市|[小社景山库灾校片辖城地滩矿厂林牧]区|示范区|试验区|先行区|功能区"
    "|(?:保护|建成|核心|启动|规划|控制|缓冲|生活|居住|住宅|商业|工作|服务|发展)区"
    "|[小城乡强重村集]镇|[返城下故家回还]乡|强[省市区县]|(?:卫生|文明|模范|示范|试点|贫困|脱贫|百强)[市区县镇乡])"
)
"""What ends like an office and is none."""
_NO_BEGINNING = re.compile(
    "全(?!州|椒|南)|各|本(?!溪)|我|该|有关|相关|关于|[对为以在与及由把按]|向(?!阳)|从(?!化|江)|将(?!乐)|根据|支持|服务|推进|推动|落实"
    "|贯彻|加快|深化|涉及|建设|创建|打造|争创|培育|围绕|聚焦|实施|开展|做好|抓好|促进|提升|优化|加强|完善|强化|迎接|帮扶|援建|结对"
    "|国家|中央|市(?!中区|南区|北区)|[省区县州镇乡]|党委|政府|人民|重点|重大|重要|年度"
)
_NO_PART = re.compile("[对的了等与暨及并各最]|[省市区县旗州镇乡]和(?![平静田林顺县龙硕])")
_GENERAL = re.compile(
    "高新技术|高新|经济|技术|产业|工业|化工|科技|农业|综合|保税|物流|临港|循环|国际|现代|先进|制造|管理|集聚|聚集|合作|发展|改革"
    "|园区|园|开发|管委会|委员会|办事处|办公室|督查室|街道|人民|政府|党|工|委|局|新|省|市|区|县|旗|州|镇|乡"
)
"""Words that every such name has; what is left is a name of its own."""


def title_office(found: tuple[Grid, Header]) -> str:
    """The office that the title above the header names, the row nearest to the header first; empty where none is named.

    It stands between the year and what kind of list it is, before the year, or alone in the row above.
    """
    grid, header = found
    titles = [
        _ASIDE.sub("", squeeze("".join(value for value in row if isinstance(value, str))))
        for row in grid.rows[: header.top - 1]
    ]
    for place in reversed(range(len(titles))):
        if _BARE.match(titles[place]):
            named = titles[place - 1] if place else ""
        else:
            named = next((match["name"] for form in _FORMS if (match := form.match(titles[place]))), "")
        if is_office(named):
            return named
    return ""


def is_office(name: str) -> bool:
    """Whether this can be nothing but the name of an office or of its area: 齐鲁化工区, and not 文明城市 or 各区县."""
    ending = re.search(f"(?:{_KINDS.pattern})$", name)
    if ending is None or not _NAME.fullmatch(name):
        return False
    if _NO_BEGINNING.match(name) or _NO_OFFICE.fullmatch(name) or _NO_PART.search(name):
        return False
    return len(_GENERAL.sub("", name)) > 1 or name in ("市中区", "市南区", "市北区")

"""What looks like the name of a unit, of a person, a title or a telephone number; patterns on half-width text."""

from __future__ import annotations

import re

from duban.udfs.lazy_patterns import Pattern

UNIT_ENDING = Pattern(
    r"(?:局|办|部|委|委员会|中心|处|科|室|院|公司|会|所|站|队|组|镇|街道|镇街|集团|开发区|园区|政府|银行"
    r"|支行|分行|厅|厂|馆|学校|妇联|商联|企业|基地|平台|.区|.县|..市|.乡|..村|专班|联社|部门|单位|窗口|学院"
    r"|.校|大学|团委|残联|文联|科协|侨联|机关|联盟|法庭|电视台|报社|信用社|供销社|合作社|工会|酒店|电网|园)$"
)
SURE_UNIT = Pattern(
    r"..(?:局|办|部|委|处|室|中心|委员会|公司|集团|街道|镇街|开发区|园区|功能区|政府|法院|检察院|银行|指挥部"
    r"|专班|小组|工作组|支队|大队|医院|派出所|联社|商会|协会|部门|单位)$|^各.{0,6}(?:镇|乡|街道|区县|县区|区|县|市)$"
)
"""Endings that no person's name has, at three characters or more."""

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟"
    "安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项"
    "曲游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边卞滕初褚付冷吉冀宗宫巩成柳池燕牛由逯"
    "仇仲伊伏仝亓蔺綦肖闫岑尚巴井娄和晏国苟臧谈"
)
_DOUBLE = "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|令狐|端木|闻人|宇文|长孙|司空)"
_PERSON = Pattern(
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|{_DOUBLE}[\u4e00-\u9fff]{{1,2}}"
    r"|[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{2,8})"
)
_NEVER_IN_A_NAME = Pattern(r"[局办部委处室科厅院站所队镇乡村区县街厂馆校司社组网店署监各等及与和的]")
_WORDS = Pattern(
    # what begins like a surname but is a unit cut short, a field of work or a place
    r"安全|安环|安保|高新|高速|高教|高铁|石化|石油|金融|金属|文旅|文化|文教|文广|文体|文物|应急|林业|林草|林水|华能|华润|华电"
    r"|路政|路桥|项目|单位|管委|管网|管理|房管|房产|房地|车管|车辆|关工|关爱|常委|常态|时限|方案|方正|江北|国土|国资|国税|国企"
    r"|国防|国有|国网|成教|解放|包保|包联|高青|高密|高唐|安丘|曲阜|邹城|邹平|成武|章丘|康复|康养|和平|万达|万科|齐鲁|鲁中|鲁泰"
    r"|鲁信|龙头|温泉|宁波|景点|景观|卫健|卫生|卫计|关键|武装|武警|查验|纪检|纪工|纪委|包村|强制|华夏|华为|尚未|由于|梅花|黄河"
    r"|白酒|牛羊|钟楼|江苏|安徽|海关|石材|石料|金叶|申报|初步|白天|包装|常规|史志|温暖|盛世|强化|路灯|解决|向上|范围|方面|严格"
    r"|于本|成员|成立|雷锋|汽车|汤河|易地|伍家|初中|高中|高职|施工|边防|柏油|位于|冷链|冷库|康居|交通|付款|宗教|巩固|由市|由区"
    r"|和谐|谈判|国道|国库|国安|尚待|宗地|甘肃|宁夏|兰州|海南|云南|江西|江南|黄岛|白云|池塘|燕山|成人|国际|国家|华东|华北|金山"
)

_FIELDS = Pattern(
    r"党建|牵头|配合|参与|协办|主办|试行|暂行|兼任|代管|代章|盖章|签字|待定|暂无|同上|常务|主管|分管|重点|全部|全区|全市|全县|其他|等等|如下|含.*"
)
"""What stands behind a unit and is nobody."""
SHORT_UNIT = Pattern(
    r"[省市区县]?(?:发改|财政|住建|石化|化工|交通|公安|教育|教体|卫健|卫生|民政|人社|自规|资规|市监|应急|安监|商务|农业|农水|水利|水务|林业"
    r"|园林|文旅|文广|审计|统计|税务|工信|经信|科技|司法|环保|生态|城管|执法|规划|国土|供电|电力|消防|国资|金融|信访|档案|行政审批|政务|大数据"
    r"|宣传|组织|统战|政法|编办|工会|妇联|团委|残联|科协|文联|高新|综保|保税|经开)"
)
"""Units that staff name by their field alone, behind another unit: 财政局、发改."""
TITLE = Pattern(
    r"(?:(?<=[\u4e00-\u9fff])(?:党组|党委|党工委|党总支|党支部|机关党委))?"
    r"(?:常务|第一|副|代|原|一级|二级|三级|四级|主持工作的?){0,3}"
    r"(?:同志|先生|女士|老师|党组成员|党委成员|党委委员|党工委委员|[省市区县]委常委|总书记|书记|副?主任委员|主任科员|主任|支队长|大队长"
    r"|中队长|队长|理事长|秘书长|董事长|检察长|行长|局长|处长|科长|部长|厅长|镇长|乡长|区长|县长|市长|院长|校长|园长|所长|站长"
    r"|组长|会长|社长|馆长|台长|厂长|村长|班长|主席|总经理|经理|总裁|调研员|总工程师|总工|总会计师|巡视员|专员|主管|干事|秘书)"
    r"(?:同志)?"
)
_TITLE_ENDS = Pattern(r"[\s、,;:()/]|$")
PHONE = Pattern(
    r"(?:(?:联系|办公|手机|固定)?(?:电话|手机|座机|传真|联系方式)(?:号码?)?\s*[:]?\s*)?"
    r"(?<![\dA-Za-z])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}(?:\)|[-\u2010-\u2015]| ){0,2}\d{7,8}"
    r"(?:-\d{1,5})?|\d{7,8})(?![\dA-Za-z])"
)
_PHONE_LABEL = Pattern(r"(?:联系|办公|手机|固定)?(?:电话|手机|座机|传真|联系方式)(?:号码?)?\s*[:]\s*\d*")


def is_unit(name: str) -> bool:
    """Whether a name ends like a unit."""
    return len(name) >= 2 and bool(UNIT_ENDING.search(name[-12:]))


def is_person(name: str) -> bool:
    """Whether a name by itself looks like a person's: a usual surname first, nothing of a unit in it."""
    return (
        len(name) <= 17
        and bool(_PERSON.fullmatch(name))
        and not (_NEVER_IN_A_NAME.search(name) or _WORDS.match(name) or is_unit(name))
    )


def may_be_person(name: str) -> bool:
    """Whether a name may be a person's where one is awaited, behind a unit: any surname."""
    if "·" in name:
        return is_person(name)
    return 2 <= len(name) <= 4 and not (is_unit(name) or _FIELDS.fullmatch(name) or name.isdigit())


def without_phones(text: str) -> str:
    """The text without telephone numbers, their labels and the brackets that only held them; a blank instead."""
    if not any(character.isdigit() for character in text) and "电话" not in text:
        return text
    return re.sub(r"\([ ,;、]*\)", " ", _PHONE_LABEL.sub(" ", PHONE.sub(" ", text)))


def find_title(text: str) -> tuple[str, str] | None:
    """What stands before and behind a title (局长, 同志 …): ``(综合局, 张建国)`` of ``综合局局长张建国``; else ``None``.

    A word like 书记 is a title only at the end or before a name: 书记办公室 has none. In 财政局长 the 局 is the
    unit's.
    """
    for match in TITLE.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        word = behind[:5].strip(" :")
        if not (_TITLE_ENDS.match(behind) or is_person(behind) or is_person(re.split(r"[\s(]", word)[0])):
            continue
        kind = re.sub(r"同志$", "", match[0])[-2:]
        if kind[1:] == "长" and kind[0] in "局处科部厅镇乡区县市院校所站队行会馆" and len(before) >= 2:
            plain = before.rstrip()
            named = any(is_person(plain[-length:]) for length in (3, 2) if is_unit(plain[:-length]))
            if (
                match[0][:2] == kind
                and re.search(r"[\u4e00-\u9fff]$", before)
                and not (named or is_unit(plain) or is_person(plain.split()[-1]))
            ):
                before += kind[0]
        return before, behind
    return None

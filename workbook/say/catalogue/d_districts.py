"""D…: findings about district workbooks and 区县事项."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

FINDINGS: Mapping[str, Entry] = {
    "D101": entry(
        "warning",
        "{district} 的事项「{name}」没有已确认的市级事项，未计入汇总",
        "item '{name}' of {district} has no confirmed city item and is not rolled up",
        "请该区县确认承接关系，或在“区县事项”的“市级序号”中填写。",
        "Have the district confirm its link, or fill in 市级序号.",
        title=("区县事项没有市级事项", "a district's item without a city item"),
    ),
    "D102": entry(
        "warning",
        "没有收集 {file}：{why}",
        "{file} was not collected: {why}",
        "如应汇总，请改正该文件后再运行。",
        "Mend that file and run again if it belongs to the roll-up.",
        title=("没有收集的文件", "a file that was not collected"),
    ),
    "D103": entry(
        "info",
        "区县“{was}”现名“{name}”（同一文件 {file}），原有各行已改名",
        "district '{was}' is now called '{name}' (same file, {file}); its rows were renamed",
        *NOTHING_TO_DO,
        title=("区县改名", "a district was renamed"),
    ),
    "D105": entry(
        "warning",
        "{name}未报送 {period}，现有数字（{was}，截至 {as_of}）不计入汇总",
        "{name} has not handed in for {period}; its figures ({was}, as of {as_of}) do not count",
        "请催报后再次汇总；仍要用旧数的，加 --keep-old。",
        "Ask for its workbook and roll up again; --keep-old goes on with these figures.",
        title=("区县未报送", "a district that has not handed in"),
    ),
    "D106": entry(
        "warning",
        "{name}未报送 {period}，仍用 {was} 的数字（截至 {as_of}）",
        "{name} has not handed in for {period}; its figures of {was} (as of {as_of}) are used",
        "请催报后再次汇总。",
        "Ask for its workbook and roll up again.",
        title=("区县未报送，仍用旧数", "the last figures of a district that has not handed in"),
    ),
    "D107": entry(
        "warning",
        "{file} 的当前期间是 {was}，不是 {period}：{name}的数字已收，但算未报送",
        "{file} is of {was} and not of {period}: the figures of {name} are taken, but it has not handed in",
        "请该区县把“规则”的当前期间改为本期，生成后重新报送。",
        "Have the district set 当前期间 on its 规则, build, and hand in again.",
        title=("区县报送的是别的期间", "a district's workbook of another period"),
    ),
    "D108": entry(
        "warning",
        "没有收集 {file}：它的当前期间是 {was}，而{district}已报送 {period}",
        "{file} was not collected: it is of {was}, and {district} has handed in for {period}",
        "如应以该文件为准，请改正其“规则”的当前期间后再运行。",
        "If that file is to count, correct 当前期间 on its 规则 and run again.",
        title=(
            "已报送的区县又来了别的期间的文件",
            "a file of another period of a district that has handed in",
        ),
    ),
    "D109": entry(
        "warning",
        "“{name}”不在规则的“区县名单”中",
        "'{name}' is not on 区县名单 of 规则",
        "名称写法不同的，请改正该区县“规则”中的单位名称；确是漏列的，补入名单。",
        "Correct 单位名称 in its 规则 if it is spelt another way; else add it to the list.",
        title=("名单以外的区县", "a district that is not on the list"),
    ),
    "D110": entry(
        "info",
        "旧版本的区县事项没有报送期间：{count} 个区县的现有数字按 {period} 已报送计入",
        "区县事项 of an earlier version named no period: the figures of {count} districts count as handed in for {period}",
        "如不是该期间的数字，请改正“报送期间”一列后再运行。",
        "If they are of another period, correct 报送期间 and run again.",
        title=("补上的报送期间", "the period of figures of an earlier version"),
    ),
    "D111": entry(
        "warning",
        "{name}未报送 {period}，也没有以前的数字",
        "{name} has not handed in for {period}, nor are there earlier figures",
        "请催报后再次汇总。",
        "Ask for its workbook and roll up again.",
        title=("从未报送的区县", "a district that has never handed in"),
    ),
    "D112": entry(
        "warning",
        "{district}报送的登记表“{name}”有 {count} 处没有计入或可能算错：{what}",
        "register '{name}' of {district} has {count} cells that are not counted, or may be counted wrongly: {what}",
        "请该区县改正后重新报送。",
        "Have the district correct them and hand in again.",
        title=("区县的登记表中不能计入的内容", "what of a district's register cannot be counted"),
    ),
    "D113": entry(
        "warning",
        "{name}和{other_name}的登记表“{register}”有 {count} 行相同，两处都计入：可能是同一区县的文件改了名",
        "{count} rows of register '{register}' are the same in {name} and {other_name}, and all count: it may be one "
        "district whose file was renamed",
        "是同一区县的，请用原来的文件名，或在该区县的“规则”中写明单位名称，并删除“区县事项”和“区县-{register}”中多出的行；"
        "不是的，不用处理。",
        "If it is one district, keep the name of its file, or set 单位名称 on its 规则, and delete the rows that are too many.",
        title=("两个区县的登记表相同", "two districts with the same rows in a register"),
    ),
    "D114": entry(
        "warning",
        "{district}对登记表“{name}”的定义与{other}的不同：{what}",
        "{district} declares register '{name}' in another way than {other}: {what}",
        "请各区县用同一个“登记表定义”；也可以把它放进市级工作簿，以市级的为准。",
        "Give all districts the same 登记表定义; one in the city's workbook goes before theirs.",
        title=("各区县的登记表定义不同", "a register that districts declare differently"),
    ),
    "D115": entry(
        "warning",
        "“{name}”的列 {columns}：本次报送的区县都没有定义，只保留原有内容，不汇总",
        "columns {columns} of '{name}': no district that handed in now declares them; what they hold is kept and not summed",
        "请把登记表“{register}”的“登记表定义”放进市级工作簿。",
        "Put the 登记表定义 of register '{register}' into the city's workbook.",
        title=("区县登记表中没有定义的列", "columns of the districts' register that nobody declares"),
    ),
    "D104": entry(
        "error",
        "{district}的事项 {value} 重复，另一处在 {other}",
        "item {value} of {district} is doubled, also in {other}",
        "请删除其中一行，或改正事项序号。",
        "Delete one of the rows, or correct the number.",
        title=("区县事项重复", "a district's item is doubled"),
    ),
}

"""C…: findings about returns that were sent to units and came back."""

from __future__ import annotations

from collections.abc import Mapping

from duban.workbook.say.catalogue.entry import NOTHING_TO_DO, Entry, entry

_DECIDE = (
    "采用填报的加 --resolve {cell}=theirs，保留台账的加 --resolve {cell}=ours；在 Excel 中把要用的值填进台账也可以。",
    "--resolve {cell}=theirs takes what the unit filled, {cell}=ours keeps the ledger; or type the value into the ledger.",
)

FINDINGS: Mapping[str, Entry] = {
    "C101": entry(
        "info",
        "从 {files} 份填报表采用 {cells} 格，涉及 {measures} 项措施",
        "took {cells} cells of {measures} measures from {files} returns",
        "逐项列在“回收情况”，每格的原值和新值记在“填报记录”。",
        "回收情况 lists them; 填报记录 has each cell with its old and new value.",
        title=("采用了填报的内容", "what was taken of returns"),
    ),
    "C102": entry(
        "warning",
        "冲突：{unit} 第 {item} 项措施 {measure} 的{field}，台账为 {ours}，填报为 {theirs}（{why}）；台账没有改动",
        "conflict: {field} of measure {measure} of item {item}: the ledger has {ours}, {unit} filled {theirs} ({why}); the "
        "ledger stays",
        *_DECIDE,
        title=("填报与台账冲突", "a return and the ledger disagree"),
    ),
    "C103": entry(
        "warning",
        "清空：{unit} 把第 {item} 项措施 {measure} 的{field}清空了，发出时为 {was}；台账没有清空",
        "cleared: {unit} made {field} of measure {measure} of item {item} blank, which was sent as {was}; the ledger keeps "
        "what it has",
        "确要清空的加 --resolve {cell}=theirs，不清空的加 --resolve {cell}=ours。",
        "--resolve {cell}=theirs clears it, {cell}=ours does not.",
        title=("填报表中清空了内容", "a return makes something blank"),
    ),
    "C104": entry(
        "warning",
        "{file} 没有回收：{why}",
        "{file} was not taken: {why}",
        "请按所说的处理后再回收一次。",
        "Do as it says, and collect again.",
        title=("没有回收的文件", "a file that was not taken"),
    ),
    "C105": entry(
        "warning",
        "{unit} 填的第 {item} 项措施 {measure} 的{field}“{shown}”没有采用：{why}",
        "{field} “{shown}” of measure {measure} of item {item}, as {unit} filled it, was not taken: {why}",
        "请与该单位核对，在台账中填写，或让其改正后再交。",
        "Ask the unit; type it into the ledger, or let it send the return again.",
        title=("填报的内容不能采用", "what was filled cannot be taken"),
    ),
    "C106": entry(
        "warning",
        "{unit} 在第 {row} 行写了清单以外的内容：{text}",
        "{unit} wrote something that is not on the list into row {row}: {text}",
        "需要列入的，请加到任务清单后重新生成。",
        "To take it in, add it to the list and build again.",
        title=("填报表中新增的行", "a row that a unit added"),
    ),
    "C107": entry(
        "info",
        "{unit} 较早一份填的第 {item} 项措施 {measure} 的{field} {was}，被较晚一份的 {now} 代替",
        "{was}, which {unit} filled earlier as {field} of measure {measure} of item {item}, gave way to its later {now}",
        *NOTHING_TO_DO,
        title=("较早的填报被代替", "an earlier answer gave way"),
    ),
    "C108": entry(
        "info",
        "{unit} 填报的第 {item} 项措施 {measure} 发出后已{what}，填报的内容仍记在这一行",
        "measure {measure} of item {item} was {what} since it was sent to {unit}; what it filled stands in its row",
        *NOTHING_TO_DO,
        title=("发出后变动的措施", "a measure that changed since it was sent"),
    ),
    "C109": entry(
        "warning",
        "{unit} 填报的措施“{text}”已不在台账中，填报的内容没有地方放：{shown}",
        "the measure “{text}”, which {unit} filled, is gone from the ledger: {shown}",
        "请核对台账是否误删了行。",
        "See whether a row of the ledger was deleted by mistake.",
        title=("填报的措施不在台账中", "a filled measure is not in the ledger"),
    ),
    "C110": entry(
        "info",
        "还有 {count} 个单位没有交：{units}",
        "{count} units have not handed in: {units}",
        "请催报。",
        "Remind them.",
        title=("没有交填报表的单位", "units that have not handed in"),
    ),
    "C111": entry(
        "info",
        "{file} 带有指向其他文件的链接，只读了数值，链接没有带进来",
        "{file} has links to other files; its values were read, the links were not taken over",
        *NOTHING_TO_DO,
        title=("填报表带有外部链接", "a return with links to other files"),
    ),
    "C112": entry(
        "info",
        "{file} 以前已经回收过，没有新内容",
        "{file} was collected before; there is nothing new in it",
        *NOTHING_TO_DO,
        title=("已经回收过的文件", "a file that was collected before"),
    ),
    "C113": entry(
        "info",
        "{file} 中有公式，采用的是公式的结果，公式没有带进来",
        "{file} has formulas; their results were taken as values, and not the formulas",
        *NOTHING_TO_DO,
        title=("填报表中有公式", "a return with formulas"),
    ),
    "C114": entry(
        "warning",
        "{file} 的填报表号不在发出记录中（导出后台账没有保存？），不知道发出时的内容；只填进了台账空白的格",
        "the number of {file} is not on record (was the workbook not saved after it was sent?), so that nobody knows what "
        "was sent; only blank cells of the ledger were filled",
        "其余不同的列为冲突，请逐格处理。",
        "What else differs is a conflict; decide cell by cell.",
        title=("填报表号不在记录中", "a return that is not on record"),
    ),
    "C115": entry(
        "info",
        "第 {item} 项措施 {measure} 的{field}采用填报的 {theirs} 以后，台账又改成 {ours}，以台账为准",
        "{field} of measure {measure} of item {item} was taken as {theirs} and is {ours} in the ledger since; that stays",
        *NOTHING_TO_DO,
        title=("采用后台账又改动", "changed in the ledger after it was taken"),
    ),
    "C116": entry(
        "info",
        "{file} 少了发出时的 {count} 行，这些措施按没有填报处理",
        "{file} lacks {count} rows that were sent; these measures count as not filled",
        "请与该单位核对。",
        "Ask the unit.",
        title=("填报表少了行", "a return without some of its rows"),
    ),
    "C117": entry(
        "info",
        "{file} 的措施键与文字对不上（多半是只排了一部分列），已按措施的文字认行",
        "keys and texts of {file} do not go together, as where only some columns were sorted; its rows were known by their "
        "texts",
        *NOTHING_TO_DO,
        title=("填报表按文字认行", "rows of a return known by their texts"),
    ),
    "C118": entry(
        "info",
        "{file} 中多出的列没有采用：{what}",
        "further columns of {file} were not taken: {what}",
        "需要的内容请另行登记。",
        "Put down elsewhere what of it is needed.",
        title=("填报表中多出的列", "further columns of a return"),
    ),
    "C119": entry(
        "info",
        "{file} 里没有保存时间，同一单位另有一份时分不出先后",
        "{file} does not say when it was saved; beside another return of its unit nobody can tell which is later",
        *NOTHING_TO_DO,
        title=("填报表没有保存时间", "a return without its time"),
    ),
    "C120": entry(
        "info",
        "文件夹中还有 {count} 个文件不是表格，没有读取：{files}",
        "{count} files of the folder are no workbooks and were not read: {files}",
        "其中若有填报的内容，请另行处理。",
        "See whether a unit handed in one of them.",
        title=("文件夹中不是表格的文件", "files of a folder that are no workbooks"),
    ),
    "C121": entry(
        "info",
        "已处理 {cell}：{what}",
        "decided {cell}: {what}",
        "处理结果记在“填报记录”，同样的填报不再提示。",
        "It stands in 填报记录; the same answers will not be asked about again.",
        title=("冲突已处理", "a conflict was decided"),
    ),
    "C122": entry(
        "info",
        "已导出 {count} 份填报表到 {folder}，共 {measures} 项措施",
        "{count} returns with {measures} measures were written into {folder}",
        "请发给各单位；交回后用“回收合并”。",
        "Send them to the units; collect them when they are back.",
        title=("填报表已导出", "returns were written"),
    ),
    "C123": entry(
        "warning",
        "{unit} 的填报表比填报截止日（{due}）晚 {days} 天",
        "the return of {unit} is {days} days past {due}",
        *NOTHING_TO_DO,
        title=("填报表逾期交回", "a return that is late"),
    ),
    "C125": entry(
        "info",
        "{file} 是导出后没有填过的原件，按没有交处理",
        "{file} is as it was sent, nobody has filled it; it does not count as handed in",
        *NOTHING_TO_DO,
        title=("没有填过的填报表", "a return that nobody has filled"),
    ),
    "C124": entry(
        "info",
        "填报截止日（{due}）早于本期最后一天，可能是上期的",
        "填报截止日 {due} is before the last day of the period; it may be that of the last one",
        "请在“规则”中改成本期的日期。",
        "Set it in 规则.",
        title=("填报截止日可能是上期的", "a day for returns that may be of the last period"),
    ),
}

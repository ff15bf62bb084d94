"""All commands, in the order of the help."""

from __future__ import annotations

from dataclasses import replace

from duban.macros.declared.arguments import (
    AS_OF,
    BOOK,
    CHANGES,
    KEEP_OLD,
    OUT,
    PERIOD,
    RESOLVE,
    SCHEDULER,
    SHEET,
    TIMEOUT,
)
from duban.macros.declared.buttons import DOCUMENTS, FIGURES, LIST, OTHERS, RETURNS
from duban.macros.declared.command_type import Argument, Command
from duban.macros.declared.register_buttons import REGISTER_BUTTONS
from duban.workbook.addin.button import Button
from duban.workbook.format.names import LEDGER, LINKS, ROLLUP
from duban.workbook.say.sentence import Say

_COMMANDS = "duban.macros.commands"

DEMO = Command(
    name="demo",
    about=Say("用自带样例走一遍全部流程", "build the bundled sample end to end"),
    example="demo -o out",
    arguments=(
        Argument(
            "out",
            Say("输出文件夹", "output folder"),
            ("-o", "--out"),
            kind="path",
            shown="DIR",
            default="out",
        ),
    ),
    runs=f"{_COMMANDS}.demo:run",
)

NEW = Command(
    name="new",
    about=Say("新建一个空白工作簿", "make an empty workbook in the format"),
    example="new 清单.xlsx --period 2020Q3",
    arguments=(
        Argument("book", Say("新工作簿（.xlsx）", "the new workbook"), kind="path", shown="BOOK"),
        Argument(
            "city",
            Say("市级工作簿：市级事项和区县事项", "a city's workbook: 市级事项 and 区县事项"),
            ("--city",),
            kind="flag",
            default=False,
        ),
        PERIOD,
        AS_OF,
    ),
    runs=f"{_COMMANDS}.new:run",
)

IMPORT = Command(
    name="import",
    about=Say(
        "从 Word 方案做出工作簿：任务表、市级事项、领导小组名单、对标领域，逐条对照正文",
        "a workbook from plans of Word: task table, city items, leading group, benchmarking fields, held against the text",
    ),
    example="import 实施方案.docx -o 清单.xlsx",
    arguments=(
        Argument(
            "plans",
            Say(
                "方案，可写多个（.docx .txt .md；.doc .wps 要装有 LibreOffice）",
                "plans, one or several (.docx .txt .md; .doc and .wps need LibreOffice)",
            ),
            shown="PLAN",
            many=True,
        ),
        Argument(
            "out",
            Say(
                "新工作簿（.xlsx）；已有同名文件的不覆盖",
                "the new workbook; a file that is there is not overwritten",
            ),
            ("-o", "--out"),
            kind="path",
            shown="BOOK",
            required=True,
        ),
        PERIOD,
        AS_OF,
    ),
    runs=f"{_COMMANDS}.import_plan:run",
    buttons=(
        Button(
            "import_plan",
            LIST,
            4,
            "从方案导入",
            "从 Word 方案导入",
            "选一个或几个方案，把任务表、市级事项、领导小组名单、对标领域放进当前工作簿还没有内容的表；正文与任务表不一致的列在“导入情况”。",
            "GetExternalDataFromText",
            "U",
        ),
    ),
)

BUILD = Command(
    name="build",
    about=Say(
        "台账、承接、汇总、单位分表、季度通报一次生成", "ledger, links, roll-up, unit sheets and bulletin"
    ),
    example="build 清单.xlsx --period 2020Q3",
    arguments=CHANGES,
    plans=f"{_COMMANDS}.build:everything",
    repeats=True,
    buttons=(
        Button(
            "ledger",
            LIST,
            2,
            "生成台账",
            "生成或更新具体项目台账",
            "把“改革的具体项目”逐条拆成台账。已填的进度跟着措施走，不会丢失。",
            "TableInsertExcel",
            "T",
            plans=f"{_COMMANDS}.build:only_tables",
            shows=LEDGER,
        ),
        Button(
            "suggest",
            LIST,
            3,
            "建议承接",
            "建议对应的市级事项",
            "按共同词语为每个事项找出可能承接的市级事项，写入“承接关系”，待人工确认后才计入汇总。",
            "HyperlinkInsert",
            "C",
            plans=f"{_COMMANDS}.build:only_tables",
            shows=LINKS,
        ),
        Button(
            "build",
            FIGURES,
            4,
            "全部生成",
            "一次生成全部表格",
            "依次生成台账、承接建议、单位分表、市级汇总和通报。",
            "RefreshAll",
            "A",
        ),
    ),
)

UNITS = Command(
    name="units",
    about=Say(
        "台账、承接和单位分表；汇总和通报已有的才更新",
        "ledger, links and unit sheets; roll-up and bulletin only where they are there already",
    ),
    example="units 清单.xlsx",
    arguments=CHANGES,
    plans=f"{_COMMANDS}.build:only_units",
    repeats=True,
    buttons=(
        Button(
            "units",
            FIGURES,
            2,
            "单位分表",
            "生成各牵头单位分表",
            "每个牵头单位一张表，列出其事项、措施、进度和亮灯。",
            "WindowsCascade",
            "D",
        ),
    ),
)

ROLL_UP = Command(
    name="rollup",
    about=Say("市级汇总；可同时收集区县工作簿", "roll up to the city list, collecting districts"),
    example="rollup 淄博市.xlsx 区县",
    arguments=(
        *CHANGES,
        Argument(
            "districts",
            Say("区县工作簿、文件夹或通配符", "district workbooks, folders or globs"),
            shown="DISTRICT",
            many=True,
            needed=False,
        ),
        KEEP_OLD,
        TIMEOUT,
        SCHEDULER,
    ),
    plans=f"{_COMMANDS}.rollup:collected",
    buttons=(
        Button(
            "rollup",
            FIGURES,
            1,
            "市级汇总",
            "生成市级汇总",
            "按已确认的承接关系汇总到市级事项，标出未承接、未报和逾期。",
            "OutlineSubtotals",
            "S",
            shows=ROLLUP,
        ),
    ),
)

SUMMARY = Command(
    name="summary",
    about=Say(
        "台账、承接和本期（季度、月度）通报；汇总和单位分表已有的才更新",
        "ledger, links and the bulletin of the period; roll-up and unit sheets only where they are there already",
    ),
    example="summary 清单.xlsx --period 2020Q3",
    arguments=CHANGES,
    plans=f"{_COMMANDS}.build:only_bulletin",
    repeats=True,
    buttons=(
        Button(
            "summary",
            FIGURES,
            3,
            "季度通报",
            "生成当前期间的通报",
            "按“规则”中的当前期间生成通报，含各单位排名和逾期清单。",
            "ChartInsert",
            "B",
        ),
    ),
)

SPLIT = Command(
    name="split",
    about=Say("导出各单位的填报表", "write a return for each unit to fill"),
    example="split 清单.xlsx -o 填报表",
    arguments=(
        BOOK,
        Argument(
            "out",
            Say("填报表写入的文件夹", "the folder for the returns"),
            ("-o", "--out"),
            kind="path",
            shown="DIR",
            required=True,
        ),
        SHEET,
        PERIOD,
        AS_OF,
        Argument(
            "unit",
            Say("只导出这些单位，可写多个", "only these units"),
            ("--unit",),
            shown="U",
            unset=Say("全部", "all"),
            many=True,
            greedy=True,
        ),
    ),
    runs=f"{_COMMANDS}.split:run",
    buttons=(
        Button(
            "export_returns",
            RETURNS,
            1,
            "导出填报表",
            "导出各单位填报表",
            "为每个承担措施的单位导出一个填报文件，放进您选的文件夹，发出的内容记在工作簿里，请随后保存。",
            "FileSendAsAttachment",
            "E",
        ),
    ),
)

COLLECT = Command(
    name="collect",
    about=Say("回收各单位的填报表，合并进台账", "merge the returns that came back into the ledger"),
    example="collect 清单.xlsx 交回",
    arguments=(
        BOOK,
        Argument(
            "returns",
            Say("交回的填报表、文件夹或通配符", "returns, folders or globs"),
            shown="RETURN",
            many=True,
            needed=False,
        ),
        OUT,
        SHEET,
        Argument(
            "dry_run",
            Say("试运行：只说会有什么变化，不写文件", "say what would change, write nothing"),
            ("--dry-run",),
            kind="flag",
            default=False,
        ),
        RESOLVE,
        TIMEOUT,
    ),
    runs=f"{_COMMANDS}.collect:run",
    buttons=(
        Button(
            "collect_returns",
            RETURNS,
            2,
            "回收合并",
            "回收并合并填报表",
            "把各单位交回的填报文件合并进台账，并重新生成各表。两边都改过的不动台账，列在“回收情况”。",
            "ImportExcel",
            "H",
        ),
    ),
)

CLOSE = Command(
    name="close",
    about=Say("封存一期通报，或为已封存的出更正", "close the bulletin of a period, or correct a closed one"),
    example="close 清单.xlsx --period 2020Q3",
    arguments=(
        BOOK,
        OUT,
        SHEET,
        Argument(
            "period",
            Say("封存哪一期：2020Q3 或 2020-09", "which period"),
            ("--period",),
            kind="period",
            shown="P",
            unset=Say("当前期间", "the current one"),
        ),
        Argument(
            "as_built",
            Say("数字有变时，按上次生成的数封存", "where figures moved, close what was built"),
            ("--as-built",),
            kind="flag",
            default=False,
        ),
        Argument(
            "rebuild",
            Say("数字有变时，按现在的数重新生成后封存", "where figures moved, build anew and close that"),
            ("--rebuild",),
            kind="flag",
            default=False,
        ),
        Argument(
            "reissue",
            Say("已封存的出更正第 1、2…次，原表保留", "correct a closed one by a sheet beside it"),
            ("--reissue",),
            kind="flag",
            default=False,
        ),
        Argument(
            "reason",
            Say("更正的原因，印在更正的表末", "why it is corrected; printed at its foot"),
            ("--reason",),
            shown="TEXT",
        ),
    ),
    runs=f"{_COMMANDS}.close:run",
    buttons=(
        Button(
            "close_period",
            RETURNS,
            3,
            "封存本期",
            "封存当前期间",
            "把当前期间通报的数字定下来，不再变动，并印上期号、日期和指纹。生成以后数字有变的，会先提示。",
            "Lock",
            "F",
            plans=f"{_COMMANDS}.close:closed",
        ),
    ),
)

VERIFY = Command(
    name="verify",
    about=Say(
        "核对定格和封存的通报有无改动，列出印发以后的变更",
        "check frozen and closed bulletins, list what changed since issue",
    ),
    example="verify 清单.xlsx",
    arguments=(BOOK, SHEET),
    runs=f"{_COMMANDS}.verify:run",
)

REGISTER = Command(
    name="register",
    about=Say(
        "登记表：项目、专班、调度、指标、对标、会议、服务、反馈等，和本单位自己声明的",
        "registers: projects, task forces, dispatch, indicators, benchmarking, meetings …, and those an office declares",
    ),
    example="register add 清单.xlsx 重点项目库",
    steps=(
        Command(
            name="list",
            about=Say("列出自带的登记表和用途", "list the registers that come with the program"),
            example="register list",
            runs=f"{_COMMANDS}.register:run_list",
        ),
        Command(
            name="add",
            about=Say(
                "在工作簿中加上登记表；已有同名工作表的，右边补上缺少的列",
                "add registers to a workbook; a sheet of the name that is there gets the columns that it lacks",
            ),
            example="register add 清单.xlsx 重点项目库 指标监测",
            arguments=(
                BOOK,
                OUT,
                SHEET,
                Argument(
                    "names",
                    Say("登记表的名称，可写多个", "names of registers"),
                    shown="NAME",
                    many=True,
                ),
            ),
            plans=f"{_COMMANDS}.register:added",
        ),
    ),
    buttons=REGISTER_BUTTONS,
)

EXPORT = Command(
    name="export",
    about=Say(
        "把几张工作表导出成单独的文件（.xlsx 或 .pdf）：只有看得见的数值和样子，没有公式、批注、下拉列表和隐藏的内容，可以外发",
        "export sheets as a file of their own (.xlsx or .pdf) that can go outside: the values and looks that can be seen, "
        "without formulas, comments, drop-downs and what is hidden",
    ),
    example='export 清单.xlsx --sheet "单位-*" 2020年第三季度通报 -o 外发.xlsx',
    arguments=(
        BOOK,
        Argument(
            "sheet",
            Say(
                '导出哪些工作表，可写多个；* 代表任意文字，如 "单位-*"（不含隐藏的表）',
                'which sheets, one or several; * stands for any text, as in "单位-*" (hidden ones left out)',
            ),
            ("--sheet",),
            shown="NAME",
            many=True,
            required=True,
            greedy=True,
        ),
        Argument(
            "out",
            Say(
                "写入的文件：.xlsx，或 .pdf（要装有 LibreOffice）；已有同名文件的，留备份",
                "the file: .xlsx, or .pdf (needs LibreOffice); a file that is there gets a backup",
            ),
            ("-o", "--out"),
            kind="path",
            shown="FILE",
            required=True,
        ),
    ),
    runs=f"{_COMMANDS}.export:run",
    buttons=(
        Button(
            "export_sheets",
            RETURNS,
            4,
            "导出本表",
            "导出选中的工作表",
            "把选中的工作表存成单独的文件（.xlsx 或 .pdf）：只有看得见的数值和样子，没有公式，可以外发。您的工作簿不改动。",
            "ExportExcel",
            "N",
        ),
    ),
)

PUBLISH = Command(
    name="publish",
    about=Say(
        "公示稿：把事项、措施、进度亮灯和已答复的反馈写成一个新文件，没有人名、电话和内部内容；发现人名、电话就停下，点出单元格",
        "a public copy: items, measures, progress, lights and answered feedback in a new file, without people, telephone "
        "numbers and what is internal; a name or number stops it and is told with its cell",
    ),
    example="publish 清单.xlsx -o 公示稿.xlsx",
    arguments=(
        BOOK,
        Argument(
            "out",
            Say(
                "写入的文件：.xlsx、.docx 或 .html，内容相同；已有同名文件的，留备份",
                "the file: .xlsx, .docx or .html, which say the same; a file that is there gets a backup",
            ),
            ("-o", "--out"),
            kind="path",
            shown="FILE",
            required=True,
        ),
        Argument(
            "mask",
            Say(
                "人名、电话等用 ××× 代替，不停下",
                "print ××× for names, numbers and the like instead of stopping",
            ),
            ("--mask",),
            kind="flag",
            default=False,
        ),
        Argument(
            "allow",
            Say(
                "照原样登载的词，比人名长，如有人叫高峰时的“用电高峰”；可写多次",
                "a word to print as it is, longer than the name in it, as 用电高峰 where somebody is called 高峰; may be "
                "repeated",
            ),
            ("--allow",),
            shown="WORD",
            unset=Say("没有", "none"),
            many=True,
        ),
        SHEET,
    ),
    runs=f"{_COMMANDS}.publish:run",
    buttons=(
        Button(
            "publish_copy",
            RETURNS,
            5,
            "公示稿",
            "写出可以公示的文件",
            "把事项、措施、进度亮灯和已答复的反馈写成一个新文件，没有人名、电话、批注和内部的列。发现人名、电话会先问。",
            "FileDocumentInspect",
            "L",
        ),
    ),
)

DOCUMENT = Command(
    name="document",
    about=Say(
        "公文（.docx，GB/T 9704 版式）：通报、各单位的督办单和催办单、年度评估；--kind 模板 写出可以修改的公文文字",
        "official documents (.docx, after GB/T 9704): the bulletin, letters to units, the year; --kind 模板 writes the words to "
        "be changed",
    ),
    example="document 清单.xlsx --kind 督办单 -o 公文",
    arguments=(
        BOOK,
        Argument(
            "kind",
            Say("哪种公文", "which kind"),
            ("--kind",),
            kind="choice",
            choices=("通报", "督办单", "催办单", "年度评估", "模板"),
            required=True,
        ),
        SHEET,
        replace(
            PERIOD,
            help=Say(
                "用哪一期的数：2020Q3 或 2020-09，不写入“规则”",
                "figures of which period; 规则 is not changed",
            ),
        ),
        replace(AS_OF, help=Say("截至日期：2020-09-30，不写入“规则”", "as-of date; 规则 is not changed")),
        Argument(
            "date",
            Say("成文日期：2020-10-12", "the day of the document"),
            ("--date",),
            kind="day",
            shown="D",
            unset=Say(
                "通报、年度评估用“规则”的通报日期，没有则留空；督办单、催办单用今天",
                "通报日期 of 规则, else room for it; of letters today",
            ),
        ),
        Argument(
            "unit",
            Say("督办单、催办单只写给这些单位，可写多个", "letters to these units only"),
            ("--unit",),
            shown="U",
            unset=Say("全部要督办的", "all that call for one"),
            many=True,
            greedy=True,
        ),
        Argument(
            "out",
            Say("写入的文件夹", "the folder for the documents"),
            ("-o", "--out"),
            kind="path",
            shown="DIR",
            unset=Say("工作簿旁边的“公文-期间”", "公文-PERIOD beside the workbook"),
        ),
        Argument(
            "pdf",
            Say("另做 PDF（要装有 LibreOffice）", "PDFs besides (needs LibreOffice)"),
            ("--pdf",),
            kind="flag",
            default=False,
        ),
    ),
    runs=f"{_COMMANDS}.document:run",
    buttons=(
        Button(
            "document_bulletin",
            RETURNS,
            6,
            "通报",
            "写出本期通报的 Word 公文",
            "把当前期间的通报写成 Word 公文：文字、排名、名单和附件，数与通报表相同。",
            "ChartInsert",
            "T",
            menu=DOCUMENTS,
        ),
        Button(
            "document_orders",
            RETURNS,
            7,
            "督办单",
            "给各单位写督办单",
            "给有逾期、30 日内到期、未报措施的单位各写一份督办单和回执（市级：给区县），文号记入“督办单台账”，请随后保存工作簿。",
            "FileSendAsAttachment",
            "D",
            menu=DOCUMENTS,
        ),
        Button(
            "document_reminders",
            RETURNS,
            8,
            "催办单",
            "给各单位写催办单",
            "同督办单，另写明尚未回复的督办单；文号记入“督办单台账”，请随后保存工作簿。",
            "ReviewNewComment",
            "C",
            menu=DOCUMENTS,
        ),
        Button(
            "document_year",
            RETURNS,
            9,
            "年度评估",
            "写出年度评估的 Word 公文",
            "把年度考核参考写成 Word 公文，含四个季度；要在全年最后一期生成以后。",
            "FunctionsDateTimeInsertGallery",
            "N",
            menu=DOCUMENTS,
        ),
        Button(
            "document_words",
            RETURNS,
            10,
            "公文模板",
            "加上可以修改的公文文字",
            "把各种公文的文字和版式写进“公文模板”，由您修改；大括号中的由程序填写。",
            "NameManager",
            "M",
            plans=f"{_COMMANDS}.document:words",
            menu=DOCUMENTS,
        ),
    ),
)

_HOST = Argument(
    "host",
    Say("装到哪里", "for which program"),
    ("--host",),
    kind="choice",
    default="excel",
    choices=("excel", "libreoffice"),
)

ADDIN = Command(
    name="addin",
    about=Say(
        "生成、安装或卸载 Excel 加载项、LibreOffice 扩展",
        "build, install or remove the add-in of Excel or LibreOffice",
    ),
    example="addin install",
    steps=(
        Command(
            name="build",
            about=Say("生成加载项文件", "build the file of the add-in"),
            example="addin build -o duban.xlam",
            arguments=(
                Argument(
                    "out",
                    Say("生成的文件", "the file to build"),
                    ("-o", "--out"),
                    kind="path",
                    shown="FILE",
                    unset=Say(" duban.xlam 或 duban.oxt", "duban.xlam or duban.oxt"),
                ),
                _HOST,
                Argument(
                    "portable",
                    Say("另做一个可复制到共享盘的文件夹", "a folder to copy to a share instead"),
                    ("--portable",),
                    kind="path",
                    shown="DIR",
                ),
            ),
            runs=f"{_COMMANDS}.addin:run_build",
        ),
        Command(
            name="install",
            about=Say("安装到本机 Excel 或 LibreOffice", "install it on this machine"),
            example="addin install",
            arguments=(_HOST,),
            runs=f"{_COMMANDS}.addin:run_install",
        ),
        Command(
            name="remove",
            about=Say("从本机卸载", "remove it from this machine"),
            example="addin remove",
            arguments=(_HOST,),
            runs=f"{_COMMANDS}.addin:run_remove",
        ),
    ),
)

BUNDLE = Command(
    name="bundle",
    about=Say(
        "打包一份不用安装 Python、不用管理员权限的 Windows 文件夹",
        "pack a folder for Windows that needs no Python and no administrator",
    ),
    example="bundle -o duban-windows.zip",
    arguments=(
        Argument(
            "out",
            Say("生成的压缩包", "the archive to make"),
            ("-o", "--out"),
            kind="path",
            shown="FILE",
            default="duban-windows.zip",
        ),
        Argument(
            "slim",
            Say("不带按钮用不着的部分", "without what no button needs"),
            ("--slim",),
            kind="flag",
            default=False,
        ),
        Argument(
            "python",
            Say("Windows 嵌入版 Python 的压缩包", "the archive of the embeddable Python for Windows"),
            ("--python",),
            kind="path",
            shown="ARCHIVE",
            unset=Say("自动下载", "downloaded"),
        ),
        Argument(
            "wheels",
            Say("已经下载好的安装包所在的文件夹", "a folder with the packages, downloaded before"),
            ("--wheels",),
            kind="path",
            shown="DIR",
            unset=Say("自动下载", "downloaded"),
        ),
    ),
    runs=f"{_COMMANDS}.bundle:run",
)

VALIDATE = Command(
    name="validate",
    about=Say("校验工作簿，可成批进行", "check workbooks, one or many"),
    example="validate 上报 --format html -o 校验报告.html",
    arguments=(
        Argument(
            "paths",
            Say(
                "工作簿、文件夹或通配符；- 表示从标准输入逐行读取",
                "workbooks, folders or globs; - reads names from stdin",
            ),
            shown="PATH",
            many=True,
        ),
        Argument(
            "format",
            Say("报告格式", "format of the report"),
            ("--format",),
            kind="choice",
            default="text",
            choices=("text", "json", "csv", "html", "sarif", "junit"),
        ),
        Argument(
            "out",
            Say("报告写入文件", "write the report to a file"),
            ("-o", "--out"),
            kind="path",
            shown="FILE",
            unset=Say("显示在窗口中", "print it"),
        ),
        Argument(
            "json",
            Say("另存一份 JSON 报告", "a JSON report besides"),
            ("--json",),
            kind="path",
            shown="FILE",
        ),
        Argument(
            "annotate",
            Say("在文件夹中另存带批注的副本", "write copies with the findings in them"),
            ("--annotate",),
            kind="path",
            shown="DIR",
        ),
        Argument(
            "fix",
            Say("改正有把握的小问题（原文件留备份）", "mend what is surely safe to mend (with a backup)"),
            ("--fix",),
            kind="flag",
            default=False,
        ),
        Argument(
            "jobs",
            Say("同时检查的进程数", "processes to use"),
            ("--jobs",),
            kind="count",
            shown="N",
            default=1,
        ),
        SCHEDULER,
        Argument(
            "limit",
            Say("每条规则最多列出几处", "list so many findings of a rule"),
            ("--limit",),
            kind="count",
            shown="N",
            unset=Say("全部", "all"),
        ),
        SHEET,
        replace(PERIOD, help=Say("检查所用的期间：2020Q3 或 2020-09", "check in this period")),
        replace(AS_OF, help=Say("检查所用的截至日期：2020-09-30", "check as of this date")),
        Argument(
            "schema",
            Say(
                "加上本单位自己的规则：pandera 规则文件，或已安装规则包的名称（all 表示全部），可写多次",
                "rules of your own: a file of pandera schemas, or an installed package of them by name "
                "(all: every one); may be repeated",
            ),
            ("--schema",),
            shown="FILE.py",
            many=True,
        ),
        Argument(
            "engine",
            Say(
                "自带规则由谁执行，结果相同；pandera 慢几秒",
                "what runs the built-in rules, with the same findings; pandera takes some seconds more",
            ),
            ("--engine",),
            kind="choice",
            default="plain",
            choices=("plain", "pandera"),
        ),
        TIMEOUT,
        Argument(
            "max_mb",
            Say("单个文件解压后的上限（MB）", "most MB of an unpacked file"),
            ("--max-mb",),
            kind="count",
            shown="N",
            unset=Say(" 512，各部分合计 2048", "512, of all parts together 2048"),
        ),
        Argument(
            "max_cells",
            Say("单张工作表的单元格上限", "most cells of a sheet"),
            ("--max-cells",),
            kind="count",
            shown="N",
            unset=Say(" 2000 万", "20,000,000"),
        ),
    ),
    runs=f"{_COMMANDS}.validate:run",
    buttons=(
        Button(
            "validate",
            LIST,
            1,
            "校验",
            "校验任务清单",
            "逐格检查当前工作簿，问题写入“校验结果”，点“单元格”一列即到该处。您的内容不会改动。",
            "DataValidation",
            "J",
        ),
    ),
)

_HOSTS = "duban.macros.hosts"

ENGINE = Command(
    name="engine",
    about=Say(
        "供其他表格程序使用：从标准输入逐行读取请求，逐行回答",
        "for other spreadsheet programs: one question a line on standard input, one answer a line",
    ),
    example="engine",
    runs=f"{_HOSTS}.pipe:run",
)

SERVE = Command(
    name="serve",
    about=Say(
        "供本机的网页和加载项使用：只在 127.0.0.1 上应答，凭口令",
        "for pages and add-ins on this machine: answers on 127.0.0.1 only, to those with the token",
    ),
    example="serve",
    arguments=(
        Argument(
            "port",
            Say("端口", "the port"),
            ("--port",),
            kind="count",
            shown="N",
            unset=Say("任选一个空闲的", "any that is free"),
        ),
        Argument(
            "origin",
            Say(
                "允许哪个网页来源（如 https://localhost:3000），可写多次",
                "let pages of this origin (as https://localhost:3000) in; may be repeated",
            ),
            ("--origin",),
            shown="ORIGIN",
            many=True,
            unset=Say("没有", "none"),
        ),
    ),
    runs=f"{_HOSTS}.serve:run",
)

COMMANDS = (
    DEMO, NEW, IMPORT, BUILD, UNITS, ROLL_UP, SUMMARY, SPLIT, COLLECT, CLOSE, VERIFY, REGISTER, EXPORT, PUBLISH, DOCUMENT,
    ADDIN, BUNDLE, VALIDATE, ENGINE, SERVE,
)  # fmt: skip
BUTTONS = (*(button for command in COMMANDS for button in command.buttons), *OTHERS)
"""All buttons of the ribbon."""

"""Make the pictures of the docs: the demo's sheets through LibreOffice and pdftoppm, page by page.

    python tools/make_pictures.py [PICTURE…]

``make pictures`` makes all; needs LibreOffice, poppler-utils and a Chinese font.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from datetime import date
from pathlib import Path

import play_returns_page as page

from duban.macros.cli import main
from duban.macros.commands.demo import run_demo
from duban.validation.checker import Checking, check_file
from duban.validation.mend.annotate import annotate_file

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
EXAMPLES = Path(__file__).parent.parent / "examples"
ANNOTATED = EXAMPLES / "桓台经济开发区.xlsx"
DOTS_PER_INCH = "110"
WANTED = (
    # workbook, words that only the wanted page has, name of the picture
    ("齐鲁化工区", ("重点改革攻坚事项任务清单",), "list"),
    ("齐鲁化工区", ("事项键", "类型", "责任单位"), "ledger"),
    ("齐鲁化工区", ("市级事项名称", "依据", "权重"), "links"),
    ("齐鲁化工区", ("承接与进展汇总",), "rollup"),
    ("齐鲁化工区", ("综合管理局改革攻坚事项推进情况",), "unit"),
    ("齐鲁化工区", ("督查通报", "单位进展排名"), "bulletin"),
    ("齐鲁化工区", ("单位亮灯", "牵头领导亮灯"), "bulletin-lights"),
    ("齐鲁化工区", ("逾期和滞后措施", "负责人"), "bulletin-lists"),
    ("淄博市", ("分区县承接情况",), "city"),
    ("桓台经济开发区", ("校验结果",), "annotated"),
    ("综合管理局-2020Q3填报表", ("填报单位",), "return"),
    ("清单", ("填报表回收情况",), "returns"),
    ("登记表-园区", ("重点项目库汇总", "开工情况"), "register-projects"),
    ("登记表-市", ("智库", "五要素"), "register-task-forces"),
    ("登记表-市", ("月调度汇总", "各专班报送情况"), "register-dispatch"),
    ("登记表-市", ("产业指标汇总", "四强产业"), "register-indicators"),
    ("登记表-市", ("开发区情况汇总", "一、总计"), "register-zones"),
    ("登记表-对标", ("季度对标汇总", "各领域、各标杆单位"), "register-benchmarks"),
    ("登记表-对标", ("问题序号", "对应措施"), "register-problems"),
    ("登记表-对标", ("议题", "主持人", "办理情况"), "register-meetings"),
    ("登记表-对标", ("专项工作", "尚未办结的事项"), "bulletin-registers"),
    ("登记表-年度", ("服务记录汇总", "各组入企情况"), "register-service-log"),
)


def pages(pdf: Path) -> list[str]:
    """The text of each page, without white space."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return ["".join(page.split()) for page in text.split("\f")]


def _returns(folder: Path) -> None:
    """The return of a unit, and the workbook after collecting, as the page about returns has them."""
    book, sent, back = folder / "清单.xlsx", folder / "发", folder / "交回"
    page.start(book)
    main(["build", str(book), "--period", "2020Q3", "--as-of", "2020-09-30", "--accept-suggestions"])
    page.set_due(book)
    main(["split", str(book), "-o", str(sent)])
    page.hand_back(sent, back, folder / "profile")
    page.office_types(book)
    main(["collect", str(book), str(back)])
    for path in sent.glob("*.xlsx"):
        shutil.copy(path, folder)


def _registers(folder: Path) -> None:
    """The workbooks with registers, built."""
    for path in (EXAMPLES / "registers").glob("*.xlsx"):
        main(["build", str(path), "-o", str(folder / path.name)])


def make_pictures(names: Collection[str] = ()) -> None:
    """Write every picture of ``WANTED``, or those that are named; stops if a page is not found."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in run_demo(folder / "out"):
            pass
        checked = check_file(str(ANNOTATED), Checking(as_of=date(2020, 9, 30)))
        annotate_file(checked, folder / "annotated")  # a copy is never written over another file
        _returns(folder / "out")
        _registers(folder / "out")
        for book, words, picture in WANTED:
            if names and picture not in names:
                continue
            pdf = folder / f"{book}.pdf"
            if not pdf.exists():
                place = "annotated" if picture == "annotated" else "out"
                source = folder / place / f"{book}.xlsx"
                profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
                command = [
                    "soffice",
                    profile,
                    "--headless",
                    "--convert-to",
                    "pdf",
                    "--outdir",
                    name,
                    str(source),
                ]
                subprocess.run(command, check=True, capture_output=True)
            number = next(n for n, text in enumerate(pages(pdf), 1) if all(word in text for word in words))
            target = folder / picture
            numbers = ["-f", str(number), "-l", str(number), "-singlefile"]
            subprocess.run(
                ["pdftoppm", "-png", "-r", DOTS_PER_INCH, *numbers, str(pdf), str(target)], check=True
            )
            shutil.copy(f"{target}.png", PICTURES / f"{picture}.png")


if __name__ == "__main__":
    make_pictures(sys.argv[1:])

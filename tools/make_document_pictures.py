"""Make the pictures of the page about official documents: documents of the sample through LibreOffice and pdftoppm.

    python tools/make_document_pictures.py

Needs LibreOffice with its Writer, poppler-utils and a Chinese font.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from duban.macros.cli import main

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
SAMPLE = Path(__file__).parent.parent / "examples" / "齐鲁化工区.xlsx"
DOTS_PER_INCH = "60"
WANTED = (
    # file, words that only the wanted page has, name of the picture
    ("2020年第三季度通报", ("督办通〔2020〕3号",), "document-bulletin"),
    ("2020年第三季度通报", ("下步工作要求",), "document-bulletin-text"),
    ("2020年第三季度通报", ("单位进展排名（上期", "位次变化"), "document-bulletin-ranking"),
    ("规划建设局-2020Q3督办单", ("督办〔2020〕4号", "办公室文件"), "document-order"),
    ("规划建设局-2020Q3督办单", ("督办措施名单", "剩余天数"), "document-order-list"),
    ("规划建设局-2020Q3督办单", ("督办回执", "负责人签字"), "document-slip"),
    ("规划建设局-2020Q3催办单", ("催办〔2020〕4号", "办公室文件"), "document-reminder"),
    ("2020年度评估", ("督办评〔2021〕",), "document-year"),
    ("公示稿", ("任务公示", "牵头单位"), "document-notice"),
)


def make_documents(folder: Path) -> None:
    """The documents of the sample, in a folder."""
    book = folder / "清单.xlsx"
    shutil.copy(SAMPLE, book)
    main(["build", str(book), "--period", "2020Q3", "--as-of", "2020-09-30"])
    for kind, period, day in (
        ("通报", "2020Q3", "2020-10-12"),
        ("督办单", "2020Q3", "2020-10-12"),
        ("催办单", "2020Q3", "2020-10-21"),
        ("年度评估", "2020Q4", "2021-01-08"),
    ):
        main(["document", str(book), "--kind", kind, "--period", period, "--date", day, "-o", str(folder)])
    main(["publish", str(book), "-o", str(folder / "公示稿.docx")])


def pages(pdf: Path) -> list[str]:
    """The text of each page, without white space."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return ["".join(page.split()) for page in text.split("\f")]


def make_pictures() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_documents(folder)
        sources = dict.fromkeys(folder / f"{file}.docx" for file, _, _ in WANTED)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
        for file, words, picture in WANTED:
            pdf = folder / f"{file}.pdf"
            number = next(n for n, text in enumerate(pages(pdf), 1) if all(word in text for word in words))
            target = folder / picture
            one = ["-f", str(number), "-l", str(number), "-singlefile"]
            subprocess.run(["pdftoppm", "-png", "-r", DOTS_PER_INCH, *one, str(pdf), str(target)], check=True)
            shutil.copy(f"{target}.png", PICTURES / f"{picture}.png")


if __name__ == "__main__":
    make_pictures()

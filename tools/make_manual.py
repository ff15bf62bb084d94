"""Render the manual and the rules from Markdown as pages for a browser, which the ribbon's buttons open.

``make pages``. A page is one file with its style inside and its pictures beside it; it fetches nothing else.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import markdown
from markdown.extensions.toc import TocExtension

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"excel.zh-CN.md": "manual.html", "rules.md": "rules.html"}
"""Source → page. A link to any other source of the repository becomes plain text: it is not shipped."""

STYLE = """
:root { color-scheme: light; --ink: #222; --quiet: #666; --line: #d9dee5; --head: #eef3f9; --link: #1f5fa8 }
* { box-sizing: border-box }
html { scroll-behavior: smooth }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1.25rem 4rem; color: var(--ink); background: #fff;
  font: 16px/1.75 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.75rem; line-height: 1.3; margin: .5rem 0 1rem }
h2 { font-size: 1.35rem; margin: 2.6rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line) }
h3 { font-size: 1.08rem; margin: 1.8rem 0 .5rem }
p, ul, ol, table, pre, blockquote { margin: .7rem 0 }
a { color: var(--link); text-decoration: none }
a:hover { text-decoration: underline }
img { display: block; max-width: 100%; margin: 1rem 0; border: 1px solid var(--line); border-radius: 4px }
table { border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.6 }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top }
th { background: var(--head); font-weight: 600; white-space: nowrap }
td:first-child { overflow-wrap: normal; word-break: keep-all }
code { font: .9em Consolas, "Noto Sans Mono CJK SC", monospace; background: #f3f5f7; padding: .1em .3em;
  border-radius: 3px }
pre { background: #f3f5f7; padding: .7rem .9rem; border-radius: 4px; overflow-x: auto }
pre code { padding: 0; background: none }
blockquote { margin-left: 0; padding: .1rem .9rem; border-left: 3px solid var(--line); color: var(--quiet) }
nav { font-size: .92rem; border: 1px solid var(--line); border-radius: 4px; padding: .6rem 1rem; margin: 1rem 0 }
nav p { margin: .15rem 0 }
nav small a { margin-right: .6em; color: var(--quiet) }
li:has(.box) { list-style: none }
.box { margin: 0 .4em 0 -1.3em }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt }
  nav { display: none }
  h2, h3 { break-after: avoid }
  tr, img, blockquote { break-inside: avoid }
}
"""


def page_of(source: str) -> str:
    """The page of a source, its links and headings as a browser needs them."""
    contents = TocExtension(slugify=_anchor)
    reader = markdown.Markdown(extensions=["tables", "fenced_code", "sane_lists", contents])
    reader.ESCAPED_CHARS.append("<")  # the rules escape it, which Markdown of old does not know
    body = reader.convert(re.sub(r"<!--.*?-->\n*", "", source, flags=re.DOTALL))
    body = re.sub(r'<a href="([^":#]+\.md)(#[^"]*)?">(.*?)</a>', _link, body)
    # sheets are small in the page; a click shows them as they are
    body = re.sub(r'<img [^>]*src="([^"]+)"[^>]*>', r'<a href="\1">\g<0></a>', body)
    # a line's end between two Chinese characters is no space
    body = re.sub(r"([^\x00-\x7f](?:</strong>)?)\n((?:<strong>)?[^\x00-\x7f])", r"\1\2", body)
    body = body.replace(r"\|", "|")  # in code within a table it stays escaped
    # a box of its own sign, which nobody ticks by a stray click
    body = re.sub(r"<li>(<p>)?\[ \] ", r'<li>\1<span class="box">☐</span>', body)
    tokens: list[dict[str, object]] = reader.toc_tokens  # type: ignore[attr-defined]
    title = str(tokens[0]["name"])
    head, rest = body.split("</h1>", 1)
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>督办：{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{head}</h1>\n{_contents(tokens[0]['children'])}{rest}\n</body>\n</html>\n"
    )


def _anchor(heading: str, separator: str) -> str:
    """``#T155`` for a rule, so that its number leads to it; the words themselves for other headings."""
    return re.sub(r"\W+", separator, heading).strip(separator)


def _link(found: re.Match[str]) -> str:
    target, place, words = found.groups()
    return f'<a href="{PAGES[target]}{place or ""}">{words}</a>' if target in PAGES else words


def _contents(chapters: object) -> str:
    """The chapters of the page, each with its sections behind it."""
    assert isinstance(chapters, list)
    lines = []
    for chapter in chapters:
        sections = "".join(f'<a href="#{each["id"]}">{each["name"]}</a>' for each in chapter["children"])
        small = f" <small>{sections}</small>" if sections else ""
        lines.append(f'<p><a href="#{chapter["id"]}">{chapter["name"]}</a>{small}</p>')
    return "<nav>\n" + "\n".join(lines) + "\n</nav>\n"


def made_pages() -> dict[str, str]:
    """Name of a page → the page."""
    return {page: page_of((DOCS / source).read_text(encoding="utf-8")) for source, page in PAGES.items()}


def write_pages(folder: Path = DOCS) -> None:
    """Write every page."""
    for name, page in made_pages().items():
        (folder / name).write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_pages()

"""Report files made for the tests: PDFs with text, tables and scans, DOCX and XLSX."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
)
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=20, leading=30, alignment=TA_CENTER)
SUBTITLE = ParagraphStyle("subtitle", parent=TITLE, fontSize=14)
GRID = TableStyle([
    ("GRID", (0, 0), (-1, -1), 0.5, "black"),
    ("FONT", (0, 0), (-1, -1), FONT, 10),
])  # fmt: skip


def body(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def title(text: str) -> Paragraph:
    return Paragraph(text, TITLE)


def subtitle(text: str) -> Paragraph:
    return Paragraph(text, SUBTITLE)


def new_page() -> PageBreak:
    return PageBreak()


def ruled(rows: Sequence[Sequence[str]], *spans: tuple[tuple[int, int], tuple[int, int]],
          repeat: int = 0, widths: Sequence[float] | None = None) -> Table:  # fmt: skip
    """A ruled table; `spans` are pairs of (column, row) corners that are merged."""
    table = Table([list(row) for row in rows], colWidths=widths, repeatRows=repeat)
    table.setStyle(GRID)
    table.setStyle(TableStyle([("SPAN", *span) for span in spans]))
    return table


def text_pdf(
    path: Path, story: Sequence[Flowable], head: str = "", foot: Callable[[int], str] | None = None
) -> Path:
    """A PDF with text, running heads and page numbers where they belong."""

    def decorate(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        if head:
            canvas.drawString(90, A4[1] - 45, head)
        if foot:
            canvas.drawCentredString(A4[0] / 2, 35, foot(document.page))

    SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=90, rightMargin=90, topMargin=90, bottomMargin=80
    ).build(list(story), onFirstPage=decorate, onLaterPages=decorate)
    return path


def chinese_font(size: int) -> ImageFont.FreeTypeFont:
    """A font of this machine that has Chinese characters; skips the test where there is none."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}|%{index}|%{lang}", ":lang=zh-cn"],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    file, index, languages = found.split("|", 2) if found else ("", "0", "")
    if "zh-cn" not in languages:
        pytest.skip("no font with Chinese characters on this machine (fc-match :lang=zh-cn)")
    return ImageFont.truetype(file, size, index=int(index))


def scanned_picture(lines: Sequence[str]) -> Image.Image:
    """An A4 page at 150 dots an inch with lines of text."""
    font = chinese_font(34)
    picture = Image.new("L", (1240, 1754), "white")
    draw = ImageDraw.Draw(picture)
    for n, line in enumerate(lines):
        draw.text((130, 180 + 62 * n), line, font=font, fill="black")
    return picture


def scanned_pdf(path: Path, *pages: Sequence[str]) -> Path:
    """A PDF whose pages are pictures of lines of text, as a scanner makes them."""
    first, *others = [scanned_picture(lines) for lines in pages]
    first.save(path, save_all=True, append_images=others, resolution=150)
    return path


def garbled_pdf(path: Path, lines: Sequence[str]) -> Path:
    """A PDF that looks right and whose text is private-use signs, as some fonts make it."""
    picture = scanned_picture(lines)
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawInlineImage(picture, 0, 0, *A4)
    text = canvas.beginText(90, 700)
    text.setFont(FONT, 12)
    text.setTextRenderMode(3)
    for line in lines:
        text.textLine("".join(chr(0xE000 + ord(c) % 0x1000) for c in line))
    canvas.drawText(text)
    canvas.save()
    return path

"""A document and a book with one of everything, and texts that a file format could misread."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from exports.document import (
    Book,
    Column,
    Document,
    Heading,
    Look,
    Paragraph,
    Sheet,
    Signatures,
    Span,
    Table,
)

MADE = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\r=1")
MARKUP = '<b>粗</b> &amp; <w:t/> <font name="x"/> {PAGE} _x0041_'
NO_TEXT = "a\x00b\x0bc\x1bd\x7fe\x9ff\ud800g\uffffh"

TABLE = Table(
    (
        Column("序号", 6),
        Column("问题描述", 30),
        Column("依据", 40),
        Column("偏差", 10, suffix="%", signed=True),
    ),
    tuple(
        (
            n,
            "报告写的是99.47%，推算应为99.43%。",
            (Span("第1页："), Span("预算执行率为99.47%。", Look.QUOTED), Span("[1]", Look.RAISED)),
            Decimal("-0.04"),
        )
        for n in range(1, 31)
    ),
)


def document(*blocks, title="审计底稿", language="zh", landscape=False) -> Document:
    return Document(title, language, MADE, blocks, landscape)


def book(table=TABLE, title="审计底稿", language="zh") -> Book:
    return Book(title, language, MADE, (("发现", 30),), (Sheet("审计", table),))


@pytest.fixture(params=["zh", "en"])
def whole(request) -> Document:
    """Every kind of block, over several pages."""
    return document(
        Heading("一、2022年水务局绩效自评报告"),
        Paragraph((Span("核对相符", Look.STRONG), Span("：合计 3。\n另起一行。"))),
        Paragraph("出处：水务局.txt", small=True),
        Heading("比率", level=2),
        TABLE,
        TABLE,
        Signatures(),
        language=request.param,
    )

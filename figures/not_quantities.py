"""What looks like a number and measures nothing: list numbers, 文号, hotlines, codes, names."""

from __future__ import annotations

_CJK = r"\u4e00-\u9fff"

_KINDS = (
    # Addresses and telephone numbers.
    r"https?://\S+|www\.[\w./-]+|[\w.]+@[\w.]+",
    r"(?<!\d)0\d{2,3}[-－ ]\d{7,8}(?!\d)|(?<![\d.,])1[3-9]\d{9}(?![\d.])|(?<!\d)\d{15,}(?![\d.,])",
    # 〔2022〕2号, 【2017】89号, 沪府规〔2021〕5 号, 第 588 号, 2号线.
    r"[〔【\[（(〈]\s*(?:19|20)\d\d\s*[〕】\]）)〉]\s*(?:第\s*)?\d+\s*号?",
    r"第?\s*\d+\s*号(?!\d)",
    # Hotlines, by name or by what stands beside them.
    r"(?<![\d.,])1(?:2345|23[0-9]{2}|10|19|20|22)(?=[ \xa0]*(?:[、和及/](?:\s*\d{3,5}[、和及/]?)+)?"
    r"[ \xa0“]*(?:政府|政务|市民|公共|便民|热线|平台|工单|投诉|举报|报警|急救|联动|指挥|等"
    r"|hotline))",
    r"(?<![\d.,])12345(?![\d.,]|\s*(?:件|宗|个|人|户|项|元|万|次))",
    # 7*24小时, 5×8小时, 24小时自助.
    r"\d\s*[*×xX]\s*\d{1,2}(?:\s*[*×xX]\s*\d+)?(?:\s*小时)?",
    r"24\s*小时(?=自助|不打烊|不间断|值班|值守|在线|服务|全天|无休|营业|开放|响应)",
    # 1. / 1、 / （1） / 1) at the head of a line, item or clause; 一、 is no number anyway.
    r"^[ \t\u3000]*\d{1,3}[ \xa0]?[.．][ \xa0]?(?=(?:19|20)\d\d[ \xa0]*年)",
    r"(?:^|(?<=[：:；;。]))[ \t\u3000]*\d{1,2}[ \xa0]?(?:[.．](?!\d)|、(?!\d)|[)）])",
    rf"(?<=[，,、])[ \xa0]?\d{{1,2}}[.．](?=[ \xa0]?[{_CJK}“])",
    r"[（(]\s*\d{1,2}\s*[)）]",
    r"(?:附表|附件|附图|表|图|附)[ \xa0]*\d{1,2}(?:[-－]\d{1,2})?(?![\d.,%]|[ \xa0]*[万亿元个])",
    r"(?<![\d.,])\d{1,3}(?:\.\d{1,3}){2,}(?![\d,])",
    # Subject codes in front of their names: 201 05 07, 2010507, cells of a row or loose columns.
    rf"^[ \xa0]*\d{{1,3}}[ \t\xa0]+\d{{2}}(?:[ \t\xa0]+\d{{2}})?(?=[ \t\xa0]+[{_CJK}])",
    r"^[ \xa0]*(?:[25]\d\d|30\d|3[19]\d)(?:\d\d){0,2}"
    rf"(?=[ \t\xa0]+(?!个|项|人|家|件|万|亿|元)[{_CJK}“])",
    r"(?<![\d.,])\d{3}[ \xa0]\d{2}(?:[ \xa0]\d{2})?(?![\d.,%])",
    # Names with letters or hyphens: W060701, W-07, 5G, 粤盾-2022, COVID-19, 1+N, 2.0版, 90后.
    r"(?<![A-Za-z])(?!(?:RMB|CNY|Y)\d)[A-Za-z]+[-－]?\d[\dA-Za-z]*(?:[-.]\d+)*",
    rf"(?<=[{_CJK}”’A-Za-z])[-－—–]\d+(?![\d.,]*[ \xa0]*(?:%|‰|个百分点|百分点|[万亿千]?元|[万亿]))"
    rf"(?<![年月日元至]-\d)(?<![年月日元至][-－—–]\d{{2}})(?<![年月日元至][-－—–]\d{{4}})",
    r"(?<![\d.,])\d{1,2}[DGKV](?![A-Za-z])",
    r"(?<![\d.,])\d{1,2}(?:[ \xa0]?[+＋][ \xa0]?[\dA-Za-zXN])+|\d\.\d(?=[ \xa0]*版)|\d0(?=后)",
    r"(?<!\d)\d{1,2}[:：]\d{2}(?![\d.])|(?<![\d.])\d{1,2}·\d{1,2}(?!\d)",
)

PATTERN = "|".join(f"(?:{kind})" for kind in _KINDS)
"""One alternative for each; to be compiled with re.MULTILINE, tried before any number."""

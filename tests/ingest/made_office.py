"""Word and Excel files written part by part, so that each fault of a real file can be made."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{OFFICE}/relationships",
    "m": f"{OFFICE}/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}
DECLARED = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMES.items())


def package(
    path: Path, main: str, kind: str, parts: Mapping[str, str], strict: bool = False
) -> Path:
    """A zip of parts; `kind` is the content type of the main one."""
    every = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/{main}" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations(relation(1, "officeDocument", main)),
        **parts,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in every.items():
            if strict:
                for old in ("wordprocessingml", "spreadsheetml", "officeDocument"):
                    text = text.replace(
                        f"http://schemas.openxmlformats.org/{old}/2006/",
                        f"http://purl.oclc.org/ooxml/{old}/",
                    )
            file.writestr(name, text)
    return path


def relations(*each: str) -> str:
    address = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{address}">{"".join(each)}</Relationships>'


def relation(number: int, kind: str, target: str) -> str:
    return (
        f'<Relationship Id="rId{number}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
    )


def word_file(
    path: Path,
    *body: str,
    parts: Mapping[str, str] | None = None,
    kind: str = "wordprocessingml.document",
    main: str = "word/document.xml",
    strict: bool = False,
) -> Path:
    """A document of paragraphs and tables as Word writes them. `parts` are styles, numbering …"""
    others = parts or {}
    related = [relation(n, name, f"{name}.xml") for n, name in enumerate(others, start=1)]
    folder, _, name = main.rpartition("/")
    return package(
        path,
        main,
        f"application/vnd.openxmlformats-officedocument.{kind}.main+xml",
        {
            main: f"<w:document {DECLARED}><w:body>{''.join(body)}</w:body></w:document>",
            f"{folder}/_rels/{name}.rels": relations(*related),
            **{f"{folder}/{part}.xml": text for part, text in others.items()},
        },
        strict,
    )


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*inside: str, properties: str = "") -> str:
    whole = (i if i.startswith("<") else run(i) for i in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(whole)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Rows of cells, each a text or what stands in it."""

    def cell(text: str) -> str:
        return f"<w:tc>{text if text.startswith('<w:') else paragraph(text)}</w:tc>"

    whole = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{whole}</w:tbl>"


def workbook(
    path: Path,
    *sheets: str,
    names: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
    formats: tuple[str, ...] = (),
    texts: tuple[str, ...] = (),
    settings: str = "",
    parts: Mapping[str, str] | None = None,
    strict: bool = False,
) -> Path:
    """A workbook of sheets as Excel writes them; style n+1 of a cell has format n."""
    s = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    entries = "".join(
        f'<sheet name="{(names or ("Sheet1", "Sheet2", "Sheet3"))[n]}" sheetId="{n + 1}"'
        f' state="{states[n] if states else "visible"}" r:id="rId{n + 1}"/>'
        for n in range(len(sheets))
    )
    related = [
        relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)
    ]
    related += [relation(98, "styles", "styles.xml"), relation(99, "sharedStrings", "texts.xml")]
    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{f}"/>' for n, f in enumerate(formats))
    looks = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    return package(
        path,
        "xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        {
            "xl/workbook.xml": f"<workbook {s} {DECLARED}><sheets>{entries}</sheets>{settings}"
            "</workbook>",
            "xl/_rels/workbook.xml.rels": relations(*related),
            "xl/styles.xml": f"<styleSheet {s}><numFmts>{own}</numFmts>"
            f'<cellXfs><xf numFmtId="0"/>{looks}</cellXfs></styleSheet>',
            "xl/texts.xml": f"<sst {s}>{''.join(f'<si>{text}</si>' for text in texts)}</sst>",
            **{
                f"xl/worksheets/sheet{n}.xml": f"<worksheet {s} {DECLARED}>{sheet}</worksheet>"
                for n, sheet in enumerate(sheets, start=1)
            },
            **(parts or {}),
        },
        strict,
    )


def rows(*each: str) -> str:
    """Rows that are whole elements, or the cells of one."""
    whole = (r if r.startswith("<row") else f"<row>{r}</row>" for r in each)
    return f"<sheetData>{''.join(whole)}</sheetData>"


def cells(*values: object) -> str:
    """Texts, numbers, formulas (=…) and None for a cell that is not there."""

    def cell(value: object) -> str:
        if value is None:
            return "<c/>"
        if isinstance(value, str) and value.startswith("<c"):
            return value
        if isinstance(value, str) and value.startswith("="):
            return f"<c><f>{value[1:]}</f></c>"
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    return "".join(map(cell, values))

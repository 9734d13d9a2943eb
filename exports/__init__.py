"""Plain data → files that an office can file: Word, PDF, Excel and CSV. It knows no reports.

What is said in a file is put together where it is known (answers in `rag/export.py`, the form of
goals in `goals/form.py`, the working paper in `ui/audit_export.py`) and handed over as `Document`
or `Book`; how a file looks is settled here, once. Every text is data: no file format sees markup,
a field or a formula in it, and characters that a format cannot hold are taken out.

document   what is written: a document of headings, paragraphs, tables and lines to sign on, or a
           book of sheets; read it first
wording    what the files say by themselves, in both languages, and numbers as they are written
word       a document → DOCX
pdf        a document → PDF
workbook   a book → XLSX; one table → CSV
"""

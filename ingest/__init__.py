"""One report's journey, from a file to the shelf. Read pipeline first: it has the order.

pipeline    all of it in order, into the vectorstore

Read:
load/       file → pages of lines and raw tables, whatever the format
loaded      what load hands on: pages of lines and raw tables; a file that cannot be read
characters  characters as fonts code them → those that one reads

Understand:
structure   pages → `ReportText`: cleaned text, joined sentences, sections, tables; by the next six
furniture   pages → the same without running heads, page numbers, tables of contents
paragraphs  lines → paragraphs, joined where the ends of lines and pages broke them
tables      tables on pages → whole ones, with title, unit and header
cover       the first paragraphs → how many of them are title, author, date
headings    paragraphs → which of them are headings
ladder      headings → the path over every part of the report
grid        raw table → rows and columns
markers     what parts are numbered with: 一、, （一）, 1.
width       how wide Chinese text is set
placing     what was not surely read → where in the text that is
identity/   text → place, body, kind, coverage, project and years, each with its evidence
said        what a person says the report is → its identity

Cut, compute, keep:
chunk       text → passages, slices of it that are found and cited as one
cuts        sentences → groups of them, cut where the text itself pauses
reading     a file as it was understood, and ready to come onto the shelf
arriving    what is ready → which report it is, what it replaces, what follows of it
auditing    a report → its findings (`figures.audit`), and those against others on the shelf
corpus      the folder of the reports' own files, kept in step with the shelf

Many files, and again:
batch       many files → the shelf, one after the other, and what became of each
progress    how far that is, as bars on the command line
queue       the same by workers on many machines
sync        a folder and the shelf → what must happen for the shelf to equal the folder
renewal     what an earlier version read, read again
version     which reading of files this is: when it is another, they are

Around them:
settings    where the files are kept, and how much of one is read
telling     the shelf and what was done to it → lines and JSON on the command line
keeping     `jiwen backup` and `jiwen restore`
page_image  a page as a picture, and where on it a sentence stands

`python -m ingest add corpus` does it from the command line.
"""

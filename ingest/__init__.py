"""One report's journey, from a file to the shelf. Read pipeline first: it has the order.

Read
    load/         file → pages of lines and raw tables, whatever the format
    loaded        what load hands on: lines, raw tables, pages; a file that cannot be read
    characters    characters as fonts code them → those that one reads
Understand
    structure     pages → `ReportText`: cleaned text, joined sentences, sections, tables; in turn
                  furniture (what is no body), paragraphs, tables (with grid), cover, headings,
                  ladder (the path of headings over each part)
    markers       一、, （一）, 1.: what parts are numbered with; width: how wide a text is set
    identity/     text → place, body, kind, coverage, project and years, each with its evidence
    placing       what was not read surely → where in the text that is
    reading       a file as it was understood (`Reading`), and with its vectors (`Prepared`)
    version       the number of the reading; settings: how much is read of a file
Put on the shelf
    chunk         text → passages, slices of it that are found and cited as one; cuts: where to cut
    arriving      what is ready → which report it is, what it replaces, what follows of it:
                  its indicators (`figures.indicators`) and its findings
    auditing      its findings (`figures.audit`), and those of the reports beside it
    corpus        the folder of the reports' own files, kept in step with the shelf
    said          what a person says that a report is
    pipeline      all of it in order, into the vectorstore; the file to read first
Many files
    batch         one after the other; what became of each; progress: the bars meanwhile
    queue         by workers on many machines
    sync          a folder and the shelf → what has to be done for them to be equal
    renewal       what an earlier version read, read again
    telling       what was done → lines and JSON on the command line
Beside the journey
    keeping       `jiwen backup` and `jiwen restore`
    page_image    a page as a picture, and where on it a sentence stands

`python -m ingest add corpus` does it from the command line.
"""

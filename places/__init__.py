"""China's divisions (省, 市, 县), and the places that a text or a name says.

divisions  the kept list (`divisions.tsv`: code, path, short name, former names), and which of
           them a name or a path means
spoken     a text → the places of the list it names; a name → the place it begins with

Pure but for reading its own list; every room may ask it.
"""

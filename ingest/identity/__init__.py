"""Which report a text is: candidates with their evidence, weighed together.

identify  all of it in order; the file to read first
sources   text and path → where an identity is read: title, labels, bylines, file, folder
titles    the lines of the beginning → the title
bodies    a line → the public bodies it names; a name → the same with its place
years     a text → the year it was issued for, and the years its figures are of
kinds     a title → kind, coverage, project
called    an identity → what follows from it: place, code, short names
weigh     candidates → what they agree on, and whether they do
"""

"""What is asked → passages, and the sentences of them that may answer.

retrieval   question → passages, by meaning and keywords, of the reports that hold its years
evidence    passages → their sentences and table rows, read by the reader, best first
notes       what is said beside an answer or in its place: absence, whose it is, doubts
"""

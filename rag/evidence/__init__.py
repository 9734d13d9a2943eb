"""What is asked → passages, and the sentences of them that may answer.

retrieval   question → passages, by meaning and keywords, of the reports that hold its years
years       reports, passages and sentences → whether they tell of the years asked about
evidence    passages → their sentences and table rows, read by the reader, best first
basis       a sentence of these → the same with what stands around it: its row, heading, lead
notes       what is said beside an answer or in its place: absence, whose it is, doubts
"""

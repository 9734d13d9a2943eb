"""The trained reader: its reports and questions, how it is trained on them, and how good it is.

Where it answers:
reading    a question and sentences → how probable it is that each answers; read it first
opening    the settings → the reader: the embedding, or a cross-encoder
context    a sentence and what stands around it → what the reader is given of it
scale      a cosine → how near that is, whatever the embedding model

Where it is trained:
reports    the reports and questions of `data/`, read and checked
errors     what can be wrong there
examples   these → which sentences answer which question
training   examples → the embedding model's upper layers, for `models/weights/`
measuring  how often the right sentence comes first

`data/` holds reports and questions written by hand for this project, one folder a writer;
`data/split.toml` says which reports are never trained on.

python -m reader train      train again from the data; the layers that changed, as one file
python -m reader measure    the default embedding model beside the one it was trained from
"""

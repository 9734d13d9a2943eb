"""The trained reader: its reports and questions, how it is trained on them, and how good it is.

`data/` holds reports and questions written by hand for this project, one folder a writer;
`split.toml` says which reports are never trained on. One training: `reports` (read and checked)
→ `examples` (which sentences answer which question) → `training` (the embedding model's upper
layers) → `models/weights/`. `measuring` says how often the right sentence comes first.

python -m reader train      train again from the data; the layers that changed, as one file
python -m reader measure    the default embedding model beside the one it was trained from
"""

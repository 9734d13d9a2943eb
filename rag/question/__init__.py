"""The words asked → what they ask for, of whose reports, of which years. Read understanding first.

understanding   message + conversation + shelf → its questions, each whole, with their scope
intents         question → kind of answer, kinds of report, indicators and how they relate
years           question → the years it names, implies or counts from today
linking         question + shelf → the bodies and places it names, or who of them is absent
entities        the shelf's bodies and places, all that they are called, and where they are
place_names     where a text names places, in Chinese and in pinyin
lexicon         the words people use → those of the reports (`words.toml`, `names.toml`)
"""

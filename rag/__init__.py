"""One question's journey, from the words asked to an answer every sentence of which is traced.

answer          all of it in order; the file to read first
look            what code and the reader find: answered, near or nothing
question/       the words asked → what they ask for, of whose reports, of which years
evidence/       what is asked → passages, and the sentences of them that may answer
figures_stated  the indicators asked for → what the reports state of them
figures_told    these → sentences and a table, computed in Decimal
goals_told      a question about all goals of a report → the answer from its matrix
quotation       evidence → what of it is quoted, on screen before the chat model is asked
model/          evidence → the chat model's wording, from its turn in the queue to its check
check/          a wording → each sentence with what supports it, each number with its verdict
store           answers kept on the shelf, read back, asked again
answer_json     an answer → plain JSON, for programs
terminal        an answer → text for a terminal
export          answers → files to take away: Word, PDF, Markdown, JSON
log             the events of answering → what the log is told of a question
messages        what many parts of an answer say alike: lists, pages, what reports are called
records         what passes between the stages
text            how texts are compared
opening         the environment → what answering works with
settings        its limits and weights
errors          what can go wrong with a question
retriever       the shelf for LangChain
evaluate        question files → how often the right passage, sentence and answer come

Imports go down: the files here → model → check → evidence → question → records, text, messages,
errors, settings. The verified quotation is the answer; the model only phrases it.
`python -m rag "问题"`.
"""

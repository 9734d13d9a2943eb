"""One question's journey, from the words asked to an answer every sentence of which is traced.

    linking      question + shelf → whose reports it names: places and bodies, or who is not there
    understand   question + conversation → scope (years, whose, kinds) and what is asked for
    retrieve     scope + question → passages (dense and keywords, mixed), near-duplicates folded
    evidence     passages → their sentences and table rows, read by the reader, best first
    structured   figures asked for → what the reports state; figure_answer puts it in a table
    compose      evidence → the quotation, on screen before the chat model is asked
    look         all of that in order, for each question of a message: answered, near or nothing
    prompt       evidence → a small prompt; the passages are data, never instructions
    chat_model   prompt → tokens, from the embedded or any OpenAI-compatible model
    attribute    wording → sentences, each matched to the evidence that supports it
    verify       sentences → a verdict on every number, year and name
    phrase       the model's whole part, from its turn in the queue to its wording, checked
    answer       all of it in order; the file to read first

The verified quotation is the answer; the model only phrases it. `python -m rag "问题"`.
"""

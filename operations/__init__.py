"""What an operator sees: events in the log, counts at /metrics, numbered incidents.

Every room may import this one; it imports none. A room says what happened, with plain data:

    _LOG = logging.getLogger("jiwen.rag")
    event(_LOG, "question.answered", answer="4c1d…", total_s=0.31)

`events` is the vocabulary, `logs` turns an event into one line, `metrics` counts the same events,
`incidents` gives an error that nobody foresaw its number, `commands` does so around a command line.
"""

"""What an operator sees: events in the log, counts at /metrics, numbered incidents.

Every room may import this one; of them it imports `languages` only. A room says what happened, with
plain data:

    _LOG = logging.getLogger("jiwen.rag")
    event(_LOG, "question.answered", answer="4c1d…", total_s=0.31)

events        the vocabulary of the log
logs          an event → one line
metrics       the same events, counted
incidents     an error that nobody foresaw → its number; commands: so around a command line
errors        `Foreseen`, what all rooms' own errors are: they say themselves what to do
environment   the environment → a room's settings; settings: those of this room
stopwatch     how long the stages of something took
"""

"""What an operator sees: events in the log, counts at /metrics, numbered incidents.

Every room may import this one; of them it imports `languages` only. A room says what happened, with
plain data:

    _LOG = logging.getLogger("jiwen.rag")
    event(_LOG, "question.answered", answer="4c1d…", total_s=0.31)

events       the vocabulary: every event, its level and its fields
logs         an event → one line
metrics      the same events, counted
incidents    an error that nobody foresaw → its number, under which the log has its trace
commands     the log and the incidents, around a command line
errors       what tells an error that was foreseen from a mistake in the program
environment  the environment → a room's settings
settings     those of this room: the log and the metrics
stopwatch    how long the stages of something took
"""

"""What a report set out to do, what it says was done, and what that cost; and what became of it.

    parts      text → its sentences, each under its headings: goals, results, money, problems, plans
    setting    sentences and indicator tables → goals, each with its target
    matching   goals × sentences → how probable it is that one tells what was done for the other
    outcome    target and actual value → met, exceeded, short, by how much
    reasons    what was missed → why, as far as the report says
    matrix     all of it in order, for one report; the file to read first
    beside     results that name their own target
    years      two reports, a year apart → what became of promises, which problems came again
    kept       matrices on the shelf, made once, with what people confirmed or undid
    answering  a question about goals → an answer made of quotations
    form       a matrix → the 绩效自评表 that offices file

`python -m goals REPORT` prints it.
"""

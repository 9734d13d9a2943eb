"""What a report set out to do, what it says was done, and what that cost; and what became of it.

matrix      all of it in order, for one report; the file to read first
records     a goal, its results, its line in the matrix: what the others hand on

parts       text → its sentences, each under its headings: goals, results, money, problems, plans
setting     sentences and indicator tables → goals, each with its target
likeness    goals × sentences → what speaks for and against one telling of the other
matching    the same → how probable it is, by weights fitted on marks (`weights.json`)
outcome     target and actual value → met, exceeded, short, by how much
direction   whether less of a rate is better
beside      results that name their own target
missed      what is told only as not done in time
reasons     what was missed → why, as far as the report says
money       a report → its projects and lines of money: what each was given, and what it spent

years       two reports, a year apart → what became of promises, which problems came again
kept        matrices on the shelf, made once, with what people confirmed or undid
answering   a question about goals → an answer made of quotations
form        a matrix → the 绩效自评表 that offices file
as_json     a matrix → JSON
saying      the words that answer, page and form have in common

`python -m goals REPORT` prints it.
"""

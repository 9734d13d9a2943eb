"""The audit's checks: a report → what does not add up in it.

arithmetic       what written numbers can stand for, sums, and the one slip that explains a mismatch
prose            paragraphs → figures with the part each plays, and statements of change
tables           tables → panels of labelled lines of figures
registry         what a check is given and hands back, and `@check`, by which it is registered

rates            执行率, 占比 against their amounts; rates that cannot be
growth           增加, 减少, 持平 against the amounts compared
reasons          words of direction against the figures, and against the reason given
sums             其中：… and 合计 in prose
table_sums       rows and columns against their totals
table_laws       computed columns, the sums of project forms
table_notes      notes under tables and departments in their heads, against the tables
standard_tables  the standard tables against each other and against the prose
stated_twice     one thing stated twice: in two places, under its heading, in last year's report
scores           full marks and marks got, deductions, totals, weights and grades
score_tables     the same in tables of indicators
slips            years, units, digits and left-over words that show by themselves

second_look      what the checks suspect → findings: explained away, doubted, one for each slip
"""

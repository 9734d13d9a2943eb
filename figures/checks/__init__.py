"""The audit's checks: a report → what does not add up in it.

arithmetic       what written numbers can stand for, sums, and the one slip that explains a mismatch
prose            paragraphs → figures with the part each plays, and statements of change
tables           tables → panels of labelled lines of figures
registry         what a check is given and hands back, and `@check`, by which it is registered

classified       the item of the classification that prose names → its 类, 款, 项 and code
listings         prose → a whole and the parts listed after it
scored           a paragraph → the things scored in it

rates            执行率 against its amounts; rates that cannot be
shares           占比 against the part and the whole; 为B的r%
named_rates      合格率 against 合格: rates that name the part they are of
growth           增加, 减少, 持平 against the amounts compared
points           percentage points; from A to B, which way
reasons          words of direction against the figures, and against the reason given
sums             其中：… and 调整后预算 in prose
totals           totals behind their terms; what is left of 追加 and 追减
remainders       what is left of an amount, by how much it is missed, balances
products         numbers of things and the price of each, against what they make
table_sums       rows and columns against their totals
table_laws       computed columns
project_forms    the form of one project, and all forms against what the text says of them
table_notes      notes under tables and departments in their heads, against the tables
standard_tables  the standard tables against each other; forms that are left out
prose_and_tables  the prose against the tables: items, totals, 三公
stated_twice     one thing stated twice: in two places, under its heading, in last year's report
units            a unit's report against its department's
scores           full marks and marks got, deductions, totals and weights
grades           grades against the scores they are given for
score_tables     the same in tables of indicators
scores_restated  a section's marks against its paragraphs', the prose's against the table's
score_rules      marks got against the outcome, by the rule that is stated
slips            years, units, digits and left-over words that show by themselves

second_look      what the checks suspect → findings: explained away, doubted, one for each slip
"""

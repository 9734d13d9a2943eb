from dataclasses import replace

from rag.evidence.evidence import Basis
from records import Row, Table
from tests.rag.evidence_made import basis


def row_of(columns, cells) -> Basis:
    row = Row(cells, 0, 10)
    table = Table("河道整治明细", "", columns, (row,), 0, 10)
    return replace(basis("一行"), table=table, row=row)


def test_a_cell_is_read_with_its_columns_unit():
    made = row_of(("河道", "长度（公里）", "完成投资(万元)"), ("白沙溪", "6.5", "1,120.30"))
    assert made.text == "河道整治明细：河道 白沙溪；长度 6.5公里；完成投资 1,120.30万元"


def test_a_cell_that_is_no_bare_number_stays_as_it_is():
    made = row_of(("河道", "进度（%）", "备注（原因）"), ("白沙溪", "98.5%", "—"))
    assert made.text == "河道整治明细：河道 白沙溪；进度（%） 98.5%；备注（原因） —"


def test_brackets_that_hold_no_unit_stay_with_the_columns_name():
    made = row_of(("项目", "全年预算数（A）", "执行率（B/A）"), ("总额", "100.00", "98.00"))
    assert made.text == "河道整治明细：项目 总额；全年预算数（A） 100.00；执行率（B/A） 98.00"

import pytest

from ingest.markers import Marker, numbered


@pytest.mark.parametrize(
    ("text", "marker", "number", "words"),
    [
        ("一、基本情况", Marker.CHINESE, 1, "基本情况"),
        ("十二、其他事项", Marker.CHINESE, 12, "其他事项"),
        ("陆、不足之处", Marker.CHINESE, 6, "不足之处"),
        ("拾贰、附则", Marker.CHINESE, 12, "附则"),
        ("（三）部门整体收支情况", Marker.BRACKETED_CHINESE, 3, "部门整体收支情况"),
        ("第二部分 预算表", Marker.PART, 2, "预算表"),
        ("3. 预算执行情况", Marker.ARABIC, 3, "预算执行情况"),
        ("2.1 基本支出", Marker.DECIMAL, 1, "基本支出"),
        ("（1）数量指标", Marker.BRACKETED_ARABIC, 1, "数量指标"),
        ("③满意度", Marker.CIRCLED, 3, "满意度"),
    ],
)
def test_a_heading_is_read_with_its_number(text, marker, number, words):
    read = numbered(text)
    assert read is not None
    assert (read.marker, read.number, read.words) == (marker, number, words)


@pytest.mark.parametrize("text", ["1.5万元", "99.47%", "第一部分是基本支出", "预算执行情况"])
def test_a_number_that_counts_something_is_no_heading(text):
    assert numbered(text) is None

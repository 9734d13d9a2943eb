from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.divisions import divisions, named, resolve, whole
from places.spoken import beginning, mentions


def test_every_division_lies_in_one_that_is_in_the_list():
    paths = {division.path for division in divisions()}
    assert len(paths) == len(divisions()) > 3300
    assert all(division.path[:-1] in paths for division in divisions() if len(division.path) > 1)
    assert all(len(division.code) == 6 and division.code.isdigit() for division in divisions())


@pytest.mark.parametrize(
    ("path", "full", "code"),
    [
        (("增城区",), ("广东省", "广州市", "增城区"), "440118"),
        (("上海市", "普陀区"), ("上海市", "普陀区"), "310107"),
        (("吉林",), ("吉林省",), "220000"),
        (("襄樊市", "南漳县"), ("湖北省", "襄阳市", "南漳县"), "420624"),
        (("黔西南州",), ("贵州省", "黔西南布依族苗族自治州"), "522300"),
        (("大同市", "城区"), ("山西省", "大同市", "平城区"), "140213"),
        (("鼓楼区",), ("鼓楼区",), ""),
        (("海陵市", "河东区"), ("海陵市", "河东区"), ""),
        (("广州市", "某某新区"), ("广东省", "广州市", "某某新区"), ""),
        ((), (), ""),
    ],
)
def test_a_path_is_made_whole_as_far_as_the_list_goes(path, full, code):
    assert whole(path) == (full, code)


@given(st.sampled_from(divisions()))
def test_a_whole_path_means_its_division(division):
    found = resolve(division.path)
    assert found is not None
    assert found.path == division.path


def test_a_full_name_is_not_taken_for_anothers_short_name():
    assert [d.path for d in named("海南省")] == [("海南省",)]
    assert len(named("鼓楼区")) == 4
    assert named("没有这个县") == ()


def test_a_text_names_the_places_of_the_list_only(scored):
    def places(text):
        found = mentions(text)
        assert all(m.start < m.end <= n.start for m, n in pairwise(found))
        return [m.divisions[0].name for m in found]

    scored("mentions", places)


def test_a_name_that_several_have_is_told_as_that():
    (mention,) = mentions("和平区教育局")
    assert {division.path[0] for division in mention.divisions} == {"天津市", "辽宁省"}
    (mention,) = mentions("天津和平区教育局")
    assert [division.path for division in mention.divisions] == [("天津市", "和平区")]


@pytest.mark.parametrize(
    ("name", "path", "body"),
    [
        ("广州市增城区政务服务数据管理局", ("广州市", "增城区"), "政务服务数据管理局"),
        ("海陵市河东区教育局", ("海陵市", "河东区"), "教育局"),
        ("北京海淀区教育局", ("北京市", "海淀区"), "教育局"),
        ("岷曲藏族自治州统计局", ("岷曲藏族自治州",), "统计局"),
        ("杭州市民政局", ("杭州市",), "民政局"),
        ("临潮市市场监督管理局", ("临潮市",), "市场监督管理局"),
        ("临潮市高新技术产业开发区管理委员会", ("临潮市", "高新技术产业开发区"), "管理委员会"),
        ("临潮市自然资源局高新区分局", ("临潮市",), "自然资源局高新区分局"),
        ("榕洲县沙垌镇人民政府", ("榕洲县",), "沙垌镇人民政府"),
        ("城市管理局", (), "城市管理局"),
        ("社区卫生服务中心", (), "社区卫生服务中心"),
        ("市审计局", (), "市审计局"),
        ("全市各县", (), "全市各县"),
    ],
)
def test_a_body_begins_with_its_places_known_or_not(name, path, body):
    found, end = beginning(name)
    assert (found, name[end:]) == (path, body)


@given(st.text(alphabet="市区县州盟省中卫海陵河东局的社城a1 广", max_size=20))
def test_any_text_can_be_read(text):
    path, end = beginning(text)
    assert 0 <= end <= len(text)
    assert bool(path) == bool(end)
    for mention in mentions(text):
        assert mention.divisions
        assert text[mention.start : mention.end].strip()

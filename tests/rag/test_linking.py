from rag.question.entities import shelf_of
from rag.question.linking import link
from tests.rag.shelf import DATA_BUREAU, SHELF, WANLI, report

SCHOOLS_A = "广州市增城区教育局"
SCHOOLS_B = "上海市普陀区教育局"
PERSONNEL = "广州市增城区人力资源和社会保障局"
MANY = [r.identity for r in SHELF] + [
    report(department, 2022).identity for department in (SCHOOLS_A, SCHOOLS_B, PERSONNEL)
]
SEED = [SHELF[0].identity]


def named_on(shelf):
    """A shelf → what finds in a question whom of it is named, and who is not there."""

    def named(question):
        linked = link(question, shelf)
        missing = (f"absent: {name}" for name in linked.absent)
        return [*linked.departments, *linked.places, *missing]

    return named


def test_departments_go_by_all_their_names(scored):
    scored("departments", named_on(MANY))


def test_a_name_made_of_a_department_s_characters_is_its_own_in_its_own_place(scored):
    scored("shortened", named_on([report("锦屿市文化广电旅游局", 2024).identity, *MANY]))


def test_a_department_goes_by_what_it_was_called_before_too(scored):
    names = ("临江县生态环境局", "临江县水务局", "临江县自然资源局")
    scored("former", named_on([report(name, 2024).identity for name in names]))


def test_a_name_made_of_a_department_s_characters_is_not_another_place_s():
    shelf = [report("锦屿市文化广电旅游局", 2024).identity]
    asked = link("青山市文广旅局2024年的得分", shelf)
    assert asked.departments == ()
    assert asked.absent == ("青山市文广旅局",)


def test_a_department_that_is_not_on_the_shelf_is_noticed(scored):
    scored("absent", named_on(SEED))


def test_another_county_s_body_of_a_kind_that_is_on_the_shelf_is_noticed():
    """通渭县's satisfaction was told by 陇西县's report."""
    shelf = [report("陇西县公路养护中心", 2021).identity]
    elsewhere = link("通渭县公路养护中心2021年群众满意度是多少？", shelf)
    assert elsewhere.departments == ()
    assert elsewhere.absent == ("通渭县公路养护中心",)
    both = link("陇西县公路养护中心和通渭县公路养护中心比", shelf)
    assert both.departments == ("陇西县公路养护中心",)
    assert both.absent == ("通渭县公路养护中心",)
    for nobody in ("各区县公路养护中心的预算", "哪些县公路养护中心", "请问县公路养护中心的预算"):
        assert link(nobody, shelf).absent == ()
    for own in ("陇西公路养护中心满意度", "陇西县公路养护中心满意度", "公路养护中心满意度"):
        assert link(own, shelf).absent == ()


def test_what_is_no_department_raises_no_alarm(scored):
    scored("no_alarm", lambda question: link(question, SEED).absent)


def test_the_place_is_told_from_the_body_where_nothing_else_tells_it(scored):
    def place_of(department):
        (entity,) = shelf_of([report(department, 2024).identity]).entities
        return entity.path

    scored("place", place_of)


def test_a_body_is_never_called_by_less_than_two_characters():
    assert all(len(name) > 1 for body in shelf_of(MANY).entities for name in body.names)


LIBRARY = "江岸市临河区少年儿童图书馆"


def test_the_end_of_one_department_s_name_names_it(scored):
    scored("end", named_on([report(LIBRARY, 2024).identity, report(WANLI, 2024).identity]))


def test_an_end_that_fits_several_or_belongs_to_another_name_names_nobody(scored):
    def departments(said):
        question, *others = said
        shelf = [report(department, 2024).identity for department in (LIBRARY, *others)]
        return link(question, shelf).departments

    scored("unclear_end", departments)


def test_everyday_words_are_no_places_and_no_bodies(scored):
    scored("everyday", lambda question: [m.span for m in link(question, MANY).mentions])


def test_a_place_or_body_that_is_not_there_is_named_as_the_question_names_it(scored):
    scored("not_there", named_on(MANY))


def test_a_body_goes_by_place_and_kind_in_any_words(scored):
    scored("place_and_kind", named_on([report("福建省生态环境厅", 2024).identity, *MANY]))


def test_a_place_alone_is_its_own_reports_and_not_those_of_a_county_in_it():
    assert link("增城2022年得了多少分", MANY).departments == (DATA_BUREAU, SCHOOLS_A, PERSONNEL)
    outer = link("广州2022年得了多少分", MANY)
    assert outer.absent == ("广州",)
    assert {body.place for body in outer.inside} == {"增城区"}


def test_a_kind_that_every_place_has_one_of_is_never_that_of_a_place_further_in():
    assert link("广州市教育局的预算", MANY).absent == ("广州市教育局",)


def test_one_that_is_not_clear_is_of_the_place_of_the_clear_one_beside_it():
    shelf = [
        report(f"{p}{b}", 2024).identity for p in ("白沙县", "青川县") for b in ("民政局", "交通局")
    ]
    asked = link("白沙县民政局、交通局去年执行数各是多少", shelf)
    assert asked.departments == ("白沙县民政局", "白沙县交通局")
    from_elsewhere = link("刚从民政局调来，青川县交通局花了多少", shelf)
    assert from_elsewhere.departments == ("青川县交通局",)
    every = link("两个县的民政局比一比", shelf)
    assert every.departments == ("白沙县民政局", "青川县民政局")
    assert every.choices == ()

"""What English questions call things, in the words of the reports."""

from __future__ import annotations

import re

# One English wording a line, the longer ones first within a family: each is taken once, whole.
_GLOSSARY = """
self-evaluation score|self evaluation score = 自评得分 自评分 自评
self-evaluation report|self evaluation report = 绩效自评报告
budget execution rate|execution rate|implementation rate|rate of execution = 预算执行率 执行率
year-start budget|initial budget|budget at the beginning of the year = 年初预算
adjusted budget|revised budget = 调整预算 全年预算数
total budget|annual budget|full-year budget = 全年预算数 预算数
actual expenditure|actual spending|actually spent|amount executed|executed amount = 执行数 实际支出
basic expenditure|basic spending|basic expenses = 基本支出
project expenditure|project spending|program expenditure|projects expenditure = 项目支出
three public|public expenses|three publics = “三公”经费 三公经费
official reception|reception|hospitality = 公务接待费 公务接待
(?:running|operating|maintaining) (?:official|government) (?:vehicles|cars) = 公务用车运行维护费
official vehicle|official car|government vehicle|government car = 公务用车 公务用车购置
overseas trip|overseas travel|going abroad|travel abroad|abroad = 因公出国（境）费 因公出国
operating funds|operation funds|operating expenses of organs = 机关运行经费
government procurement|procurement = 政府采购 采购
final accounts|final account = 决算
fiscal appropriation|financial appropriation|fiscal allocation = 财政拨款
general public budget = 一般公共预算
government fund|governmental fund = 政府性基金
state-owned capital|state capital = 国有资本经营
state-owned assets|fixed assets|assets = 国有资产 固定资产 资产
institutional income|business income|service income|undertaking income = 事业收入
operating income = 经营收入
other income = 其他收入
performance goal|performance target|performance objective = 绩效目标
performance of duties|duty performance = 履职效能 履职
management efficiency = 管理效率
performance indicator|performance metric = 绩效指标
performance monitoring = 绩效监控
personnel expen|personnel cost|staff cost|salaries|salary|wages = 人员经费 工资福利
public expense|operating cost = 公用经费
achievement|accomplishment = 工作成效 成效 完成
shortcoming|weakness|problem|difficult = 存在的主要问题 问题 不足
improvement|improve|corrective|next step = 下一步改进措施 改进 加强
measure = 措施
award|honour|honor|prize|recognition|recognised|recognized = 获得 荣获 获评 奖
service hall|service center|service centre = 政务服务大厅 政务服务中心 大厅
hall = 大厅
hotline = 热线 12345热线
website|web site|portal = 门户网站 网站
satisf = 满意率 满意度 群众满意
complaint = 投诉
visitor|people served|citizens served|served = 服务群众 人次
citizen|resident|the public = 群众 居民
case|transaction = 办理 业务
key task|key tasks|priority task|priority tasks|main task = 重点工作任务 重点任务
digital government = 数字政府
data = 数据
platform = 平台
network security|cybersecurity|cyber security = 网络安全
video conference|video meeting = 视频会议
certificate|licence|license = 证照 电子证照
business registration|open a company|start a company|set up a company = 企业开办 开办
starting a business = 企业开办 开办
cross-region|cross region|cross-city|other cities = 跨域通办
self-service|kiosk|terminal = 自助机 终端
materials = 材料
ranking|ranked|rank = 排名 位列
city|cities = 城市
agreement = 协议
responsib|duties|function = 职责 职能 负责
affiliated unit|subordinate unit|budget unit = 下属单位 预算单位
staff|headcount|establishment|employee|authori[sz]ed posts?|posts? = 编制 人员 在职
recruit|hire = 招聘 招录
elderly|seniors|older people|nursing|pension = 养老 老年人
disab = 残疾人
medical|health = 医疗 卫生健康
education = 教育
housing fund|housing provident = 住房公积金
housing = 住房
community|communities = 社区
street|subdistrict = 街道
environment|sanitation = 环境 环境卫生
culture|cultural = 文化
sport = 体育
volunteer = 志愿
training = 培训
activity|activities|event = 活动
construction|building = 建设 工程
maintenance = 维护 运维
purchase|purchasing|buying|buy|bought = 购置 采购
increase|grew|grow|rise|rose = 增加 增长 上升 提高
decrease|decline|fell|drop|reduc = 减少 下降
reason|why|because = 原因
compare|compared|change|differ = 比 相比
trade union|labou?r union|union dues = 工会经费 工会
retire|pensioner = 退休 离退休 退休费
welfare = 福利 社会福利
water (?:fee|charge|bill|tariff)s? = 水费
property management = 物业管理费 物业
office (?:supplies|expense|expenses|cost|costs) = 办公费
printing = 印刷费 印刷
travel (?:expense|expenses|cost|costs) = 差旅费
labou?r (?:service|services|cost|fee|fees) = 劳务费
entrusted|commissioned|outsourc = 委托业务费 外包 委托
bonus|bonuses = 奖金
allowance|allowances = 津贴补贴 补贴
merit pay|performance pay|performance-based pay = 绩效工资
medical insurance|health insurance = 医疗保险
(?:pension|endowment|old-age) insurance = 养老保险
annuity = 职业年金 年金
equipment|device = 设备
after-school = 课后服务
(?:financial|student) (?:aid|assistance) = 资助 学生资助
compulsory education = 义务教育
kindergarten|preschool|nursery = 幼儿园 学前教育
class size|large class|classes|class = 班额 班级
collection rate = 收缴率
participat = 参与率 参与 参加
grade|rating|graded|rated = 等级 评为
index = 指数 指标
effectiveness|efficacy = 效能 成效
emergency response = 应急响应
reservoir|dam = 水库
irrigation|farmland = 灌溉 农田
livestock|poultry|pig = 畜禽 养殖 生猪
vaccination|immunisation|immunization = 接种 免疫
bus|buses|public transport = 公交
toilet = 厕所 公厕
pension|old-age = 养老
balance|carried over|carry-over|carryover = 结余 结转
completion rate|completed on time = 完成率 完成
qualified|pass rate|qualification rate = 合格率 合格
coverage|covered = 覆盖率 覆盖
budget = 预算 预算数
spend|spent|spending|expenditure|expense|cost = 支出 执行数
income|revenue = 收入
goal|target|objective|aim = 目标
plan = 计划
score|points = 得分 评分 分
rate|ratio|percentage|share|proportion = 率 占比
number of projects = 项目数
project|program = 项目
letters? of praise|thank-you letter = 表扬信 感谢信
praise = 表扬 好评
pennant|banner = 锦旗
parking = 停车
park = 公园
vaccin = 疫苗 接种
accident = 事故
crime|criminal|fraud = 案件 犯罪 诈骗
school|student|pupil|teacher = 学校 学生 教师 学位
hospital|clinic|patient = 医院 患者 就诊
road|highway = 道路 公路
river|waterway = 河道 河湖
bridge = 桥
tree|greening|landscap = 绿化 树木 园林
waste|garbage|rubbish|litter = 垃圾
fire safety|firefight = 消防
fires? = 火灾 消防
traffic|transport = 交通 运输
taxi = 出租汽车 出租车
tax = 税 税收
enterprise|company|companies|business = 企业 公司
invest = 投资 招商
touris = 旅游 游客
library|libraries|museum = 图书馆 博物馆 文化馆
exhibition|fair = 展览 博览会
conference|meeting = 会议
cadre|party member = 干部 党员
dispute|mediation = 纠纷 调解
petition = 信访
employ|job|unemployed = 就业 失业
subsid = 补贴 补助
poverty = 扶贫 困难
rural|village = 农村 村
agricultur|farm|crop|grain = 农业 粮食 农
forest = 森林 林业
land = 土地 用地
demoli|relocat|expropriat = 拆迁 征收 拆除
illegal construction = 违法建设 违建
elevator = 电梯
street ?light|lighting = 路灯 照明
drainage|sewage|wastewater = 排水 污水
kilometre|kilometres|kilometer|kilometers = 公里 千米
pipe|pipes|pipeline|pipelines = 管网 管道
built|build|constructed = 新建 建成 建设
flood = 防汛 洪涝
pollut|air quality = 污染 空气质量
energy|electricity = 能源 用电 电力
phone number|telephone = 电话
address|located = 地址 地点
director|chief|head of|leader = 局长 主任 领导
office building|office space|floor area|floor space = 办公用房 建筑面积 面积
vehicle|car|cars = 车辆 公务用车
law enforcement = 执法
inspection = 检查 督查
children|child = 儿童 未成年人
women = 妇女
veteran = 退役军人
canteen|meal = 食堂 餐
earthquake|disaster = 灾害 救灾
bed|beds = 床位
innovation|technology|science|scientific = 科技 创新
population = 人口
grid|neighbourhood committee|neighborhood committee = 网格 居委会
household = 户
window|counter = 窗口
item|matter|government services? = 事项 政务服务
paperless|electronic = 电子
satisfaction = 满意率 满意度
response|respond = 响应 回应 答复
work order|ticket = 工单
department|bureau = 部门
service = 服务
manage = 管理
online = 网上
how long|how fast|how quickly|time = 时间 办结
"""


# satisf is also satisfied: what would be left of the word is no word of its own.
_INFLECTED = "(?:e?s|e?d|ing|y|ie[sd]|ions?|action|ments?)"


def _entries() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    entries = []
    for line in _GLOSSARY.strip().splitlines():
        english, _, chinese = line.partition(" = ")
        pattern = rf"\b(?:{english})(?:{_INFLECTED}\b)?"
        entries.append((re.compile(pattern, re.I), tuple(chinese.split())))
    return tuple(entries)


_ENTRIES = _entries()


def chinese_terms(question: str) -> tuple[str, ...]:
    """An English question → the words to look for in Chinese reports; each wording counts once."""
    return tuple(dict.fromkeys(word for words in read(question)[0] for word in words))


def read(question: str) -> tuple[list[tuple[str, ...]], list[str]]:
    """An English question → the Chinese for each of its terms, and the words that have none."""
    found: list[tuple[str, ...]] = []
    rest = question
    for pattern, chinese in _ENTRIES:
        rest, times = pattern.subn(" ", rest)
        if times:
            found.append(chinese)
    words = re.findall(r"[A-Za-z][A-Za-z-]+", rest)
    return found, [word.lower() for word in words if word.lower() not in _PLAIN]


# English words that ask, join or point, and say nothing of what is asked about.
_PLAIN = frozenset(
    """
a about according actual actually admit admitted all also altogether among amount an and any are
as at authorised authorized be became become been being between both by came can carried come
compared could county did do does during each entire every exactly figure figures for from full
get give given go good got had happen happened has have held highest how if in into is it its kind
largest last least list lowest made main make many me mention mentioned million more most much
number occur occurred of on or other our out over overall people per place please provide provided
really receive received report reports respectively say says set show smallest so some sort state
stated such tell ten than that the their them there these they this those thousand to took total
type under up us use used using was we well went were what when where which while who whole whom
whose why will win with within won would year years you your yuan
    """.split()  # noqa: SIM905 - a list of quoted words hides the words
)

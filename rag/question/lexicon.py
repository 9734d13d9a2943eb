"""What questions call things, in the words of the reports."""

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


# pattern of the question = words of the reports, any of which may stand for it
_WORDS = """
花了?多少钱|花了|花费|花掉|花在|开销|用掉|用了多少钱 = 支出 执行数 使用
多少钱|几个钱 = 万元 元 金额
拿了|拿到|拿过|得了什么奖|得过|获得过|赢得 = 获得 荣获 获评 评为 被评
哪些奖|什么奖|奖项|荣誉|表彰 = 奖 荣获 获评 荣誉 称号 表彰
满意度|满意不满意|满不满意 = 满意率 满意度 满意
开一?家?公司|开办?公司|办公司|注册公司|成立公司|开企业|办企业 = 企业开办 开办企业 注册
办完|办好|办下来|办妥 = 办结 办理 完成
手续 = 手续 流程 业务 办理
接待了?|来了?多少人|来过多少人 = 接待 服务 人次
签了|签过|签下 = 签订 签署
盖了|盖起|修了|建了|建成了?|造了 = 建设 建成 新建 竣工
买了|买过|购买了? = 购置 采购 购买
招聘了?|招了|招录了?|新招 = 招聘 招录 录用 新进
多久|多长时间 = 小时 天 日 工作日 时间
不好的地方|缺点|毛病|短板|不足|薄弱|弱点|做得不好|做得不够 = 问题 不足 有待 不够
怎么改|如何改|改进|改善 = 改进 措施 加强 进一步
下一步|接下来|以后打算|今后 = 下一步 今后 改进措施
为什么|为何|为啥|什么原因|怎么会|怎么回事|咋就?(?=没|不|会|还) = 原因 因 由于
(?:主要|都)?怪什么|卡在(?:什么|哪)(?:上头|上面|里|儿)? = 原因 因 由于 影响
有多大|多大面积|占地多大 = 面积 平方米
没花完|没花掉|没用完|没花出去|花不[完掉]|剩下?[多了]|有剩 = 结转 结余 未支付 未支出 未执行
没付[完清掉]|没给[完清]|没结清|没付出去 = 未支付 尾款 结转 未支出
花钱进度|花钱(?:的)?速度|钱花得(?:快|慢) = 执行率 支出进度 执行进度
超预算|超支|超没超|有没有超|超标 = 超 预算 控制 节约
欠了?(?:多少)?(?:债|钱|款)|欠债|外债|还欠|拖欠|(?<!负)债(?!务|券) = 债务 负债 欠 拖欠
去世|过世|死了|死人|死掉|身故 = 死亡 去世 病故
发钱|发了?多少钱|领钱|领补[助贴] = 发放 补贴 补助 津贴
老百姓|百姓|市民|大家 = 群众 公众 居民 服务对象
扫马路|扫街|扫大街 = 清扫 保洁
(?:自己)?掏了?|自掏腰包|自己出 = 自筹 配套 投入 资金
(?:下面|底下|手下)(?:管着?|有)?|管着 = 下属 下设 直属 所属 二级 预算单位
演了|演过|唱了?戏|送戏 = 演出 场
翻修|翻新|修缮|整修 = 改造 修缮 维修 提升
种了?树|栽了?树|植树|种了|新种的?|栽了 = 造林 种植 绿化 栽植
活了|种活|成活 = 成活
装了|装上|安上|安了 = 安装 新装 布设 新增
罚了|罚款|被罚 = 罚款 罚没 处罚
穷人|贫困户|困难户|低保户 = 低保 特困 困难群众 脱贫
人手|缺人|人不够|忙不过来 = 人员 力量 编制
拖延|没(?:有)?(?:按时|按期|如期)|延误|推迟|拖了|拖到|迟了|耽误 = 滞后 未按 延迟 延期 缓慢 推迟
多了还是少了|涨了还是[跌降]了|[升增]了还是[降减]了|变化|[涨跌降]了 = 增加 减少 增长 下降 上升
(?:比|跟|和)(?:上一?年|去年|前一年)|同比 = 上年 同比 上一年
食堂|饭堂 = 食堂 饭堂 助餐
结婚|离婚 = 婚姻 结婚 离婚
没(?:有)?达标|达标 = 达标 合格 达到 完成
没(?:有)?(?:完成|做到|达到|实现) = 未完成 未达 未能 完成
没(?:有)?发|没(?:有)?给 = 未兑现 未发放 未拨付 兑现 发放
工钱|薪水|血汗钱 = 工资 欠薪 劳动报酬
讨回|要回来?|讨薪 = 追回 追讨 讨薪 清欠 追发
退了|退还|退给 = 退费 退还 清退
厂子|工厂 = 企业 工业 用工
工人 = 用工 职工 员工
缺多少|还缺|差多少|差了多少 = 缺口 缺 不足 低于
冬天 = 冬季 淡季
夏天 = 夏季 暑期 汛期
酒店|宾馆|旅馆|民宿 = 住宿 酒店 客房 民宿
住满|住得满 = 入住率 出租率
打广告|做广告|做推广|推广 = 宣传 推广 营销
有没有效果|效果 = 效果 成效 效益 评估
抗疫|防疫|打疫情|疫情 = 疫情防控 防疫 疫情
身体素质|身体 = 体质 健康
培训班|补习班 = 培训机构 培训
堵车|堵不堵 = 拥堵 通行
停车难 = 停车位 泊位
淹了|水浸|积水 = 内涝 积水 易涝
自来水|喝水|吃水 = 供水 饮水
空气好不好|蓝天 = 空气质量 优良天数
河水|水干净|水脏 = 水质 断面
打疫苗 = 疫苗 接种
车祸 = 交通事故 事故
着火|失火 = 火灾
骗子|骗钱|被骗 = 诈骗
闹矛盾|吵架|扯皮 = 纠纷 矛盾 调解
上访|告状 = 信访
打官司|请律师 = 法律援助 诉讼 律师
赚了|挣了|赚到|挣到|挣钱|赚钱 = 收入 增收 收益
种地|庄稼 = 粮食 播种 耕地
养猪|猪 = 生猪 畜禽
拆了|拆掉|拆房 = 拆除 征收 拆迁
当兵人家|军属|当兵的家 = 义务兵家庭 优待金 军属
当兵 = 退役军人 征兵
健身|锻炼 = 健身 体育
跑几趟|跑腿|跑一趟 = 跑动 一次 即办
临时工|外聘|合同工 = 编外 聘用 劳务派遣
出差 = 差旅费 差旅
开会 = 会议费 会议
审计查出|被查出|查出 = 审计 发现 查处
打分|评了?几分|评了?多少分 = 自评得分 评分 得分
年纪|多少岁|几岁|岁数 = 年龄 岁 周岁
古书 = 古籍
仓库 = 仓库 储备库 库房
罚钱|要不要交钱|要交钱|交钱|收钱 = 收费 费用 缴纳
扩大|扩了 = 扩容 扩建 扩大
动工|开建 = 开工 动工
晚上不关门|不关门|通宵 = 24小时 全天
新添|添了|多了几 = 新增 新建 新添
退伍军人|退伍兵|老兵|退伍 = 退役军人 退役士兵 退役
国企 = 国有企业 国企
分配工作|包分配 = 安排工作 安置
找到活干?|找活|有活干 = 就业率 就业
卖到国外|卖到海外 = 出口
换家电|换车|旧换新 = 以旧换新 更新
拿到手|拿到钱|到手 = 兑付 发放 到账
骗保 = 欺诈骗保 违规 医保基金
一把手 = 主要负责人 局长 主任 镇长
老人|老年人 = 老年人 老人 养老
小孩|孩子们?|娃娃? = 儿童 未成年人 学生 幼儿
看病 = 医疗 就诊 门诊
上学|读书 = 教育 入学 学校
找工作 = 就业
路修|修路 = 道路 养护 建设
打电话|来电|电话量 = 热线 电话 来电
投诉 = 投诉 诉求 举报
网站 = 网站 门户
公车|公务车 = 公务用车
出国 = 因公出国 出国（境）
吃饭|请客|招待 = 公务接待
工资 = 工资 人员经费 薪酬
拨款 = 拨款 财政拨款
干了什么|做了什么|做了哪些|干了哪些 = 完成 开展 推进 工作
管什么|负责什么|干什么的|是做什么的 = 负责 职责 职能
完成得怎么样|完成情况|完成了吗 = 完成
打算|准备做 = 目标 计划 下一步
"""


def _everyday_entries() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    lines = (line.partition(" = ") for line in _WORDS.strip().splitlines())
    return tuple((re.compile(asked), tuple(words.split())) for asked, _, words in lines)


_EVERYDAY = _everyday_entries()


def in_report_words(question: str) -> list[tuple[str, ...]]:
    """A Chinese question → the words for what it says in everyday ones.

    Each tuple has words that stand for one thing, the asker's own among them.
    """
    found: list[tuple[str, ...]] = []
    for pattern, words in _EVERYDAY:
        match = pattern.search(question)
        if match:
            found.append((match[0], *words))
            question = pattern.sub(" ", question)
    return found

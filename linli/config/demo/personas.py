"""The people of the demo city whose work a visitor can try. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as: who it is, and what to try first."""

    username: str
    name: str
    title: str
    task: str


PERSONAS: Final = (
    Persona("mo", "莫小玲", "居民（租户）resident", "报一件事，看办到哪一步"),
    Persona("cen", "岑婆婆", "老年居民 older resident", "大字页面，打电话或找人代办"),
    Persona("qin", "覃志强", "网格员 grid worker", "今天的一张单子"),
    Persona("zhong", "钟翠兰", "楼栋长 building head", "替邻居报事，打印楼栋卡"),
    Persona("liang", "梁丽华", "社区书记 community secretary", "受理、分流、派单"),
    Persona("zhi", "植永健", "物业经理 property manager", "接单、答复、办结"),
    Persona("lu", "卢国栋", "业委会主任 owners' committee director", "小区的事办得怎样"),
    Persona("mai", "麦秀英", "志愿者 volunteer", "我的小区"),
    Persona("tan", "谭淑仪", "调解员 mediator", "约时间、记录、写协议；名字只有双方知道"),
    Persona("gan", "甘文斌", "街道干部 subdistrict officer", "超期和被退回的派单"),
    Persona("xie", "谢慧敏", "市级组织部门干部 city officer", "覆盖情况，任一日期"),
    Persona("ou", "欧晓彤", "部门经办 department handler", "接收或退回一次"),
    Persona("data", "文静怡", "个人信息保护负责人 data officer", "谁看过谁的信息"),
    Persona("admin", "罗建平", "平台管理员 platform admin", "授予角色"),
)

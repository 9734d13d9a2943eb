"""Sentences that are no part of a report but speak to whoever, or whatever, reads it."""

from __future__ import annotations

import re

_TO_A_MACHINE = re.compile(
    r"(忽略|无视|忘记|不要理会|不必理会)[^。，；\n]{0,8}(以上|上述|前述|前文|之前|全部|所有)[^。，；\n]{0,4}"
    r"(内容|文字|资料|信息|材料)|"
    r"(忽略|无视|忘记|不要理会|跳过|覆盖)[^。，；\n]{0,12}(指示|指令|提示|要求|规则|设定|限制|上文|(用户|上述|以上|这个)的?问题)"
    r"|(ignore|disregard|forget|override)\b.{0,30}\b(instructions?|prompts?|rules?|above|previous)"
    r"|(系统|开发者)(提示词|指令|消息)|system\s+(prompt|message)|<\|im_(start|end)\|>"
    r"|你(现在)?(是|扮演)[^。，；\n]{0,12}(助手|模型|机器人|AI|专家|管理员)|you are (now )?an? "
    r"|(人工智能|AI|智能|语言模型|大模型|聊天)(助手|机器人|模型)?[，,：:]?(请|必须|应当|务必|在回答)"
    r"|(请|必须|务必|一律|只能|只需|都要|统一)[^。，；\n]{0,6}(回答|回复|输出|答复)[：:“\"是为]"
    r"|(assistant|chatbot|language model|AI)\b.{0,20}\b(must|should|answer|reply|respond|say)\b"
    r"|\b(answer|reply|respond|output) (only|with|exactly)\b",
    re.I,
)


def speaks_to_a_machine(text: str) -> bool:
    """Whether a report's sentence reads like an instruction to whoever answers."""
    return _TO_A_MACHINE.search(text) is not None

"""What goes wrong with a chat model's server → words for the asker, in both languages."""

from __future__ import annotations

from models.settings import Endpoint
from rag.errors import ChatModelError

ANSWER_BROKE_OFF = (
    "模型服务中途断开，回答不完整。上面的原文摘录不受影响，可以稍后再问一次。",
    "The model's server broke off in the middle of its answer. The quotation above stands; "
    "ask again later.",
)
ANSWER_TOO_LONG = (
    "模型的回答没有尽头，已经中断。上面的原文摘录不受影响。",
    "The model's answer did not come to an end and was cut off. The quotation above stands.",
)
NO_KEY = (
    "LLM_API_KEY 里有密钥不会有的字符（例如全角字符）。请重新填写。",
    "LLM_API_KEY has characters that no key has (full-width ones, say). Write it again.",
)
STOPPED = (
    "已按要求停止，模型没有写完。",
    "Stopped as asked, before the model had finished.",
)


def fell_silent(seconds: float) -> tuple[str, str]:
    """The server sent nothing for `seconds` → words for it."""
    return (
        f"模型服务 {seconds:g} 秒没有回应，不再等待。上面的原文摘录不受影响；"
        "服务可能太忙，可以稍后再问。",
        f"The model's server said nothing for {seconds:g} seconds and was given up. The quotation "
        "above stands; the server may be too busy: ask again later.",
    )


def trouble(error: Exception, endpoint: Endpoint, began: bool) -> ChatModelError:
    """What a client raised → what happened and what to do, without keys or stack traces.

    `began` says that the server had begun to answer.
    """
    import httpx2
    import openai

    match error:
        case ChatModelError():
            return error
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return ChatModelError(
                f"模型服务不接受所给的密钥（{error.status_code}）。请检查 LLM_API_KEY。",
                f"The model's server does not accept the key ({error.status_code}). "
                "Check LLM_API_KEY.",
            )
        case openai.NotFoundError():
            return ChatModelError(
                f"模型服务上没有“{endpoint.model}”，或地址不对（404）。"
                "请检查 LLM_MODEL 和 LLM_BASE_URL。",
                f"The model's server has no “{endpoint.model}”, or its address is wrong (404). "
                "Check LLM_MODEL and LLM_BASE_URL.",
            )
        case openai.RateLimitError():
            return ChatModelError(
                "模型服务太忙或额度已用完（429），重试后仍未成功。请稍后再问。",
                "The model's server is too busy, or its quota is used up (429), and retrying did "
                "not help. Ask again later.",
            )
        case openai.APIStatusError():
            return ChatModelError(
                f"模型服务出错（{error.status_code}）。请稍后再问，或查看该服务的日志。",
                f"The model's server failed ({error.status_code}). Ask again later, or look at "
                "that server's log.",
            )
        case openai.APIConnectionError() | httpx2.HTTPError() if began:
            return ChatModelError(*ANSWER_BROKE_OFF)
        case openai.APIConnectionError() | httpx2.HTTPError():
            return ChatModelError(
                "连不上模型服务。请检查它是否在运行，以及 LLM_BASE_URL。",
                "The model's server cannot be reached. Check that it runs, and LLM_BASE_URL.",
            )
    return ChatModelError(
        f"模型服务的回应看不懂（{type(error).__name__}）。请检查它是否支持 OpenAI 接口。",
        f"What the model's server sent cannot be understood ({type(error).__name__}). "
        "Check that it speaks the OpenAI protocol.",
    )

"""What is said where no page can be drawn: one file without a template, a stylesheet or a language."""

from __future__ import annotations

from pathlib import Path
from string import Template

from django.http import HttpResponse

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_PAGE = Template((Path(__file__).parent / "last_resort.html").read_text(encoding="utf-8"))
_WORDS = {
    500: {
        "title": "Something broke on our side",
        "lead": "It is not you. The error is in our log, and somebody will look at it. Try again in a minute.",
        "zh_title": "我们这边出了问题",
        "zh_lead": "不是你的问题。错误已经记下，会有人来看。过一分钟再试试。",
    },
    503: {
        "title": "Back in a moment",
        "lead": "Our database does not answer just now. What you saved before is safe. Try again in a moment.",
        "zh_title": "马上回来",
        "zh_lead": "数据库暂时没有回应。之前保存的内容都还在。稍等一下再试试。",
    },
}


def page(status: int) -> HttpResponse:
    """Return the page of a status, 500 or 503, in both languages."""
    html = _PAGE.substitute(_WORDS[status])
    return HttpResponse(html, status=status, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})

"""What the tests of files share."""

from __future__ import annotations

from typing import Any

from .conftest import Stand


async def clips_of(stand: Stand, **fault: Any) -> list[dict[str, Any]]:
    """The clips of a finished task, under one asset fault."""
    await stand.fault(**fault)
    data = await stand.over(await stand.begin())
    return list(data["response"]["sunoData"])


async def get(stand: Stand, url: str) -> tuple[int, dict[str, str], bytes]:
    async with stand.session.get(url, allow_redirects=False) as answer:
        return answer.status, dict(answer.headers), await answer.read()

"""The plain stack behind FastAPI, as its tutorial shows: one model, one endpoint, uvicorn with one process."""

import os
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel

from bench.plain_stack import PlainStack

app = FastAPI()
stack = PlainStack.load(Path(os.environ["BENCH_PLAIN_HEAD"]))


class Reply(BaseModel):
    """One reply."""

    text: str
    context: str | None = None


class Request(BaseModel):
    """Replies to judge."""

    replies: list[Reply]


@app.post("/intent")
def intent(body: Request) -> dict[str, Any]:
    """Return the likeliest intent of each reply."""
    texts = [reply.text if reply.context is None else f"{reply.context} {reply.text}" for reply in body.replies]
    return {"analyses": stack.predict(texts)}

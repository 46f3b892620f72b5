"""The library: put, read, search, retire, and add many at once."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from copilot.api.auth import require
from copilot.api.response import json_response
from copilot.api.shape import (
    KnowledgeBatch,
    KnowledgeBatchResponse,
    KnowledgePage,
    KnowledgeSearchRequest,
    KnowledgeSearchResponse,
)
from copilot.api.waiting import in_thread
from copilot.domain.knowledge import KnowledgeContent, KnowledgeItem, KnowledgeKind
from copilot.service.copilot import Copilot

router = APIRouter(tags=["knowledge"], prefix="/v1/knowledge")

ItemId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._~-]{1,64}$")]
Reader = Annotated[str, Depends(require("rep", "hook", "evaluator"))]
Admin = Annotated[str, Depends(require())]


@router.post("/search", response_model=KnowledgeSearchResponse, operation_id="searchKnowledge")
async def search_knowledge(body: KnowledgeSearchRequest, request: Request, caller: Reader) -> Response:
    """Search the library by words; nothing good enough gives no hits."""
    copilot: Copilot = request.app.state.copilot
    hits = await in_thread(
        lambda: copilot.search_knowledge(
            body.query, stage=body.stage, industry=body.industry, language=body.language, limit=body.limit
        )
    )
    return json_response(KnowledgeSearchResponse.model_construct(hits=tuple(hits)))


@router.post("/batch", response_model=KnowledgeBatchResponse, operation_id="putKnowledgeBatch")
async def put_knowledge_batch(body: KnowledgeBatch, request: Request, caller: Admin) -> Response:
    """Add or replace many items: all, or none when one is wrong."""
    copilot: Copilot = request.app.state.copilot
    added, changed = await in_thread(lambda: copilot.shelf.put_all(body.items))
    return json_response(KnowledgeBatchResponse(added=added, changed=changed))


@router.get("", response_model=KnowledgePage, operation_id="listKnowledge")
async def list_knowledge(
    request: Request,
    caller: Reader,
    kind: KnowledgeKind | None = None,
    language: Annotated[str | None, Query(pattern=r"^[a-z]{2,3}$")] = None,
    after: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9._~-]{1,64}$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Response:
    """List items by id, a page at a time; ``after`` is the ``next`` of the page before."""
    copilot: Copilot = request.app.state.copilot

    def read() -> list[KnowledgeItem]:
        with copilot.store.read() as tx:
            rows = tx.knowledge.list(kind=kind, language=language, after_id=after, limit=limit + 1)
        return [row.item for row in rows]

    items = await in_thread(read)
    following = items[limit - 1].id if len(items) > limit else None
    return json_response(KnowledgePage.model_construct(items=tuple(items[:limit]), next=following))


@router.get("/{item_id}", response_model=KnowledgeItem, operation_id="getKnowledge")
async def get_knowledge(item_id: ItemId, request: Request, caller: Reader) -> Response:
    """Return one item."""
    copilot: Copilot = request.app.state.copilot

    def read() -> KnowledgeItem:
        with copilot.store.read() as tx:
            return tx.knowledge.get(item_id).item

    return json_response(await in_thread(read))


@router.put(
    "/{item_id}",
    response_model=KnowledgeItem,
    operation_id="putKnowledge",
    responses={201: {"model": KnowledgeItem, "description": "Added"}},
)
async def put_knowledge(item_id: ItemId, body: KnowledgeContent, request: Request, caller: Admin) -> Response:
    """Add an item (201) or replace it (200); searchable when the answer comes back."""
    copilot: Copilot = request.app.state.copilot
    item = KnowledgeItem(id=item_id, **dict(body))
    added = await in_thread(lambda: copilot.shelf.put(item))
    return json_response(item, 201 if added else 200)


@router.delete("/{item_id}", status_code=204, operation_id="retireKnowledge")
async def retire_knowledge(item_id: ItemId, request: Request, caller: Admin) -> Response:
    """Take an item out of the library."""
    copilot: Copilot = request.app.state.copilot
    await in_thread(lambda: copilot.shelf.retire(item_id))
    return Response(status_code=204)

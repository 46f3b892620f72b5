"""The whole service put together: parts chosen by settings, each allowed to be missing, and their threads."""

import logging
from datetime import timedelta

from copilot.clock import Clock, SystemClock
from copilot.connectors.base import SendLayer
from copilot.connectors.fake import FakeSendLayer
from copilot.connectors.http_send_layer import HttpSendLayer
from copilot.domain.analysis import Degradation
from copilot.domain.conversation import Stage
from copilot.domain.decision import Decision
from copilot.domain.knowledge import Hit
from copilot.errors import ArtefactCorruptError, KnowledgeUnavailableError, StoreUnavailableError
from copilot.pipeline import Pipeline
from copilot.retrieval.base import FloatArray, KnowledgeQuery
from copilot.retrieval.chroma import ChromaKnowledgeStore
from copilot.retrieval.memory import MemoryKnowledgeStore
from copilot.retrieval.ranking import DEFAULT_FLOOR
from copilot.routing.policy import Policy, load_policy
from copilot.scoring.scorer import Scorer, build_scorer
from copilot.service.board import DecisionBoard
from copilot.service.delivery import OutboxDispatcher
from copilot.service.folder import DataFolder, subject_key_of
from copilot.service.inbound import ReplyText, TakenReply, take_reply
from copilot.service.knowledge import KnowledgeShelf, Progress
from copilot.service.settling import TURN_LEASE, TurnSettler
from copilot.service.watched_index import WatchedIndex
from copilot.settings import Settings
from copilot.store.engine import open_engine
from copilot.store.migration import upgrade
from copilot.store.store import Store
from copilot.suggesting.template import TemplateSuggester

_log = logging.getLogger(__name__)


class Copilot:
    """The service. One per data folder; ``close`` it when done."""

    def __init__(self, settings: Settings, clock: Clock | None = None, progress: Progress | None = None) -> None:
        """Open every part.

        Raises:
            ConfigurationError: A setting, the policy or the data folder keeps it from starting.
        """
        self.settings = settings
        self.clock = clock or SystemClock()
        self.policy: Policy = load_policy(settings.policy)
        self.folder = DataFolder(settings.data_dir)
        try:
            self._open(progress)
        except BaseException:
            self.folder.release()
            raise

    def _open(self, progress: Progress | None) -> None:
        settings = self.settings
        engine = open_engine(settings.data_dir / "copilot.db")
        upgrade(engine)
        self.store = Store(engine, subject_key=subject_key_of(settings), clock=self.clock)
        with self.store.transaction() as tx:
            # The folder is ours alone, so whoever held these died with them in hand.
            tx.turns.free_leases()
            tx.outbox.free_leases()
        self.scorer, self.scorer_fault = open_scorer(settings)
        self.index, self.index_fault = _open_index(settings, self.scorer)
        self.shelf = KnowledgeShelf(self.store, self.index, self.scorer, settings.scoring_deadline)
        self.board = DecisionBoard()
        self.pipeline = Pipeline(
            scorer=self.scorer,
            scorer_fault=self.scorer_fault,
            knowledge=self.index,
            knowledge_fault=self.index_fault,
            library=self.shelf,
            suggester=TemplateSuggester(segment_price=settings.segment_price, currency=settings.segment_currency),
            policy=self.policy,
            our_facts=_our_facts(settings),
            relevance_floor=self.relevance_floor,
            scoring_deadline=settings.scoring_deadline,
            default_timezone=settings.default_timezone,
        )
        self.send_layer = _open_send_layer(settings)
        self.dispatcher = None
        if self.send_layer is not None:
            self.dispatcher = OutboxDispatcher(self.store, self.send_layer, self.clock)
        on_event = _nothing if self.dispatcher is None else self.dispatcher.wake
        self.settler = TurnSettler(self.store, self.pipeline, self.board, self.clock, on_event)
        if settings.starter_knowledge:
            self.shelf.fill_with_starter(progress)
        try:
            self.shelf.sync(progress)
        except KnowledgeUnavailableError as error:
            _log.error("the knowledge index could not be brought up to date: %s", error.message)

    @property
    def relevance_floor(self) -> float:
        """Score below which a hit is not returned."""
        return DEFAULT_FLOOR if self.settings.relevance_floor is None else self.settings.relevance_floor

    def start(self) -> None:
        """Start settling turns and delivering events."""
        self.settler.start()
        if self.dispatcher is not None:
            self.dispatcher.start()

    def close(self) -> None:
        """Stop every thread, finish what is in hand, and let the data folder go."""
        self.settler.stop()
        if self.dispatcher is not None:
            self.dispatcher.stop()
        if self.scorer is not None:
            self.scorer.close()
        if self.index is not None:
            self.index.close()
        self.store.close()
        self.folder.release()

    def take(self, reply: ReplyText) -> TakenReply:
        """Store a reply and let its consent words act.

        Raises:
            MessageIdReusedError: The same (provider, message id) came with another body.
            StoreUnavailableError: Nothing was stored; the provider may send it again.
        """
        return take_reply(self.store, reply, self.settings.settle_ms, TURN_LEASE)

    def decide(self, taken: TakenReply) -> Decision | None:
        """Decide a stored reply's turn if it need not wait; None while it settles or must be tried again."""
        try:
            if taken.turn is not None:
                return self.settler.decide(taken.turn)
            with self.store.read() as tx:
                row = tx.decisions.of_reply(taken.stored.reply.id)
        except StoreUnavailableError as error:
            # The reply is stored and acknowledged; its turn is decided when the store can be written again.
            _log.error("a stored reply waits for its decision: %s", error.message)
            return None
        self.settler.wake()
        return None if row is None else row.decision

    def search_knowledge(
        self, words: str, *, stage: Stage | None, industry: str | None, language: str | None, limit: int
    ) -> list[Hit]:
        """Search the library by words: hits at or above the floor, best first.

        Raises:
            ModelUnavailableError: Nothing can embed the words.
            KnowledgeUnavailableError: The index is down.
        """

        def query_of(vector: FloatArray) -> KnowledgeQuery:
            return KnowledgeQuery(
                vector=vector,
                stage=stage,
                industry=industry,
                language=language,
                now=self.clock.now(),
                limit=limit,
                floor=self.relevance_floor,
            )

        return self.shelf.search(words, query_of)

    def degraded(self) -> tuple[Degradation, ...]:
        """Return the parts that are down now."""
        found = []
        if self.scorer is None:
            found.append(Degradation(part="model", reason=self.scorer_fault or "no model is loaded"))
        if self.index is None:
            found.append(Degradation(part="knowledge", reason=self.index_fault or "the index is not open"))
        elif self.index.fault is not None:
            found.append(Degradation(part="knowledge", reason=self.index.fault))
        return tuple(found)


def _nothing() -> None:
    """Without a send layer, events wait in the outbox until one is configured."""


def open_scorer(settings: Settings) -> tuple[Scorer | None, str | None]:
    """Open the configured scorer, or say why there is none: a broken model is no reason not to start."""
    try:
        return (
            build_scorer(
                backend=settings.scorer,
                model=settings.model,
                sessions=settings.scoring_sessions,
                queue=settings.scoring_queue,
                default_timezone=settings.default_timezone or "UTC",
            ),
            None,
        )
    except ArtefactCorruptError as error:
        _log.error("no model: %s", error.message)
        return None, error.message


def _open_index(settings: Settings, scorer: Scorer | None) -> tuple[WatchedIndex | None, str | None]:
    if scorer is None:
        return None, "no model is loaded, so nothing can be searched"
    deadline = timedelta(milliseconds=settings.knowledge_deadline_ms)
    if settings.knowledge == "memory":
        return WatchedIndex(MemoryKnowledgeStore(dimension=scorer.dimension)), None
    folder = settings.data_dir / "knowledge"
    return WatchedIndex(
        ChromaKnowledgeStore(folder, dimension=scorer.dimension, model_id=scorer.model_id, deadline=deadline)
    ), None


def _open_send_layer(settings: Settings) -> SendLayer | None:
    if settings.send_layer == "none":
        return None
    if settings.send_layer == "fake":
        return FakeSendLayer()
    assert settings.send_layer_url is not None
    assert settings.send_layer_secret is not None
    return HttpSendLayer(
        settings.send_layer_url,
        settings.send_layer_secret.get_secret_value(),
        timeout=timedelta(milliseconds=settings.send_layer_timeout_ms),
    )


def _our_facts(settings: Settings) -> dict[str, str]:
    facts = {"our_company": settings.our_company, "rep_name": settings.our_rep_name}
    return {name: value for name, value in facts.items() if value}

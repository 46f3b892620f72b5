"""Settings: read once at the top from ``COPILOT_*`` variables or one TOML file, then passed down as plain values."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from copilot.clock import Timezone
from copilot.errors import ConfigurationError


class Settings(BaseSettings):
    """Everything an operator may choose. Variables win over the TOML file named by ``COPILOT_CONFIG``."""

    model_config = SettingsConfigDict(env_prefix="COPILOT_", frozen=True, extra="forbid", hide_input_in_errors=True)

    config: Path | None = None
    """TOML file with any of these names as keys."""

    data_dir: Path = Path("data")
    """Database, vector index and secrets; held by one process at a time."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000

    scorer: Literal["onnx", "sentence_transformers", "fake"] = "onnx"
    model: str = "reply-scorer-small"
    """A folder of ``models/``, or a path to an artefact."""
    scoring_sessions: Annotated[int, Field(ge=1, le=64)] = 2
    """One-thread sessions that score side by side; one per core."""
    scoring_queue: Annotated[int, Field(ge=1)] = 1024
    """Turns that may wait; beyond it stateless calls get 429."""
    scoring_deadline_ms: Annotated[int, Field(ge=1)] = 10_000
    """Longest wait for a score. 256 long turns on one slow core need some seconds."""

    knowledge: Literal["chroma", "memory"] = "chroma"
    knowledge_deadline_ms: Annotated[int, Field(ge=1)] = 2_000
    relevance_floor: Annotated[float, Field(ge=0, le=1)] | None = None
    """Hits below it are not returned; None: the fitted one of copilot.retrieval.ranking."""
    starter_knowledge: bool = True
    """Fill an empty library with the shipped items at the first start."""

    policy: Path | None = None
    """A policy file of your own; None: the shipped one."""
    settle_ms: Annotated[int, Field(ge=0, le=60_000)] = 3_000
    """How long to wait for more replies of the same burst."""
    default_timezone: Timezone | None = None
    """Zone (IANA name) of a contact whose own zone nobody knows; None: it stays unknown, and dates are read in UTC."""

    send_layer: Literal["none", "http", "fake"] = "none"
    send_layer_url: str | None = None
    send_layer_secret: SecretStr | None = None
    """Standard Webhooks secret, ``whsec_…``."""
    send_layer_timeout_ms: Annotated[int, Field(ge=1, le=60_000)] = 15_000
    """Bounded below the outbox lease: a longer attempt could be made twice at once."""

    our_company: str | None = None
    """Our own facts, which a draft may use."""
    our_rep_name: str | None = None
    segment_price: Annotated[float, Field(ge=0)] | None = None
    """Price of sending one segment, in ``segment_currency``; None: no cost is shown."""
    segment_currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"

    subject_key: SecretStr | None = None
    """Key of the HMAC that stands for a phone number in the ledger; None: made and kept in the data folder."""

    @property
    def scoring_deadline(self) -> timedelta:
        """Longest wait for a score."""
        return timedelta(milliseconds=self.scoring_deadline_ms)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then variables, then the TOML file."""
        named = init_settings().get("config") or env_settings().get("config")
        toml = () if named is None else (TomlConfigSettingsSource(settings_cls, toml_file=Path(named)),)
        return (init_settings, env_settings, *toml)


def load_settings(**overrides: object) -> Settings:
    """Read the settings, with ``overrides`` winning over variables and file.

    Raises:
        ConfigurationError: A value is wrong; the message names the setting, never its value.
    """
    try:
        settings = Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        wrong = "; ".join(f"COPILOT_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigurationError(f"settings cannot be used: {wrong}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"COPILOT_CONFIG names a file that is not TOML: {error}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise ConfigurationError("COPILOT_CONFIG names a file that cannot be read as UTF-8") from error
    if settings.config is not None and not settings.config.is_file():
        raise ConfigurationError("COPILOT_CONFIG names a file that does not exist")
    if settings.send_layer == "http" and (settings.send_layer_url is None or settings.send_layer_secret is None):
        raise ConfigurationError("COPILOT_SEND_LAYER=http needs COPILOT_SEND_LAYER_URL and COPILOT_SEND_LAYER_SECRET")
    return settings

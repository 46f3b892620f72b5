"""The base of every domain object: frozen, exact about its fields, cheap to serialise."""

from pydantic import BaseModel, ConfigDict


class DomainModel(BaseModel):
    """An immutable value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True)

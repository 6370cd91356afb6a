"""Fields that every resource shares."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.lib.partial_dates import PartialDate


@extend_schema_field(
    {
        "type": "object",
        "nullable": True,
        "properties": {
            "edtf": {"type": "string", "example": "2022-03"},
            "earliest": {"type": "string", "format": "date", "nullable": True},
            "latest": {"type": "string", "format": "date", "nullable": True},
            "precision": {"type": "string", "example": "month"},
        },
        "required": ["edtf", "earliest", "latest", "precision"],
    }
)
class PartialDateJson(serializers.Field):  # type: ignore[type-arg]
    """A date as EDTF with its earliest and latest day. Null: nobody looked; XXXX: looked, not known."""

    def to_representation(self, value: PartialDate) -> dict[str, Any]:
        earliest, latest = value.bounds()
        return {
            "edtf": value.edtf,
            "earliest": earliest,
            "latest": latest,
            "precision": value.precision,
        }


class BilingualJson(serializers.Field):  # type: ignore[type-arg]
    """`name_en` and `name_ru` of a record as {"en": ..., "ru": ...}; a missing text is an empty one."""

    def __init__(self, stem: str, **kwargs: Any) -> None:
        self.stem = stem
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, value: Any) -> dict[str, str]:
        return {code: getattr(value, f"{self.stem}_{code}", "") for code in ("en", "ru")}


extend_schema_field(
    {
        "type": "object",
        "properties": {"en": {"type": "string"}, "ru": {"type": "string"}},
        "required": ["en", "ru"],
    }
)(BilingualJson)

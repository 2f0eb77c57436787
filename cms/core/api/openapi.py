"""Makes the API's own description whole: valid OpenAPI 3.1, with every answer that a route may give."""

import json
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override
from ninja import NinjaAPI

from .schemas import ProblemOut

_DESCRIPTIONS = {
    "304": "Not modified: the copy with this `ETag` is still right.",
    "400": "The request cannot be read.",
    "401": "A valid token is needed.",
    "403": "The token does not allow it.",
    "404": "There is nothing here.",
    "405": "The address does not take this method.",
    "406": "The address does not answer in the form asked for.",
    "409": "Not possible now.",
    "413": "Too long.",
    "415": "No JSON, or a file.",
    "422": "Something in the request is not as it should be.",
    "429": "Too much at once: wait as long as `Retry-After` says.",
    "503": "Not stored; nothing was lost on your side. Try again later.",
}
# Tags of our own routes.
OUR_TAGS = {"content", "site", "search", "toolkits", "datasets", "figures", "reports", "hotline"}
_OF_ALL = ("400", "404", "405", "422")
_OF_READS = ("304",)
_OF_WRITES = ("413", "415")
_OF_TOKENS = ("401", "403", "429")


def complete(api: NinjaAPI, *, title: str, description: str, version: str) -> None:
    """Let `api` describe itself wholly.

    Wagtail's description names a security scheme without its scheme, which is invalid, and no errors at all.
    """
    stock: Callable[..., Any] = api.get_openapi_schema
    api.title, api.description, api.version = title, description, version

    @override("en")
    def get_openapi_schema(*args: Any, **kwargs: Any) -> Any:
        schema = json.loads(json.dumps(stock(*args, **kwargs), cls=DjangoJSONEncoder))
        parts = schema.setdefault("components", {})
        parts.get("securitySchemes", {}).pop("AllowAnonymous", None)
        parts.setdefault("schemas", {})["ProblemOut"] = _problem_schema()
        # What Wagtail brings along comes last: whoever opens the docs page looks for ours.
        schema["paths"] = dict(sorted(schema["paths"].items(), key=lambda pair: _is_stock(pair[1])))
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                _complete_operation(method, operation)
        return schema

    api.get_openapi_schema = get_openapi_schema  # type: ignore[method-assign]


def _is_stock(operations: dict[str, Any]) -> bool:
    """Return whether a path is Wagtail's own: ours have other tags."""
    return not any(OUR_TAGS & set(operation.get("tags", [])) for operation in operations.values())


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    security = operation.get("security")
    if security is not None:
        operation["security"] = [{} if "AllowAnonymous" in entry else entry for entry in security]
    statuses = [*_OF_ALL, *(_OF_READS if method == "get" else _OF_WRITES)]
    if security:
        statuses += _OF_TOKENS
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    for status in statuses:
        operation["responses"].setdefault(status, {"description": _DESCRIPTIONS[status]} | _content(status))
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            answer.update({"description": _DESCRIPTIONS.get(status, "Problem")} | _content(status))


def _content(status: str) -> dict[str, Any]:
    if int(status) < 400:
        return {}
    return {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}}


def _problem_schema() -> dict[str, Any]:
    schema = ProblemOut.model_json_schema()
    schema["properties"]["errors"] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "type": {"type": "string"},
                "loc": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}},
                "msg": {"type": "string"},
            },
        },
    }
    return schema

"""The API's docs as our own page, made from the schema. It loads no script or style from elsewhere."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    operations = [
        _operation(path, method, operation, schema["components"])
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"info": schema["info"], "operations": operations})


def _operation(path: str, method: str, operation: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    named = components["schemas"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "path": path,
        "method": method.upper(),
        "summary": operation.get("summary", ""),
        "parameters": _parameters(operation, components.get("securitySchemes", {})),
        "fields": _fields(body.get("schema", {}), named),
        "examples": [
            json.dumps(example["value"], ensure_ascii=False, indent=2) for example in body.get("examples", {}).values()
        ],
        "responses": [
            {
                "status": status,
                "says": answer["description"],
                "fields": _headers(answer) + _fields(_schema(answer), named),
            }
            for status, answer in operation["responses"].items()
        ],
    }


def _parameters(operation: dict[str, Any], schemes: dict[str, Any]) -> list[dict[str, str]]:
    """The parts of a request's path and headers. The authorisation comes first."""
    needed = [schemes[name] for needs in operation.get("security", []) for name in needs]
    rows = [
        {"name": f"Authorization: {scheme['scheme'].title()} …", "type": "header", "says": scheme["description"]}
        for scheme in needed
    ]
    for one in operation.get("parameters", []):
        kind = one["in"] if one.get("required") else f"{one['in']}, if you like"
        rows.append({"name": one["name"], "type": kind, "says": one["description"]})
    return rows


def _headers(answer: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"name": name, "type": "header", "says": header["description"]}
        for name, header in answer.get("headers", {}).items()
    ]


def _schema(answer: dict[str, Any]) -> dict[str, Any]:
    content = answer.get("content", {}).get("application/json", {})
    found: dict[str, Any] = content.get("schema", {})
    return found


def _fields(schema: dict[str, Any], named: dict[str, Any], before: str = "") -> list[dict[str, str]]:
    """Every field below a schema, such as `results[].phones[].number`."""
    schema = _resolved(schema, named)
    if schema.get("type") == "array":
        return _fields(schema["items"], named, before + "[]")
    rows = []
    for name, field in schema.get("properties", {}).items():
        full = f"{before}.{name}" if before else name
        inner = _resolved(field, named)
        rows.append({"name": full, "type": _type(inner, named), "says": field.get("description", "")})
        rows += _fields(inner, named, full)
    return rows


def _resolved(schema: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference. Of alternatives, take the first."""
    if "$ref" in schema:
        return _resolved(named[schema["$ref"].rpartition("/")[2]], named)
    for alternatives in ("allOf", "oneOf"):
        if alternatives in schema:
            return _resolved(schema[alternatives][0], named) | {"nullable": alternatives == "oneOf"}
    return schema


def _type(schema: dict[str, Any], named: dict[str, Any]) -> str:
    if schema.get("type") == "array":
        return f"list of {_type(_resolved(schema['items'], named), named)}"
    words = " | ".join(str(code) for code in schema.get("enum", []) if code) or str(schema.get("type", ""))
    return f"{words} or null" if schema.get("nullable") else words

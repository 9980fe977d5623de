"""The refusals for content that are easiest to run into; far from all of Slack's."""

from collections.abc import Iterator
from typing import Any

from tests.fake_slack.workspace import Json, Refusal, Workspace

_LONGEST = {"section": 3000, "header": 150}
_CHARTS = 2


def check_message(home: Workspace, arguments: Json) -> None:
    blocks = arguments.get("blocks") or []
    if not blocks and not arguments.get("text"):
        raise Refusal("no_text")
    if len(arguments.get("text", "")) > 40_000:
        raise Refusal("msg_too_long")
    _check(home, blocks, most=50)
    metadata = arguments.get("metadata")
    if metadata is not None and not {"event_type", "event_payload"} <= metadata.keys():
        raise Refusal("invalid_metadata_format")


def check_view(home: Workspace, view: Json) -> None:
    if view.get("type") not in {"modal", "home"}:
        raise Refusal("invalid_arguments")
    if view["type"] == "modal" and not 1 <= len(view.get("title", {}).get("text", "")) <= 24:
        raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] view/title"]})
    _check(home, view.get("blocks", []), most=100)


def _check(home: Workspace, blocks: list[Json], most: int) -> None:
    faults = [] if len(blocks) <= most else [f"no more than {most} items allowed [json-pointer:/blocks]"]
    faults += list(_faults(home, blocks))
    if faults:
        raise Refusal("invalid_blocks", errors=faults, response_metadata={"messages": faults})


def _faults(home: Workspace, blocks: list[Json]) -> Iterator[str]:
    seen: set[str] = set()
    charts = [at for at, block in enumerate(blocks) if block.get("type") == "data_visualization"]
    for at in charts if not home.can_chart else charts[_CHARTS:]:
        yield f"unsupported type: data_visualization [json-pointer:/blocks/{at}/type]"
    for at, block in enumerate(blocks):
        kind, id_ = block.get("type"), block.get("block_id", f"at {at}")
        if id_ in seen:
            yield f"block_id already exists [json-pointer:/blocks/{at}/block_id]"
        seen.add(id_)
        if not kind:
            yield f"missing required field: type [json-pointer:/blocks/{at}]"
        elif len(_text(block)) > _LONGEST.get(kind, 13_000):
            yield f"must be less than {_LONGEST[kind] + 1} characters [json-pointer:/blocks/{at}/text/text]"
        if kind == "image" and (fault := _file_fault(home, block)):
            yield f"{fault} [json-pointer:/blocks/{at}/slack_file]"


def _file_fault(home: Workspace, block: Json) -> str:
    """A file may be shown only after Slack has understood what it is."""
    if "slack_file" not in block:
        return "" if block.get("image_url") else "missing image"
    file = home.files.get(block["slack_file"].get("id", ""))
    return "" if file and file["mimetype"] else "invalid slack file"


def _text(block: Json) -> str:
    text: Any = block.get("text")
    return str(text.get("text", "")) if isinstance(text, dict) else ""

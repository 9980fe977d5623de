"""files.*: an upload in three steps, and a kind that is known only after a while."""

from tests.fake_slack.chat import post
from tests.fake_slack.workspace import Json, Refusal, Workspace

_KINDS = {"png": "image/png", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def upload_url(home: Workspace, arguments: Json, url: str) -> Json:
    id_ = f"F{home.number():03}"
    home.files[id_] = {"id": id_, "name": arguments["filename"], "length": int(arguments["length"])}
    # As with Slack, a file sent with an alternative text is not shared.
    home.files[id_] |= {"mimetype": "", "polls": home.polls, "is_shared": not arguments.get("alt_txt")}
    return {"upload_url": f"{url}/upload/{home.id}/{id_}", "file_id": id_}


def receive(home: Workspace, id_: str, content: bytes) -> str:
    home.files[id_]["content"] = content
    return f"OK - {len(content)}"


def complete(home: Workspace, arguments: Json) -> Json:
    done = []
    for given in arguments["files"]:
        file = home.files.get(given["id"])
        if file is None or len(file.get("content", b"")) != file["length"]:
            raise Refusal("file_not_found")
        file["title"] = given.get("title") or file["name"]
        if (channel_id := arguments.get("channel_id")) and file["is_shared"]:
            post(
                home,
                home.channel(channel_id),
                {"text": arguments.get("initial_comment", ""), "files": [given]},
            )
        done.append({"id": file["id"], "title": file["title"]})
    return {"files": done}


def info(home: Workspace, arguments: Json) -> Json:
    file = home.files.get(arguments.get("file", ""))
    if file is None:
        raise Refusal("file_not_found")
    file["polls"] -= 1
    if file["polls"] <= 0:
        file["mimetype"] = _KINDS[file["name"].rsplit(".", 1)[-1]]
    shown = {key: file[key] for key in ("id", "name", "mimetype", "title") if key in file}
    return {"file": shown | {"filetype": file["name"].rsplit(".", 1)[-1], "size": file["length"]}}

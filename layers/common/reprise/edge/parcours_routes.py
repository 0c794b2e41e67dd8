"""The endpoints of journeys: presets, and a user's runs."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from reprise.domain.accounts import Profile
from reprise.domain.presets import Language
from reprise.domain.runs import Run, RunStatus
from reprise.edge.bootstrap.parcours import Parts
from reprise.edge.http import REPLAYED, Call, Response
from reprise.edge.limits import limited
from reprise.edge.logging import log
from reprise.edge.problems import pick_language
from reprise.edge.requests import PAGING, body_as, page_of
from reprise.edge.routes import Route
from reprise.edge.run_bodies import CreatedView, ExecutionView, PresetList, RunPage, RunView
from reprise.edge.run_requests import DiaryBody, ParcoursBody
from reprise.edge.run_views import preset_view, run_view, whole_run_view
from reprise.edge.task_bodies import keyed_body
from reprise.store.machine import execution_name
from reprise.usecases.creating import Plea
from reprise.usecases.journeys import Diary, Shown


def get_presets(parts: Parts, call: Call) -> Response[PresetList]:
    """The presets, in the reader's language."""
    return Response(HTTPStatus.OK, {"items": list(map(preset_view, parts.presets.all(_language(call))))})


def post_parcours(parts: Parts, call: Call) -> tuple[Response[CreatedView], Profile]:
    """Create a run, or answer as before."""
    parts.rollout.require(call.user)
    body, key = keyed_body(ParcoursBody, call)
    created = parts.creator.create(
        Plea(
            user_id=call.user,
            preset_key=body.preset_key,
            language=_language(call),
            feeling=body.emotion_state,
            suds=body.suds_start,
            starts=body.auto_start,
            key=key,
        )
    )
    _log("run_created", created.run, replayed=created.replayed, brief_source=created.run.brief_source)
    return _created(created.run, replayed=created.replayed), parts.bookkeeping.open(call.user)


def list_parcours(parts: Parts, call: Call) -> Response[RunPage]:
    """The caller's runs, newest first."""
    limit, before = page_of(call, parts.cursors)
    page = parts.journeys.page(call.user, limit, before)
    items = [run_view(shown, call.language) for shown, _ in page.items]
    return Response(HTTPStatus.OK, {"items": items, "cursor": parts.cursors.encode(call, page.following)})


def get_parcours(parts: Parts, call: Call) -> Response[RunView]:
    """One run with its segments."""
    return _shown(parts.journeys.show(call.user, call.path("runId")), call)


def post_run(parts: Parts, call: Call) -> tuple[Response[ExecutionView], Profile]:
    """Set a run in motion, or tell what runs it."""
    parts.rollout.require(call.user)
    run, is_new = parts.journeys.start(call.user, call.path("runId"))
    _log("run_started", run, replayed=not is_new)
    status = HTTPStatus.ACCEPTED if is_new else HTTPStatus.OK
    body: ExecutionView = {"runId": run.run_id, "executionId": execution_name(run)}
    return Response(status, body), parts.bookkeeping.open(call.user)


def patch_parcours(parts: Parts, call: Call) -> Response[RunView]:
    """Keep what a person notes about a run."""
    said = body_as(DiaryBody, call)
    diary = Diary(said.suds_mid, said.suds_end, said.notes)
    return _shown(parts.journeys.note(call.user, call.path("runId"), diary), call)


def post_cancel(parts: Parts, call: Call) -> Response[RunView]:
    """Stop a run."""
    shown = parts.journeys.cancel(call.user, call.path("runId"))
    _log("run_cancelled", shown.run)
    return _shown(shown, call)


def delete_parcours(parts: Parts, call: Call) -> Response[None]:
    """A run goes with all that belongs to it."""
    parts.journeys.delete(call.user, call.path("runId"))
    log("run_deleted", run_id=call.path("runId"))
    return Response(HTTPStatus.NO_CONTENT, None)


ROUTES = (
    Route("GET /v1/parcours/presets", get_presets, None, PresetList, "List the journeys that there are.", ()),
    Route("POST /v1/parcours", limited(post_parcours), ParcoursBody, CreatedView, "Create a run of a journey."),
    Route("GET /v1/parcours", list_parcours, None, RunPage, "List your runs, newest first.", PAGING),
    Route("GET /v1/parcours/{runId}", get_parcours, None, RunView, "Show one run with its segments."),
    Route("POST /v1/parcours/{runId}/run", limited(post_run), None, ExecutionView, "Set a run in motion."),
    Route("PATCH /v1/parcours/{runId}", patch_parcours, DiaryBody, RunView, "Note how it is for you."),
    Route("POST /v1/parcours/{runId}/cancel", post_cancel, None, RunView, "Stop a run."),
    Route("DELETE /v1/parcours/{runId}", delete_parcours, None, None, "Delete a run with all that belongs to it."),
)


def _created(run: Run, *, replayed: bool) -> Response[CreatedView]:
    body: CreatedView = {
        "runId": run.run_id,
        "title": run.title,
        "brief": run.brief,
        "segmentsCount": len(run.passages),
        "status": RunStatus.CREATING,
    }
    if replayed:
        return Response(HTTPStatus.OK, body, REPLAYED)
    return Response(HTTPStatus.CREATED, body)


def _shown(shown: Shown, call: Call) -> Response[RunView]:
    return Response(HTTPStatus.OK, whole_run_view(shown, call.language))


def _language(call: Call) -> Language:
    return cast("Language", pick_language(call.language))


def _log(outcome: str, run: Run, **more: object) -> None:
    log(outcome, run_id=run.run_id, preset=run.preset_key, execution=run.execution, **more)

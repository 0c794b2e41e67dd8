"""moto's AWS services as one process: `python -m local.moto_server <where functions are called> <port>`.

Same as `moto_server`, but connections are kept open (a new one per call would double its price) and nothing is
written per request.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local import moto_tuning

_BATCH = "moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_batch"


class _Handler(MotoRequestHandler):
    """Keep-alive, no per-request line, and no 40 ms waits between a small header and a small body."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536

    def handle_expect_100(self) -> bool:
        """Answer at once: an upload waits a second for the 100 if it stays in the buffer."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def _run_machines(lambda_url: str) -> None:
    """Make state machines run; without Batch, which no machine here uses and which brings the whole of EC2 along."""
    batch = ModuleType(_BATCH)
    batch.StateTaskServiceBatch = None  # type: ignore[attr-defined]
    sys.modules[_BATCH] = batch
    from local import moto_machines  # noqa: PLC0415 - only now is it light

    moto_machines.apply(lambda_url)


def main(lambda_url: str, port: int) -> None:
    """Serve until killed."""
    moto_tuning.apply()
    _run_machines(lambda_url)
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Handler)
    for service in ("s3", "sqs", "ssm", "kms", "stepfunctions"):
        app.app_instances[service] = create_backend_app(service)
    gc.freeze()  # modules live for ever; scanning them again and again costs a tenth of the time
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

"""Live: the process answers. Ready: database and broker answer, and no stage waits too long."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from cases.waiting import stages
from tracker.lib import clock

# A row due for longer than this tells that a stage has stopped.
STUCK_AFTER_SECONDS = 15 * 60


def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process serves requests."""
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and no stage is stuck, else 503. Names and ages only, no content."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        now = clock.now()
        ages = {}
        for stage in stages():
            oldest = stage.oldest()
            ages[stage.name] = round((now - oldest).total_seconds()) if oldest else 0
    except DatabaseError:
        return JsonResponse({"status": "database does not answer"}, status=503)
    stuck = [name for name, age in ages.items() if age > STUCK_AFTER_SECONDS]
    body = {"status": "stuck" if stuck else "ok", "stuck": stuck, "oldest_due_seconds": ages}
    return JsonResponse(body, status=503 if stuck else 200)

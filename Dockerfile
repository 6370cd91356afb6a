# One image for web, worker, beat and the preparation; compose.yaml shows how they go together.
# It holds neither data nor keys. PostgreSQL's client tools for backups come with the packages.

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt /requirements.txt
# Wheels only, each checked against its hash: nothing is compiled and nothing else gets in.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --no-deps \
        -r /requirements.txt

# The parts in C. An image without them works too, with their twins in Python.
FROM python:3.11-bookworm AS compiled
COPY tracker/__init__.py /compiled/tracker/__init__.py
COPY tracker/lib/compiled.py /compiled/tracker/lib/compiled.py
COPY tracker/lib/native /compiled/tracker/lib/native
COPY cases/feeds/formats/native /compiled/cases/feeds/formats/native
COPY cases/feeds/formats/shapes.py /compiled/cases/feeds/formats/shapes.py
COPY people/names /compiled/people/names
COPY cases/articles/copies /compiled/cases/articles/copies
RUN cd /compiled \
    && touch tracker/lib/__init__.py people/__init__.py cases/__init__.py cases/articles/__init__.py \
    cases/feeds/__init__.py cases/feeds/formats/__init__.py \
    && python -m people.names.native && python -m cases.articles.copies.native \
    && python -m tracker.lib.native && python -m cases.feeds.formats.native

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=tracker.settings \
    TRACKER_VAR=/var/lib/tracker
RUN useradd --system --uid 10001 --home-dir /var/lib/tracker --create-home tracker \
    && mkdir -p /var/lib/tracker/backups /var/lib/tracker/run \
    && chown -R tracker:tracker /var/lib/tracker
COPY --from=packages /venv /venv
COPY . /srv/tracker
COPY --from=compiled /compiled/people/names/native/*.so /srv/tracker/people/names/native/
COPY --from=compiled /compiled/cases/articles/copies/native/*.so \
    /srv/tracker/cases/articles/copies/native/
COPY --from=compiled /compiled/tracker/lib/native/*.so /srv/tracker/tracker/lib/native/
COPY --from=compiled /compiled/cases/feeds/formats/native/*.so \
    /srv/tracker/cases/feeds/formats/native/
# Read-only file systems cannot write these later.
RUN python -m compileall -q /srv/tracker
WORKDIR /srv/tracker
USER tracker
EXPOSE 8000
# Slow clients wait outside the threads. Put a proxy with HTTPS before it.
CMD ["granian", "--interface", "wsgi", "tracker.wsgi:application", "--host", "0.0.0.0", \
     "--port", "8000", "--workers", "2", "--blocking-threads", "8", "--backpressure", "64", \
     "--no-ws", "--http", "1", "--http1-header-read-timeout", "10000", "--respawn-failed-workers"]

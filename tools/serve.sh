#!/bin/sh
# One process of a service installation: web, worker, beat or the internal port (docker-compose.yml).
set -eu
# As in tools/run.py: large pieces of memory go back at once.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}" MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-262144}" \
  MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-131072}"
serve() {
  exec granian --interface wsgi --workers-max-rss "${WEB_MAX_RSS_MB:-512}" --respawn-interval 10 \
    --workers-kill-timeout 40 --no-ws --log-level warning "$@"
}
case "${1:-}" in
  web)
    python manage.py migrate --no-input --verbosity 0
    python manage.py make_groups
    python manage.py collectstatic --no-input --verbosity 0
    if [ "${WEBCERT_MODE:-demo}" = demo ]; then python manage.py load_demo_world; fi
    serve --host 0.0.0.0 --port "${PORT:-8000}" --workers "${WEB_WORKERS:-2}" \
      --blocking-threads "${WEB_THREADS:-4}" webcert.wsgi:application ;;
  internal)
    serve --host "${WEBCERT_INTERNAL_HOST:-127.0.0.1}" --port "${WEBCERT_INTERNAL_PORT:?set WEBCERT_INTERNAL_PORT}" \
      --workers 1 --blocking-threads 1 webcert.wsgi_internal:application ;;
  worker)
    exec celery -A webcert.celery worker --without-gossip --without-mingle --loglevel WARNING ;;
  beat)
    exec celery -A webcert.celery beat --pidfile= --loglevel WARNING ;;
  *)
    echo "usage: serve.sh web|worker|beat|internal" >&2; exit 2 ;;
esac

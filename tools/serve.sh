#!/bin/sh
# One process of a service installation: web, worker, beat or the internal port (docker-compose.yml).
set -eu
case "${1:-}" in
  web)
    python manage.py migrate --no-input --verbosity 0
    python manage.py make_groups
    python manage.py collectstatic --no-input --verbosity 0
    if [ "${WEBCERT_MODE:-demo}" = demo ]; then python manage.py load_demo_world; fi
    exec granian --interface wsgi --host 0.0.0.0 --port "${PORT:-8000}" --workers "${WEB_WORKERS:-2}" \
      --blocking-threads "${WEB_THREADS:-4}" --no-ws --log-level warning webcert.wsgi:application ;;
  internal)
    exec granian --interface wsgi --host "${WEBCERT_INTERNAL_HOST:-127.0.0.1}" \
      --port "${WEBCERT_INTERNAL_PORT:?set WEBCERT_INTERNAL_PORT}" --workers 1 --blocking-threads 1 --no-ws \
      --log-level warning webcert.wsgi_internal:application ;;
  worker)
    exec celery -A webcert.celery worker --without-gossip --without-mingle --loglevel WARNING ;;
  beat)
    exec celery -A webcert.celery beat --pidfile= --loglevel WARNING ;;
  *)
    echo "usage: serve.sh web|worker|beat|internal" >&2; exit 2 ;;
esac

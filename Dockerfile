FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 WEBCERT_DATA_DIR=/data
RUN useradd --system --uid 10001 --home /data webcert && mkdir /data && chown webcert /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
USER webcert
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "tools/health.py", "web"]
CMD ["sh", "tools/serve.sh", "web"]

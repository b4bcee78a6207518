# The service and its command; `docker compose` builds it (docs/operations.md).

FROM python:3.11.14-slim-bookworm AS wheels
WORKDIR /source
# Also what builds a wheel is pinned.
ENV PIP_CONSTRAINT=/source/constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY puente puente
COPY ingest ingest
COPY service service
COPY index_templates index_templates
COPY seeds seeds
RUN pip wheel --wheel-dir /wheels '.[opensearch]'

FROM python:3.11.14-slim-bookworm
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index /wheels/*.whl \
    && useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin puente
ENV PYTHONUNBUFFERED=1 PUENTE_HOST=0.0.0.0 PUENTE_PORT=8000
USER 1000:1000
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=8)"]
ENTRYPOINT ["puente"]
CMD ["serve"]

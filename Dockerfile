# The service and its command; `docker compose` builds it (docs/operations.md).

FROM python:3.11.14-slim-bookworm@sha256:65a93d69fa75478d554f4ad27c85c1e69fa184956261b4301ebaf6dbb0a3543d AS wheels
WORKDIR /source
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# Every file that comes from elsewhere is known by its hash, also what builds our own wheel.
COPY requirements.lock ./
RUN pip download --require-hashes --no-deps --only-binary :all: --dest /wheels --requirement requirements.lock \
    && pip install --no-index --find-links /wheels setuptools
COPY pyproject.toml README.md LICENSE ./
COPY puente puente
COPY ingest ingest
COPY service service
COPY index_templates index_templates
COPY seeds seeds
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.11.14-slim-bookworm@sha256:65a93d69fa75478d554f4ad27c85c1e69fa184956261b4301ebaf6dbb0a3543d
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index /wheels/*.whl \
    && useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin puente \
    && install --directory --owner 1000 --mode 700 /records
ENV PYTHONUNBUFFERED=1 PUENTE_HOST=0.0.0.0 PUENTE_PORT=8000
USER 1000:1000
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=6 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=8)"]
ENTRYPOINT ["puente"]
CMD ["serve"]

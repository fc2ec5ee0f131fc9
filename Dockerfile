# One image for every process of production (docs/operating.md); the command says which one it is.
FROM python:3.11-slim AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
COPY requirements.txt constraints.txt ./
# What only some need, such as Stripe's library.
ARG EXTRA=""
RUN pip install --no-cache-dir -r requirements.txt $EXTRA
COPY . .
# The key is of the build alone: nothing is signed with it, and none is kept in the image.
RUN python -m tools.messages compile \
    && HEARTH_SECRET_KEY=$(printf 'build-%.0s' $(seq 10)) python manage.py collectstatic --noinput \
    && python -m compileall -q . \
    && rm -rf tests bench

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HEARTH_MEDIA=/data/media HEARTH_LOG_LEVEL=INFO
RUN useradd --system --uid 10001 --no-create-home hearth && install -d -o hearth /data /data/media
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER hearth
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "deploy/ask_health.py"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

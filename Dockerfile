# Tierwatch in a container: no root, and a read-only file system but for the volume /state and the folder of the configuration.
#   docker build -t tierwatch .
#   install --directory --owner=10001 conf && install --owner=10001 config.toml conf/
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -v tierwatch-state:/state -v ./conf:/etc/tierwatch -p 127.0.0.1:8080:8080 tierwatch
# The folder and not the file: whoever adds a source at the desk puts a new file in the old one's place. With `:ro` the desk says that it cannot.
# In config.toml: [service] state = "/state", [web] listen = "0.0.0.0:8080".
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends python3 python3-venv && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY requirements/run.txt requirements/build.txt requirements/
RUN python3 -m venv /app && /app/bin/python -m pip install --no-cache-dir --no-deps --require-hashes -r requirements/run.txt -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
RUN /app/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation .

FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends python3 ca-certificates && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --no-create-home tierwatch && install --directory --owner=10001 --mode=0700 /state
COPY --from=build /app /app
USER 10001
VOLUME /state
EXPOSE 8080
STOPSIGNAL SIGTERM
ENV PYTHONDONTWRITEBYTECODE=1
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["/app/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=8)"]
ENTRYPOINT ["/app/bin/tierwatch", "--config", "/etc/tierwatch/config.toml"]
CMD ["run"]

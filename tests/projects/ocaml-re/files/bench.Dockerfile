ARG BASE=debian:12
FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends make ocaml ocaml-dune
# dune is on PATH only through the entrypoint.
RUN mkdir -p /opt/switch/bin && mv /usr/bin/dune /opt/switch/bin
WORKDIR /re
COPY . .
RUN bench/switch-exec make bench-build
ENTRYPOINT ["/re/bench/switch-exec"]

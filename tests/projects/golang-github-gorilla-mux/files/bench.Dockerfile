ARG BASE=debian:12
FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends golang-go make
WORKDIR /mux
COPY . .
RUN make bench-build

# The image that runs `make bench`. Packages are installed only where the base image lacks them.
ARG BASE=debian:12
FROM ${BASE}
RUN packages="g++ make libbenchmark-dev zlib1g-dev liblz4-dev libzstd-dev" \
    && if ! dpkg-query -s $packages >/dev/null 2>&1; then \
        apt-get update \
        && apt-get install -y --no-install-recommends $packages \
        && rm -rf /var/lib/apt/lists/*; \
    fi
WORKDIR /bench
COPY . .
RUN make
CMD ["make", "bench"]

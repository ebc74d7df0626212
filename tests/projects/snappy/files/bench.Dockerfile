ARG BASE=debian:12
FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends cmake g++ libbenchmark-dev make
WORKDIR /snappy
COPY . .
RUN make bench-build
CMD ["build/snappy_benchmark", "--benchmark_format=json", "--benchmark_filter=BM_[UZ]Flat/[0-3]$", \
    "--benchmark_min_time=0.02", "--benchmark_repetitions=3"]

window.BENCHMARK_DATA = {
  "lastUpdate": 1574927128603,
  "repoUrl": "https://github.com/rhysd/example",
  "entries": {
    "Rust Benchmark": [
      {
        "commit": {
          "author": {
            "email": "a@example.org",
            "name": "Ada L.",
            "username": "ada"
          },
          "committer": {
            "email": "noreply@github.com",
            "name": "GitHub",
            "username": "web-flow"
          },
          "distinct": true,
          "id": "0123456789abcdef0123456789abcdef01234567",
          "message": "Make fib faster\n\nIt was slow.",
          "timestamp": "2019-11-10T00:06:58+09:00",
          "tree_id": "a8a3a9a3a9a8a3a9a3a9a8a3a9a3a9a8a3a9a3a9",
          "url": "https://github.com/rhysd/example/commit/0123456789abcdef0123456789abcdef01234567"
        },
        "date": 1573312140323,
        "tool": "cargo",
        "benches": [
          {
            "name": "bench_fib_10",
            "value": 254,
            "range": "± 35",
            "unit": "ns/iter"
          },
          {
            "name": "bench_fib_20",
            "value": 34001,
            "range": "± 2802",
            "unit": "ns/iter"
          }
        ]
      },
      {
        "commit": {
          "author": {
            "name": "bob",
            "username": "bob"
          },
          "committer": {
            "name": "bob",
            "username": "bob"
          },
          "id": "89abcdef0123456789abcdef0123456789abcdef",
          "message": "Add a thing",
          "timestamp": "2019-11-11T12:00:00Z",
          "url": "https://github.com/rhysd/example/pull/7/commits/89abcdef0123456789abcdef0123456789abcdef"
        },
        "date": 1573473600000,
        "tool": "cargo",
        "benches": [
          {
            "name": "bench_fib_10",
            "value": 250,
            "range": "± 5",
            "unit": "ns/iter"
          }
        ]
      },
      {
        "commit": {
          "id": "main",
          "message": "x",
          "timestamp": "2019-11-12T12:00:00Z"
        },
        "date": 1573560000000,
        "tool": "cargo",
        "benches": []
      }
    ],
    "C++ Benchmark": [
      {
        "commit": {
          "author": {
            "name": "bob",
            "username": "bob"
          },
          "committer": {
            "name": "bob",
            "username": "bob"
          },
          "id": "89abcdef0123456789abcdef0123456789abcdef",
          "message": "Add a thing",
          "timestamp": "2019-11-11T12:00:00Z",
          "url": "https://github.com/rhysd/example/pull/7/commits/89abcdef0123456789abcdef0123456789abcdef"
        },
        "date": 1573473700000,
        "tool": "googlecpp",
        "benches": [
          {
            "name": "fib_10",
            "value": 210.5,
            "unit": "ns/iter",
            "extra": "iterations: 3070566\ncpu: 214 ns\nthreads: 1"
          },
          {
            "name": "fib_10",
            "value": 211.5,
            "unit": "ns/iter",
            "extra": "iterations: 3070566\ncpu: 214 ns\nthreads: 1"
          },
          {
            "name": "fib_10_cv",
            "value": 0.002,
            "unit": "ns/iter",
            "extra": "iterations: 3070566\ncpu: 214 ns\nthreads: 1"
          }
        ]
      }
    ],
    "Memory": [
      {
        "commit": {
          "author": {
            "email": "a@example.org",
            "name": "Ada L.",
            "username": "ada"
          },
          "committer": {
            "email": "noreply@github.com",
            "name": "GitHub",
            "username": "web-flow"
          },
          "distinct": true,
          "id": "0123456789abcdef0123456789abcdef01234567",
          "message": "Make fib faster\n\nIt was slow.",
          "timestamp": "2019-11-10T00:06:58+09:00",
          "tree_id": "a8a3a9a3a9a8a3a9a3a9a8a3a9a3a9a8a3a9a3a9",
          "url": "https://github.com/rhysd/example/commit/0123456789abcdef0123456789abcdef01234567"
        },
        "date": 1573312150000,
        "tool": "customSmallerIsBetter",
        "benches": [
          {
            "name": "peak",
            "value": 100,
            "unit": "Megabytes"
          }
        ]
      },
      {
        "commit": {
          "author": {
            "email": "a@example.org",
            "name": "Ada L.",
            "username": "ada"
          },
          "committer": {
            "email": "noreply@github.com",
            "name": "GitHub",
            "username": "web-flow"
          },
          "distinct": true,
          "id": "0123456789abcdef0123456789abcdef01234567",
          "message": "Make fib faster\n\nIt was slow.",
          "timestamp": "2019-11-10T00:06:58+09:00",
          "tree_id": "a8a3a9a3a9a8a3a9a3a9a8a3a9a3a9a8a3a9a3a9",
          "url": "https://github.com/rhysd/example/commit/0123456789abcdef0123456789abcdef01234567"
        },
        "date": 1573312160000,
        "tool": "customSmallerIsBetter",
        "benches": [
          {
            "name": "peak",
            "value": 104,
            "unit": "Megabytes"
          }
        ]
      }
    ]
  }
}
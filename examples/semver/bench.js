// Benchmarks the package semver: prints the time of one call of five functions, twelve samples each.
const semver = require("semver");

const versions = [];
for (let i = 0; i < 400; ++i) versions.push(`${i % 9}.${i % 7}.${i}`);
const ranges = ["^1.2.3", "~2.0.1", ">=1.0.0 <3.0.0", "1.x || >=2.5.0 || 5.0.0 - 7.2.3", "*"];
const benchmarks = {
  satisfies: (i) => semver.satisfies(versions[i % 400], ranges[i % 5]),
  parse: (i) => semver.parse(versions[i % 400]),
  compare: (i) => semver.compare(versions[i % 400], versions[(7 * i) % 400]),
  inc: (i) => semver.inc(versions[i % 400], "minor"),
  "sort 400": () => semver.sort(versions.slice()),
};

let kept; // so that no call can be optimized away
function time(call, calls) {
  const start = process.cpuUsage().user;
  for (let i = 0; i < calls; ++i) kept = call(i);
  return ((process.cpuUsage().user - start) * 1e3) / calls;
}

const results = Object.entries(benchmarks).map(([name, call]) => {
  let calls = 1;
  while (time(call, calls) * calls < 2e7) calls *= 2; // until 20 ms: warm, and long enough for the clock
  const value = Array.from({ length: 12 }, () => time(call, calls));
  return { name, metrics: [{ name: "time", value, units: "ns", trend: "lower-is-better" }] };
});
console.log(JSON.stringify({ name: "semver", results }));

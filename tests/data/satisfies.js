const semver = require("semver");
const ranges = ["^1.2.3", "~2.0.1", ">=1.0.0 <3.0.0", "1.x || >=2.5.0 || 5.0.0 - 7.2.3", "*"];
const versions = [];
for (let i = 0; i < 400; ++i) versions.push(`${i % 9}.${i % 7}.${i}`);
function once(rounds) {
  let found = 0;
  for (let round = 0; round < rounds; ++round)
    for (const version of versions) for (const range of ranges) found += semver.satisfies(version, range) ? 1 : 0;
  return found;
}
once(1);
const start = process.cpuUsage().user;
once(4);
const seconds = (process.cpuUsage().user - start) / 1e6;
console.log(JSON.stringify({ name: "semver", results: [{ name: "satisfies", metrics: [{ name: "time", value: seconds * 1e9 / 8000, units: "ns", trend: "lower-is-better" }] }] }));

// The numbers of the pages: node numbers.mjs WEB, the build directory of web/.
import { execFileSync } from "node:child_process";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const web = process.argv[2];
const directory = mkdtempSync(join(tmpdir(), "cb-numbers-"));
try {
  const file = join(directory, "format.mjs");
  execFileSync(join(web, "node_modules/.bin/esbuild"),
    [join(web, "src/format.ts"), "--bundle", "--format=esm", "--log-level=warning", `--outfile=${file}`], { stdio: "inherit" });
  const { change, percent, step, value } = await import(pathToFileURL(file).href);

  assert.equal(value(12_341_000, "ns"), "12.34 ms");
  assert.equal(value(0, "ms"), "0 ms");
  assert.equal(step(999, 1001, "us"), "0.9990 → 1.001 ms");
  assert.equal(step(1e6, 1e6 + 1, ""), "1 → 1.000001 M");
  assert.equal(step(1e6, 1e6, ""), "1 → 1 M");
  assert.equal(change(0.0612), "+6.1 %");
  assert.equal(change(-0.0004), "−0.040 %");
  assert.equal(change(0.000001), "+0.0001 %");
  assert.equal(change(0), "+0.0 %");
  assert.equal(change(1.5), "×2.50");
  assert.equal(percent(0.0123), "1.2 %");
  assert.equal(percent(1.5), "150 %");
  assert.equal(percent(12), "1200 %");
  assert.equal(percent(0.000_000_1), "0.00001 %");
  console.log("14 numbers of the pages: as they should be");
} finally {
  rmSync(directory, { recursive: true });
}

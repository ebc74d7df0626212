// Compares the archive of cb prune with what cb export wrote before: read_archive.mjs EXPORT ARCHIVE

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { metadata, query, readWithHyparquet } from './readers.mjs';

const [exported, archive] = process.argv.slice(2);
const keyOf = (row) => JSON.stringify([row.repository, row.commit, row.job, row.benchmark, row.test, row.metric, row.unit, row.direction]);

const expected = {};
for (const line of readFileSync(exported, 'utf8').trim().split('\n')) {
  const row = JSON.parse(line);
  const its = (expected[keyOf(row)] ??= { samples: [], statistics: {} });
  if (row.statistic === 'sample') {
    its.samples.push(row.value);
  } else {
    its.statistics[row.statistic] = row.value;
  }
}

function gathered(rows) {
  const all = {};
  for (const row of rows) {
    assert.equal(all[keyOf(row)], undefined, 'a measurement appears twice');
    const statistics = Object.assign({}, ...JSON.parse(row.statistics ?? '[]'));
    all[keyOf(row)] = { samples: row.samples ?? [], statistics };
    assert.equal(row.samples === null ? null : BigInt(row.samples.length), row.samples === null ? null : row.n);
    assert.ok(row.stored_at > 1.7e12);
  }
  return all;
}

const files = readdirSync(archive).flatMap((repository) =>
  readdirSync(join(archive, repository)).filter((name) => name.endsWith('.parquet')).map((name) => join(archive, repository, name)),
);
assert.ok(files.length > 0);
const rows = (await Promise.all(files.map(readWithHyparquet))).flat();
assert.deepEqual(gathered(rows), expected);
assert.deepEqual(gathered(await query(`SELECT * FROM '${archive}/*/*.parquet'`)), expected);

const jobs = await query(`SELECT * FROM '${archive}/*/jobs/*.parquet' ORDER BY job`);
assert.deepEqual(jobs.map((job) => job.job), [...new Set(rows.map((row) => row.job))].sort());
for (const job of jobs) {
  assert.equal(JSON.parse(job.source).repo, job.repository);
  assert.equal(typeof job.output, 'string');
}
const texts = Object.fromEntries((await metadata(files[0])).key_value_metadata.map(({ key, value }) => [key, value]));
assert.match(texts['cb.version'], /^\d+\.\d+\.\d+/);

// Compares the files that sample.cpp writes with the values that it wrote: read_samples.mjs DIRECTORY

import assert from 'node:assert/strict';
import { metadata, query, readWithDuckdb, readWithHyparquet } from './readers.mjs';

const directory = process.argv[2];

function expectedRow(i, list) {
  const unless = (divisor, value) => (i % divisor === 0 ? null : value);
  return {
    row: BigInt(i),
    truth: i % 3 === 0,
    maybe_truth: unless(5, i % 2 === 0),
    integer: unless(4, BigInt(-i)),
    real: unless(3, i / 4),
    text: unless(2, String.fromCharCode(97 + (i % 26)).repeat(i % 7)),
    word: `row ${i % 10} 😀`,
    time: unless(6, 1769846400000 + i),
    reals: unless(8, list(i)),
    required_reals: list(i),
  };
}

const shortList = (i) => Array(i % 4).fill(i / 2);
const longList = (i) => Array.from({ length: 100000 }, (_, k) => k + i / 2);

async function checkRows(name, count, list) {
  const path = `${directory}/${name}.parquet`;
  const expected = Array.from({ length: count }, (_, i) => expectedRow(i, list));
  for (const [reader, read] of [['hyparquet', readWithHyparquet], ['DuckDB', readWithDuckdb]]) {
    const rows = await read(path);
    assert.equal(rows.length, count, `${name}, ${reader}`);
    for (let i = 0; i < count; ++i) {
      assert.deepEqual(rows[i], expected[i], `${name}, ${reader}, row ${i}`);
    }
  }
}

async function checkOddValues() {
  const path = `${directory}/odd.parquet`;
  const expected = [
    { real: NaN, zero: 0, integer: 9223372036854775807n, text: '😀 \u202e שלום', never: null },
    { real: -Infinity, zero: -0, integer: -9223372036854775808n, text: 'nul \0 and " \' \\ \r\n', never: null },
    { real: 5e-324, zero: 0, integer: 0n, text: '', never: null },
    { real: Number.MAX_VALUE, zero: 0, integer: -1n, text: '😁' + 'x'.repeat(100), never: null },
  ];
  assert.deepEqual(await readWithHyparquet(path), expected);
  assert.deepEqual(await readWithDuckdb(path), expected);
  // A NaN or a long text in the column: no bounds, by which a reader could skip it.
  const columns = (await metadata(path)).row_groups[0].columns.map((column) => column.meta_data);
  const boundsOf = (name) => columns.find((column) => column.path_in_schema[0] === name).statistics;
  assert.equal(boundsOf('real').min_value, undefined);
  assert.equal(boundsOf('text').max_value, undefined);
  assert.equal(boundsOf('never').null_count, 4n);
  assert.deepEqual([boundsOf('zero').min_value, boundsOf('zero').max_value], [-0, 0]);
  assert.deepEqual(await query(`SELECT count(*) AS n FROM '${path}' WHERE real > 1e300`), [{ n: 2n }]);
}

async function checkBounds() {
  const path = `${directory}/pages.parquet`;
  const { row_groups: groups, key_value_metadata: texts, created_by: program } = await metadata(path);
  assert.equal(program, 'cb version 1.2.3');
  assert.deepEqual(texts.map(({ key, value }) => [key, value]), [['cb.version', '1.2.3'], ['snowman', '☃']]);
  assert.equal(groups.length, 8);
  let row = 0;
  for (const group of groups) {
    const rows = Number(group.num_rows);
    const { min_value: min, max_value: max, null_count: nulls } = group.columns[0].meta_data.statistics;
    assert.deepEqual([min, max, nulls], [BigInt(row), BigInt(row + rows - 1), 0n]);
    const multiples = Array.from({ length: rows }, (_, i) => row + i).filter((i) => i % 4 === 0).length;
    assert.equal(group.columns[3].meta_data.statistics.null_count, BigInt(multiples));
    row += rows;
  }
  assert.equal(row, 5000);
  // DuckDB finds rows by the bounds: of numbers, texts and times.
  const found = await query(
    `SELECT row FROM '${path}' WHERE row = 4001 AND word = 'row 1 😀' AND time = make_timestamptz(1769846404001000)`,
  );
  assert.deepEqual(found, [{ row: 4001n }]);
}

async function checkTypes() {
  const types = await query(`SELECT column_name, column_type FROM (DESCRIBE FROM '${directory}/none.parquet')`);
  assert.deepEqual(Object.fromEntries(types.map((it) => [it.column_name, it.column_type])), {
    row: 'BIGINT',
    truth: 'BOOLEAN',
    maybe_truth: 'BOOLEAN',
    integer: 'BIGINT',
    real: 'DOUBLE',
    text: 'VARCHAR',
    word: 'VARCHAR',
    time: 'TIMESTAMP WITH TIME ZONE',
    reals: 'DOUBLE[]',
    required_reals: 'DOUBLE[]',
  });
}

await checkRows('none', 0, shortList);
await checkRows('one', 1, shortList);
await checkRows('pages', 5000, shortList);
await checkRows('plain', 5000, shortList);
await checkRows('long', 3, longList);
await checkOddValues();
await checkBounds();
await checkTypes();

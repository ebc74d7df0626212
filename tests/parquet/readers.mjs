// Reads Parquet files with hyparquet and with DuckDB, as arrays of objects: integers as BigInt, times as milliseconds.

import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';

const compressors = { GZIP: (data) => gunzipSync(data) };

export async function metadata(path) {
  return parquetMetadataAsync(await asyncBufferFromFile(path));
}

export async function readWithHyparquet(path) {
  const file = await asyncBufferFromFile(path);
  const rows = await parquetReadObjects({ file, compressors });
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      row[name] = value === undefined ? null : value instanceof Date ? value.getTime() : value;
    }
  }
  return rows;
}

const duckdb = await (await DuckDBInstance.create(':memory:')).connect();

function plain(value) {
  if (value !== null && typeof value === 'object') {
    if ('items' in value) {
      return value.items.map(plain);
    }
    if ('micros' in value) {
      return Number(value.micros / 1000n);
    }
    if ('entries' in value) {
      return Object.fromEntries(Object.entries(value.entries).map(([name, its]) => [name, plain(its)]));
    }
  }
  return value;
}

export async function query(sql) {
  const result = await duckdb.runAndReadAll(sql);
  return result.getRowObjects().map((row) => plain({ entries: row }));
}

export async function readWithDuckdb(path) {
  return query(`SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`);
}

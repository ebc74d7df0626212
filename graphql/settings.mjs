// The settings of the server, from its environment. docs/graphql.md describes each.
import { readFileSync } from "node:fs";

export class Mistake extends Error {}

const readNumber = (environment, name, fallback, max) => {
  const text = environment[name] || String(fallback);
  const number = Number(text);
  if (!/^[0-9]+$/.test(text) || number < 1 || number > max) {
    throw new Mistake(`${name} must be a whole number from 1 to ${max}`);
  }
  return number;
};

// The key, without the line end that editors and echo add. A key file that is empty or absent is a mistake and not a server without a
// key: it may be half of a rotation.
const readKey = (environment) => {
  if (environment.GRAPHQL_KEY !== undefined && environment.GRAPHQL_KEY_FILE) {
    throw new Mistake("set GRAPHQL_KEY or GRAPHQL_KEY_FILE, not both");
  }
  let key = environment.GRAPHQL_KEY;
  if (environment.GRAPHQL_KEY_FILE) {
    try {
      key = readFileSync(environment.GRAPHQL_KEY_FILE, "utf8").replace(/\r?\n$/, "");
    } catch (error) {
      throw new Mistake(`GRAPHQL_KEY_FILE: ${error.message}`);
    }
  }
  if (key !== undefined && !/^[\x21-\x7e]{16,256}$/.test(key)) {
    throw new Mistake("the key must have 16 to 256 characters, printable ASCII without spaces: head -c 24 /dev/urandom | base64 makes one");
  }
  return key;
};

export const readSettings = (environment) => ({
  connection: environment.GRAPHQL_CONN_INFO || "postgresql:///cb?host=/run/postgresql&user=cb_read",
  schema: environment.GRAPHQL_SCHEMA || "public",
  listen: environment.GRAPHQL_LISTEN || "127.0.0.1:5000",
  key: readKey(environment),
  statementTimeoutMs: readNumber(environment, "GRAPHQL_STATEMENT_TIMEOUT_MS", 10_000, 600_000),
  connections: readNumber(environment, "GRAPHQL_CONNECTIONS", 8, 1_000),
  maxRequests: readNumber(environment, "GRAPHQL_MAX_REQUESTS", 200, 100_000),
  maxDepth: readNumber(environment, "GRAPHQL_MAX_DEPTH", 8, 100),
  maxFields: readNumber(environment, "GRAPHQL_MAX_FIELDS", 500, 100_000),
  maxRows: readNumber(environment, "GRAPHQL_MAX_ROWS", 20_000, 10_000_000),
});

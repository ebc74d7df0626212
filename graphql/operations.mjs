// One operation from its text to its answer: parsed, limited, validated, executed.
import { execute, hookArgs } from "grafast";
import { getOperationAST, GraphQLError, parse, specifiedRules, validate } from "graphql";
import { createRequire } from "node:module";
import { checkLimits } from "./limits.mjs";
import * as persisted from "./persisted/current-bench.mjs";

const { LRU } = createRequire(import.meta.url)("@graphile/lru");

const maxTokens = 5_000;
const keptDocuments = 500;
const maxErrors = 5;

const documents = new Map([
  ["current-bench/benchmarks", persisted.benchmarks],
  ["current-bench/last-commit", persisted.lastCommit],
]);

const mistake = (message, code) => new GraphQLError(message, { extensions: { code } });

// A failure of the database, as the client may know it: the server's own words may name what is in other rows.
const words = new Map([
  ["57014", ["the query took too long", "TOO_SLOW"]],
  ["55P03", ["a lock was not available in time", "BUSY"]],
  ["53300", ["the database has no connection left", "BUSY"]],
  ["25006", ["this server only reads", "READ_ONLY"]],
]);

const isAway = ({ code, message }) => /^(08|57P0)/.test(code ?? "") || /^E[A-Z]+$/.test(code ?? "") || /Connection terminated|Query read timeout/.test(message);

const toWords = (cause) => {
  if (cause.message.startsWith("timeout exceeded when trying to connect")) {
    return ["all connections to the database are in use", "BUSY"];
  }
  return words.get(cause.code) ?? (isAway(cause) ? ["the database is away", "DATABASE_AWAY"] : ["internal error", "INTERNAL"]);
};

const toClient = (error) => {
  const cause = error.originalError;
  if (!cause || cause instanceof GraphQLError || error.extensions?.code) {
    return error;
  }
  const [message, code] = toWords(cause);
  if (["DATABASE_AWAY", "INTERNAL"].includes(code)) {
    console.error(`${code}: ${cause.code ?? ""} ${cause.message}`);
  }
  return new GraphQLError(message, { nodes: error.nodes, path: error.path, extensions: { code } });
};

export class Operations {
  constructor({ schema, resolvedPreset, limits, mayIntrospect }) {
    Object.assign(this, { schema, resolvedPreset, limits, mayIntrospect });
    this.parsed = new LRU({ maxLength: keptDocuments });
  }

  // The document of a text. Grafast keeps the plan of a document, so the same text gives the same object.
  parse(source) {
    let document = this.parsed.get(source);
    if (!document) {
      document = { ast: parse(source, { maxTokens }), errors: undefined };
      this.parsed.set(source, document);
    }
    return document;
  }

  // Answers one request: { query or documentId, variables, operationName }. Returns what becomes JSON. Kept queries bound their rows
  // themselves.
  async run({ query, documentId, variables, operationName }) {
    try {
      const kept = documentId === undefined ? undefined : documents.get(documentId);
      if (documentId !== undefined && !kept) {
        throw mistake(`there is no query ${JSON.stringify(String(documentId).slice(0, 80))}`, "PERSISTED_QUERY_NOT_FOUND");
      }
      const wanted = kept ? kept.bound(variables) : variables;
      const result = await this.execute(kept?.source ?? query, wanted, operationName, kept ? Infinity : this.limits.maxRows);
      const errors = result.errors?.slice(0, maxErrors).map(toClient);
      if (errors) {
        return { errors, ...(result.data !== undefined && !kept && { data: result.data }) };
      }
      return { data: kept ? kept.reshape(result.data) : result.data };
    } catch (error) {
      return { errors: [error instanceof GraphQLError ? error : toClient(new GraphQLError("internal error", { originalError: error }))] };
    }
  }

  async execute(source, variables, operationName, maxRows) {
    const document = this.parse(source);
    const operation = getOperationAST(document.ast, operationName);
    if (!operation || operation.operation !== "query") {
      throw mistake(operation ? `this server only reads: ${operation.operation}` : "name one operation of the document", "NO_OPERATION");
    }
    const { schema, mayIntrospect, resolvedPreset } = this;
    checkLimits({ schema, document: document.ast, operation, variables, limits: { ...this.limits, maxRows }, mayIntrospect });
    document.errors ??= validate(schema, document.ast, specifiedRules, { maxErrors });
    if (document.errors.length > 0) {
      return { errors: document.errors };
    }
    const request = { schema, document: document.ast, variableValues: variables, operationName, resolvedPreset, requestContext: {}, contextValue: {} };
    await hookArgs(request);
    return execute(request);
  }
}

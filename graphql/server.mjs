// GraphQL over HTTP for the views of cb's store: server.mjs, configured by its environment (docs/graphql.md).
//
//   POST /graphql   one query as JSON; with a key, only with it
//   GET /health     200 if the database answers, otherwise 503
import "./environment.mjs";
import { createHash, timingSafeEqual } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { Operations } from "./operations.mjs";
import { makePool, makeSchema } from "./schema.mjs";
import { Mistake, readSettings } from "./settings.mjs";

const maxBodyBytes = 100_000;
const bodyTimeoutMs = 10_000;

const digest = (text) => createHash("sha256").update(text).digest();

class Refusal extends Error {
  constructor(status, message, headers = {}) {
    super(message);
    Object.assign(this, { status, headers });
  }
}

const answer = (response, status, body, headers = {}) => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(text);
};

const readBody = async (request) => {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new Refusal(413, `the request has more than ${maxBodyBytes} bytes`, { connection: "close" });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

// Requires the type that a page of another site cannot send without asking first.
const readQuery = async (request) => {
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new Refusal(415, "send application/json");
  }
  let body;
  try {
    body = JSON.parse(await readBody(request));
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, "the request is not JSON");
  }
  const { query, documentId, variables = {}, operationName } = isObject(body) ? body : {};
  if ((typeof query === "string") === (typeof documentId === "string") || !isObject(variables ?? {}) || !["string", "undefined"].includes(typeof (operationName ?? undefined))) {
    throw new Refusal(400, 'send {"query": "…"} or {"documentId": "…"}, and perhaps "variables" and "operationName"');
  }
  return { query, documentId, variables: variables ?? {}, operationName: operationName ?? undefined };
};

class Service {
  constructor(settings, pool, operations) {
    Object.assign(this, { settings, pool, operations, running: 0 });
    this.expected = settings.key === undefined ? undefined : digest(settings.key);
  }

  // Digests have one length, so the comparison takes one time, whatever was sent.
  checkKey(request) {
    const [, sent = ""] = /^Bearer (.*)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (this.expected && !timingSafeEqual(digest(sent), this.expected)) {
      throw new Refusal(401, "send the header Authorization: Bearer KEY", { "www-authenticate": 'Bearer realm="cb"', connection: "close" });
    }
  }

  async query(request, response) {
    if (request.method !== "POST") {
      throw new Refusal(405, "use POST", { allow: "POST" });
    }
    this.checkKey(request);
    if (this.running >= this.settings.maxRequests) {
      throw new Refusal(503, "too many queries at once: try again", { "retry-after": "1" });
    }
    this.running += 1;
    try {
      const result = await this.operations.run(await readQuery(request));
      const isAway = result.errors?.some(({ extensions }) => ["DATABASE_AWAY", "BUSY"].includes(extensions?.code));
      const status = isAway ? 503 : result.errors && !("data" in result) ? 400 : 200;
      answer(response, status, result, isAway ? { "retry-after": "5" } : {});
    } finally {
      this.running -= 1;
    }
  }

  async health(response) {
    try {
      await this.pool.query("SELECT 1");
      answer(response, 200, { status: "ok" });
    } catch {
      answer(response, 503, { status: "the database is away" });
    }
  }

  async handle(request, response) {
    const { pathname } = new URL(request.url, "http://localhost");
    try {
      if (pathname === "/health") {
        await this.health(response);
      } else if (pathname === "/graphql") {
        await this.query(request, response);
      } else {
        throw new Refusal(404, "there is only /graphql and /health");
      }
    } catch (error) {
      if (!(error instanceof Refusal)) {
        console.error(error);
      }
      const known = error instanceof Refusal ? error : new Refusal(500, "internal error");
      if (!response.headersSent) {
        answer(response, known.status, { errors: [{ message: known.message }] }, known.headers);
      }
    }
  }
}

// Listens at HOST:PORT or at the path of a socket, which everybody may connect to who may enter its directory.
const listen = (server, address) =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    if (address.startsWith("/")) {
      rmSync(address, { force: true }); // of a server that was killed
      server.listen(address, () => resolve(chmodSync(address, 0o666)));
    } else {
      const [, host, port] = /^(.*):([0-9]+)$/.exec(address) ?? [];
      if (!port) {
        throw new Mistake("GRAPHQL_LISTEN must be HOST:PORT or a path");
      }
      server.listen(Number(port), host.replace(/^\[(.*)\]$/, "$1"), resolve);
    }
  });

const main = async () => {
  const settings = readSettings(process.env);
  const pool = makePool(settings);
  const { schema, resolvedPreset } = await makeSchema(settings, pool);
  const operations = new Operations({ schema, resolvedPreset, limits: settings, mayIntrospect: settings.key !== undefined });
  const service = new Service(settings, pool, operations);
  const server = createServer({ requestTimeout: bodyTimeoutMs, headersTimeout: bodyTimeoutMs }, (request, response) => void service.handle(request, response));
  await listen(server, settings.listen);
  console.log(`listening at ${settings.listen}, ${settings.key === undefined ? "without a key" : "with a key"}`);
  const stop = () => {
    server.close(async () => {
      await pool.end();
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), settings.statementTimeoutMs).unref();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
};

main().catch((error) => {
  console.error(error instanceof Mistake ? error.message : `could not start: ${error.code ?? ""} ${error.message}`);
  process.exit(error instanceof Mistake ? 2 : 1);
});

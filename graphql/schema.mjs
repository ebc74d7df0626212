// The GraphQL schema: that of the views, which PostGraphile's builder reads from the database.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import pg from "pg";

const require = createRequire(import.meta.url);
const { PgAggregatesPreset } = require("@graphile/pg-aggregates");
const { makePgService } = require("@dataplan/pg/adaptors/pg");
const build = require("graphile-build");
const { defaultPreset: pgPreset } = require("graphile-build-pg");
const { resolvePreset } = require("graphile-config");
const { makeJSONPgSmartTagsPlugin } = require("graphile-utils");
const { PostGraphileConnectionFilterPreset } = require("postgraphile-plugin-connection-filter");

const catalogTimeoutMs = 60_000;
const tags = JSON.parse(readFileSync(new URL("tags.json", import.meta.url), "utf8"));

// Connections of the role that only reads. What a query may not do is set here and in the role, because either may be forgotten.
export const makePool = ({ connection, statementTimeoutMs, connections }) => {
  const pool = new pg.Pool({
    connectionString: connection,
    application_name: "cb-graphql",
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    query_timeout: statementTimeoutMs + 5_000,
    options: `-c statement_timeout=${statementTimeoutMs} -c lock_timeout=2000 -c default_transaction_read_only=on -c jit=off`,
  });
  pool.on("error", (error) => console.error(`the database closed a connection: ${error.code ?? error.message}`));
  return pool;
};

// The tables below the views are nobody's business, and their names collide with those of the views.
const OnlyViewsPlugin = {
  name: "OnlyViewsPlugin",
  version: "1.0.0",
  gather: {
    hooks: {
      pgIntrospection_introspection(_info, { introspection }) {
        const views = new Set(introspection.classes.filter(({ relkind, relname }) => relkind === "v" && relname in tags.config.class).map(({ _id }) => _id));
        introspection.classes = introspection.classes.filter(({ _id }) => views.has(_id));
        introspection.attributes = introspection.attributes.filter(({ attrelid }) => views.has(attrelid));
        introspection.constraints = [];
        introspection.indexes = [];
        introspection.procs = [];
      },
    },
  },
};

// What rows may be grouped by: columns with few values, because there is a group for each.
const groups = new Set(
  "repository branch pull_number config worker host_name host_key benchmark test metric unit direction status verdict outcome stage reason fault commit_hash".split(" "),
);

const FewGroupsPlugin = {
  name: "FewGroupsPlugin",
  version: "1.0.0",
  schema: {
    entityBehavior: {
      pgCodecAttribute: {
        override: (behavior, [, column]) => (groups.has(column) ? behavior : [behavior, "-attribute:groupBy"]),
      },
    },
  },
};

// `results` instead of `allResults`: the fields have the names of the views.
const NamesOfViewsPlugin = {
  name: "NamesOfViewsPlugin",
  version: "1.0.0",
  inflection: {
    replace: {
      allRowsConnection(_previous, _options, resource) {
        return this.camelCase(resource.name);
      },
    },
  },
};

const makePreset = (pool, schema) => ({
  extends: [build.defaultPreset, pgPreset, PostGraphileConnectionFilterPreset, PgAggregatesPreset],
  plugins: [OnlyViewsPlugin, NamesOfViewsPlugin, FewGroupsPlugin, makeJSONPgSmartTagsPlugin(tags)],
  disablePlugins: ["NodePlugin", "PgRowByUniquePlugin", "PgConditionArgumentPlugin", "PgConditionCustomFieldsPlugin", "MutationPlugin", "SubscriptionPlugin"],
  pgServices: [makePgService({ pool, schemas: [schema], pgSettings: undefined })],
  gather: { pgStrictFunctions: true },
  schema: {
    defaultBehavior: "-insert -update -delete -list -node +connection",
    connectionFilterRelations: true,
    connectionFilterAllowNullInput: true,
    connectionFilterAllowEmptyObjectInput: true,
  },
  grafast: { explain: false },
});

// The schema, and the preset with which it is executed over the connections of `pool`. What tags.json does not describe is left out: rows
// without a key cannot be paged. Reading the catalog has a connection and a time limit of its own, because the limit of queries may be
// less than it takes.
export const makeSchema = async (settings, pool) => {
  const catalog = makePool({ ...settings, connections: 1, statementTimeoutMs: catalogTimeoutMs });
  try {
    const { schema } = await build.makeSchema(makePreset(catalog, settings.schema));
    return { schema, resolvedPreset: resolvePreset(makePreset(pool, settings.schema)) };
  } finally {
    await catalog.end();
  }
};

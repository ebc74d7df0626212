// What a query may ask for: how deep, how many fields, how many rows. Counted before it is validated, because validation itself takes
// time that grows with the square of the fields.
import { getNamedType, GraphQLError, isCompositeType, Kind, SchemaMetaFieldDef, TypeMetaFieldDef } from "graphql";

// An aggregate reads all rows that its filter selects, so it counts as many.
const aggregateRows = 1_000;

const refuse = (message, code) => {
  throw new GraphQLError(message, { extensions: { code } });
};

const fieldOf = (type, name) => (type && "getFields" in type ? type.getFields()[name] : undefined);

// The value of `first` or `last`, or the greater one; undefined if neither is given.
const pageSize = (node, variables) => {
  const sizes = (node.arguments ?? [])
    .filter(({ name }) => name.value === "first" || name.value === "last")
    .map(({ value }) => (value.kind === Kind.VARIABLE ? variables[value.name.value] : Number(value.value)))
    .filter((size) => Number.isInteger(size) && size >= 0);
  return sizes.length > 0 ? Math.max(...sizes) : undefined;
};

class Walk {
  constructor({ schema, document, variables, limits, mayIntrospect }) {
    Object.assign(this, { schema, variables, limits, mayIntrospect, fields: 0, rows: 0 });
    this.fragments = new Map(
      document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((node) => [node.name.value, node]),
    );
  }

  // Counts what is looked at, wherever a fragment repeats it, so that no walk is longer than a query may be.
  step() {
    this.fields += 1;
    if (this.fields > this.limits.maxFields) {
      refuse(`the query has more than ${this.limits.maxFields} fields`, "TOO_WIDE");
    }
  }

  // Walks through a selection of `type`, of which there are up to `count` objects. `open`: the fragments around it.
  selection(set, type, { depth, count, open }) {
    for (const node of set.selections) {
      this.step();
      if (node.kind === Kind.FIELD) {
        this.field(node, type, { depth, count, open });
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        this.selection(node.selectionSet, type, { depth, count, open });
      } else {
        const name = node.name.value;
        const fragment = this.fragments.get(name);
        if (fragment && !open.includes(name)) {
          this.selection(fragment.selectionSet, this.schema.getType(fragment.typeCondition.name.value), { depth, count, open: [...open, name] });
        }
      }
    }
  }

  field(node, parent, { depth, count, open }) {
    const name = node.name.value;
    if (name === SchemaMetaFieldDef.name || name === TypeMetaFieldDef.name) {
      if (!this.mayIntrospect) {
        refuse("introspection needs a server with a key", "NO_INTROSPECTION");
      }
      return; // graphql-js bounds the depth of introspection
    }
    if (depth > this.limits.maxDepth) {
      refuse(`the query is more than ${this.limits.maxDepth} levels deep`, "TOO_DEEP");
    }
    const definition = fieldOf(parent, name);
    const type = definition && getNamedType(definition.type);
    if (!node.selectionSet || !isCompositeType(type)) {
      return;
    }
    let rows = count;
    if (definition.args.some((argument) => argument.name === "first")) {
      rows = this.connection(node, count, open);
    } else if (/[aA]ggregates$/.test(name)) {
      this.add(count * aggregateRows);
    }
    this.selection(node.selectionSet, type, { depth: depth + 1, count: rows, open });
  }

  // The number of rows of all pages of a connection. One of which only counts and aggregates are wanted needs no size.
  connection(node, count, open) {
    const size = pageSize(node, this.variables);
    if (size === undefined) {
      if (this.asksForRows(node.selectionSet, open)) {
        refuse(`${node.name.value}: say how many rows you want, with first or last`, "NO_PAGE_SIZE");
      }
      return count;
    }
    this.add(size * count);
    return size * count;
  }

  asksForRows(set, open) {
    return set.selections.some((node) => {
      if (node.kind === Kind.FIELD) {
        return ["nodes", "edges"].includes(node.name.value);
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
      const name = node.name?.value;
      this.step();
      return fragment && !open.includes(name) && this.asksForRows(fragment.selectionSet, [...open, name]);
    });
  }

  add(rows) {
    this.rows += rows;
    if (this.rows > this.limits.maxRows) {
      refuse(`the query asks for more than ${this.limits.maxRows} rows`, "TOO_MANY_ROWS");
    }
  }
}

// Throws a GraphQLError if the operation asks for too much.
export const checkLimits = ({ schema, document, operation, variables, limits, mayIntrospect }) => {
  const walk = new Walk({ schema, document, variables, limits, mayIntrospect });
  walk.selection(operation.selectionSet, schema.getQueryType(), { depth: 1, count: 1, open: [] });
};

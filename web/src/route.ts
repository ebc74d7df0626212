// Every state is in the hash of the address: #/r/KEY/changes?branch=main&q=parse

export interface Route {
  path: string[];
  params: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter((part) => part !== "").map(decode), params: new URLSearchParams(query) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function href(path: string[], params: Record<string, string | null | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [key, text] of Object.entries(params)) {
    if (text !== null && text !== undefined && text !== "") {
      query.set(key, text);
    }
  }
  const end = query.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${end ? `?${end}` : ""}`;
}

/** Changes parameters of the address without a new entry in the history of the browser. */
export function setParams(route: Route, changes: Record<string, string | null>): void {
  for (const [key, text] of Object.entries(changes)) {
    if (text === null || text === "") {
      route.params.delete(key);
    } else {
      route.params.set(key, text);
    }
  }
  history.replaceState(null, "", href(route.path, Object.fromEntries(route.params)));
}

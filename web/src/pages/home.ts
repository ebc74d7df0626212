import { loadIndex } from "../context";
import { empty, h, name } from "../dom";
import * as format from "../format";
import { commitLine, tag } from "../parts";
import { href } from "../route";
import type { Repository } from "../types";

function card(repository: Repository): HTMLElement {
  return h("article", { class: `card ${repository.regressions > 0 ? "bad" : ""}` },
    h("h2", {}, h("a", { href: href(["r", repository.key]) }, name(repository.name))),
    h("p", { class: "tags" },
      repository.regressions > 0
        ? h("a", { href: href(["r", repository.key, "changes"], { what: "regression" }) }, tag("regression", `▲ ${format.count(repository.regressions, "regression")}`))
        : tag("improvement", "✓ no open regression"),
      repository.improvements > 0 && tag("muted", `▼ ${format.count(repository.improvements, "improvement")}`),
      repository.failed > 0 &&
        h("a", { href: href(["r", repository.key, "jobs"], { status: "failed" }) }, tag("warning", `✕ ${repository.failed} of the last ${repository.recent} jobs failed`))),
    repository.last ? h("p", { class: "clip" }, commitLine(repository.key, repository.last, "")) : null,
    h("p", { class: "muted" },
      `${format.count(repository.series, "series", "series")} over ${format.count(repository.commits, "commit")}`,
      repository.branch ? [" of ", name(repository.branch)] : null, "; last results ", h("span", { class: "time" }, `${format.minute(repository.stored)} UTC`)));
}

export async function homePage(): Promise<HTMLElement> {
  const index = await loadIndex();
  const sorted = [...index.repositories].sort((a, b) =>
    Number(b.regressions > 0) - Number(a.regressions > 0) || format.sorts.compare(a.name, b.name));
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, index.title), h("a", { class: "quiet", href: "feed.xml" }, "Atom feed of changes")),
    sorted.length === 0 ? empty("The store has no results yet: cb store keeps them, then write the report again.")
      : h("div", { class: "cards" }, ...sorted.map(card)));
}

import { loadContext } from "../context";
import { load } from "../data";
import { empty, h, name, select } from "../dom";
import * as format from "../format";
import { changeText, table, tag } from "../parts";
import { href, setParams, type Route } from "../route";
import type { Comparison, Meaning, Row } from "../types";

const tones: Record<string, string> = { slower: "regression", faster: "improvement", changed: "strong", unstable: "warning" };
const meanings: Record<string, Meaning> = { slower: "regression", faster: "improvement" };

function level(side: Row["base"], unit: string): string {
  return side ? `${format.value(side[0], unit)}${side[1] === null ? "" : ` ±${format.percent(side[1])}`}` : "–";
}

export async function comparisonsPage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const { comparisons } = context.about;
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, "Comparisons of ", name(context.repository.name))),
    comparisons.length === 0 ? empty("Nothing to compare yet: no commit with results has an ancestor with results.")
      : table("Comparisons", ["What", "Commits", "Verdict"], comparisons.map((one) => [
          one.pull === null ? "last commit" : `pull request #${one.pull}`,
          h("a", { href: href(["r", context.repository.key, "compare", `${one.base}..${one.candidate}`]) },
            h("span", { class: "hash" }, `${format.short(one.base)}..${format.short(one.candidate)}`)),
          name(one.verdict)])));
}

export async function comparePage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const entry = context.about.comparisons.find((one) => `${one.base}..${one.candidate}` === route.path[3]);
  if (!entry) {
    throw new Error("This report has no such comparison: cb compare compares any two commits.");
  }
  const comparison = await load<Comparison>(entry.path);
  const body = h("div", {});
  let most = 200;
  const draw = (): void => {
    const finding = route.params.get("finding") ?? "";
    const rows = comparison.rows.filter((row) => finding === "all" || (finding === "" ? row.finding !== "no_difference" : row.finding === finding));
    body.replaceChildren(rows.length === 0 ? empty("No series of this kind.") : table("Compared series",
      ["Series", "Finding", ">Before", ">After", ">Change", ">95 % interval", ">p", ">Smallest visible"],
      rows.slice(0, most).map((row) => [
        h("span", {}, name(row.b), row.t ? [" / ", name(row.t)] : null, " ", h("span", { class: "metric" }, name(row.m)),
          row.worker !== undefined ? h("span", { class: "under" }, name(`${row.worker} ${row.config ?? ""}`)) : null),
        tag(tones[row.finding] ?? "muted", row.finding.replace(/_/g, " ")), level(row.base, row.u), level(row.candidate, row.u),
        row.change === null ? "–" : row.finding in tones ? changeText(row.change, meanings[row.finding] ?? "change") : format.change(row.change),
        row.low === undefined ? "–" : `${format.change(row.low)} … ${format.change(row.high)}`,
        row.p === null ? "–" : row.p < 0.001 ? "< 0.001" : row.p.toFixed(3), format.percent(row.visible),
      ])));
    if (rows.length > most) {
      body.append(h("button", { class: "more", click: () => { most += 200; draw(); } }, `Show more of ${rows.length}`));
    }
  };
  draw();
  const findings = [...new Set(comparison.rows.map((row) => row.finding))];
  const commit = (hash: string): HTMLElement => h("a", { class: "hash", href: href(["r", context.repository.key, "commit", hash]) }, format.short(hash));
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, comparison.pull === null ? "Last commit" : `Pull request #${comparison.pull}`)),
    h("p", { class: "verdict" }, name(comparison.verdict)),
    h("p", { class: "muted" }, commit(comparison.base), " → ", commit(comparison.candidate)),
    ...comparison.notes.map((note) => h("p", { class: "muted small" }, name(note))),
    h("div", { class: "toolbar" },
      select("Show", [["", "all but no difference"], ["all", "all series"], ...findings.map((one): [string, string] => [one, one.replace(/_/g, " ")])],
        route.params.get("finding") ?? "", (text) => { setParams(route, { finding: text }); draw(); })),
    body);
}

import { loadBranch, loadCommits, loadContext, type Context } from "../context";
import { empty, h, name, say, select } from "../dom";
import * as format from "../format";
import { changeText, stateTag } from "../parts";
import { href, setParams, type Route } from "../route";
import { drawSpark, type Places } from "../spark";
import type { Branch, Commit, Series } from "../types";

const rowsAtOnce = 150;
type Order = "name" | "change" | "visible" | "latest" | "recent";

const unknownLast = (number: number | null | undefined): number => (number === null || number === undefined ? -Infinity : Math.abs(number));
const byName = (a: Series, b: Series): number =>
  format.sorts.compare(a.b, b.b) || format.sorts.compare(a.t, b.t) || format.sorts.compare(a.m, b.m) || a.s - b.s;
const orders: Record<Order, (a: Series, b: Series) => number> = {
  name: byName,
  change: (a, b) => unknownLast(b.c?.[1]) - unknownLast(a.c?.[1]) || byName(a, b),
  visible: (a, b) => unknownLast(b.w) - unknownLast(a.w) || byName(a, b),
  latest: (a, b) => Math.abs(b.v) - Math.abs(a.v) || byName(a, b),
  recent: (a, b) => (b.c?.[0] ?? -1) - (a.c?.[0] ?? -1) || byName(a, b),
};

export function settingText(setting: [string, string, string] | undefined): string {
  return setting ? [setting[0] || "unknown worker", setting[2], setting[1].slice(0, 8)].filter((text) => text !== "").join(" · ") : "";
}

const unique = (texts: string[]): string[] => [...new Set(texts)].sort(format.sorts.compare);

class List {
  private shown = rowsAtOnce;
  private commits = new Map<number, Commit>(); // loaded when days are chosen
  private range: Places | undefined;
  private readonly body = h("div", {});
  private readonly result = h("p", { class: "muted count" });

  constructor(private readonly context: Context, private readonly branch: Branch) {}

  get(key: string): string {
    return this.context.route.params.get(key) ?? "";
  }

  set(changes: Record<string, string | null>): void {
    setParams(this.context.route, changes);
    this.shown = rowsAtOnce;
    this.draw();
    say(this.result.textContent ?? "");
  }

  /** Finds the commits of the days in the address. */
  async findRange(): Promise<void> {
    const [since, until] = [this.get("since"), this.get("until")];
    if (since === "" && until === "") {
      this.range = undefined;
      return;
    }
    this.commits = await loadCommits(this.context, this.branch);
    const places = [...this.commits].filter(([, commit]) => {
      const day = commit[1].slice(0, 10);
      return day !== "" && (since === "" || day >= since) && (until === "" || day <= until);
    }).map(([at]) => at);
    const [first, last] = places.reduce(([low, high], at) => [Math.min(low, at), Math.max(high, at)], [Infinity, -Infinity]);
    this.range = { first, last };
  }

  /** The last open change, if it is among the chosen days. */
  changeOf(series: Series): Series["c"] {
    const { range } = this;
    return series.c && range && (series.c[0] < range.first || series.c[0] > range.last) ? undefined : series.c;
  }

  day(label: string, key: "since" | "until"): HTMLElement {
    return h("label", { class: "field" }, h("span", {}, label), h("input", {
      type: "date", value: this.get(key),
      change: (event) => {
        setParams(this.context.route, { [key]: (event.target as HTMLInputElement).value });
        void this.findRange().then(() => this.set({}));
      },
    }));
  }

  choose(): Series[] {
    const words = this.get("q").toLowerCase().split(/\s+/).filter((word) => word !== "");
    const [benchmark, metric, setting, only] = [this.get("benchmark"), this.get("metric"), this.get("env"), this.get("only")];
    const order = orders[this.get("sort") as Order] ?? orders.name;
    return this.branch.series.filter((one) =>
      one.n > 0 && (!this.range || (this.range.first <= this.range.last && one.at >= this.range.first)) && format.matches(one, words) && (benchmark === "" || one.b === benchmark) && (metric === "" || one.m === metric) &&
      (setting === "" || String(one.s) === setting) &&
      (only === "" || (only === "changed" ? this.changeOf(one) !== undefined : this.changeOf(one)?.[3] === only && one.c?.[4] === ""))).sort(order);
  }

  link(series: Series): HTMLElement {
    const hash = (at: number | undefined): string | undefined => (at === undefined ? undefined : this.commits.get(at)?.[0].slice(0, 12));
    return h("a", { href: href(["r", this.context.repository.key, "s", series.k], {
      branch: this.context.branchName, from: hash(this.range?.first), to: hash(this.range?.last) }) },
      name(series.t || series.b), " ", h("span", { class: "metric" }, name(series.m)));
  }

  row(series: Series): HTMLElement {
    const change = this.changeOf(series);
    return h("tr", {},
      h("td", { class: "series" }, this.link(series), h("span", { class: "under" }, name(series.b),
        this.branch.settings.length > 1 && ` · ${settingText(this.branch.settings[series.s])}`)),
      h("td", { class: "drawn" }, drawSpark(series, this.branch, this.range)),
      h("td", { class: "number" }, format.value(series.v, series.u)),
      h("td", { class: "number" }, change ? changeText(change[1], change[3]) : h("span", { class: "muted" }, "–")),
      h("td", { class: "secondary" }, change ? stateTag({ state: change[2], triage: change[4] ? { kind: change[4], by: "", reason: "" } : undefined }) : null),
      h("td", { class: "number secondary" }, format.percent(series.w)));
  }

  head(order: Order, text: string, kind = "number"): HTMLElement {
    const current = (this.get("sort") || "name") === order;
    return h("th", { scope: "col", class: kind, "aria-sort": current ? (order === "name" ? "ascending" : "descending") : null },
      h("button", { class: "sort", click: () => this.set({ sort: order === "name" ? null : order }) }, text, current ? h("span", { "aria-hidden": "true" }, order === "name" ? " ↑" : " ↓") : null));
  }

  drawTable(series: Series[]): HTMLElement {
    return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Series" },
      h("table", { class: "list" },
        h("caption", { class: "hidden" }, "Series with their latest value and change"),
        h("thead", {}, h("tr", {},
          this.head("name", "Series", "series"), h("th", { scope: "col" }, "History"), this.head("latest", "Latest"), this.head("change", "Change"),
          this.head("recent", "State", "secondary"), this.head("visible", "Smallest visible change", "number secondary"))),
        h("tbody", {}, ...series.map((one) => this.row(one)))));
  }

  drawGrid(series: Series[]): HTMLElement {
    const groups = new Map<string, Series[]>();
    for (const one of series) {
      groups.set(one.b, [...(groups.get(one.b) ?? []), one]);
    }
    return h("div", {}, ...[...groups].map(([benchmark, members]) => h("section", { class: "group" },
      h("h2", {}, name(benchmark)),
      h("div", { class: "grid" }, ...members.map((one) => h("article", { class: `tile ${this.changeOf(one)?.[4] === "" ? one.c![3] : ""}` },
        h("h3", { class: "clip" }, this.link(one)),
        drawSpark(one, this.branch, this.range, 200, 44),
        h("p", { class: "figures" }, h("span", {}, format.value(one.v, one.u)), this.changeOf(one) ? changeText(one.c![1], one.c![3]) : null)))))));
  }

  draw(): void {
    const chosen = this.choose();
    const shown = chosen.slice(0, this.shown);
    this.result.textContent = `${format.count(chosen.length, "series", "series")} of ${this.branch.series.length.toLocaleString("en")}`;
    this.body.replaceChildren(
      chosen.length === 0 ? empty("No series matches.") : this.get("view") === "grid" ? this.drawGrid(shown) : this.drawTable(shown));
    if (shown.length < chosen.length) {
      this.body.append(h("button", { class: "more", click: () => { this.shown += rowsAtOnce; this.draw(); } },
        `Show ${Math.min(rowsAtOnce, chosen.length - shown.length)} more of ${chosen.length.toLocaleString("en")}`));
    }
  }

  toolbar(): HTMLElement {
    const { series, settings } = this.branch;
    const any = (text: string, values: string[]): [string, string][] => [["", text], ...values.map((one): [string, string] => [one, one])];
    const benchmarks = unique(series.map((one) => one.b));
    const metrics = unique(series.map((one) => one.m));
    return h("div", { class: "toolbar", role: "search" },
      h("label", { class: "field wide" }, h("span", {}, "Search"),
        h("input", { type: "search", value: this.get("q"), placeholder: "words of a name", input: (event) => this.set({ q: (event.target as HTMLInputElement).value }) })),
      benchmarks.length > 1 && select("Benchmark", any("all", benchmarks), this.get("benchmark"), (text) => this.set({ benchmark: text })),
      metrics.length > 1 && select("Metric", any("all", metrics), this.get("metric"), (text) => this.set({ metric: text })),
      settings.length > 1 && select("Environment", [["", "all"], ...settings.map((one, i): [string, string] => [String(i), settingText(one)])], this.get("env"), (text) => this.set({ env: text })),
      select("Show", [["", "all series"], ["changed", "changed"], ["regression", "regressions"], ["improvement", "improvements"]], this.get("only"), (text) => this.set({ only: text })),
      this.day("Since", "since"), this.day("Until", "until"),
      select("As", [["", "list"], ["grid", "grid"]], this.get("view"), (text) => this.set({ view: text })));
  }

  element(): HTMLElement {
    this.draw();
    return h("div", {}, this.toolbar(), this.result, this.body);
  }
}

export async function repositoryPage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const branch = await loadBranch(context);
  const list = new List(context, branch);
  await list.findRange();
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, name(context.repository.name)), h("img", { src: `data/${context.repository.key}/badge.svg`, alt: "" })),
    branch.series.length === 0 ? empty("No job of this branch succeeded yet.") : list.element());
}

import type uPlot from "uplot";
import { loadBranch, loadChanges, loadCommits, loadContext, type Context } from "../context";
import { load } from "../data";
import { empty, h, name, say, select } from "../dom";
import * as format from "../format";
import { changeText, commitLink, stateTag, table, tag } from "../parts";
import { addPoints, emptyHistory, makePlot, type History, type Mark } from "../plot";
import { href, setParams, type Route } from "../route";
import type { Branch, Change, Changes, Commit, Points, Series } from "../types";
import { lineLink } from "./jobs";
import { settingText } from "./repository";

async function loadHistory(branch: Branch, series: Series): Promise<History> {
  const history = emptyHistory(`${series.t || series.b} ${series.m}`, series.u);
  const files = await Promise.all(branch.chunks.map((first) => load<Points[]>(`${series.f}-${first}.js`)));
  files.forEach((file, chunk) => addPoints(history, branch.chunks[chunk]!, file[series.i]));
  return history;
}

interface Page {
  context: Context;
  branch: Branch;
  series: Series;
  commits: Map<number, Commit>;
  changes: Change[];
  marks: Mark[];
  histories: History[];
}

/** What people noted about a series, and the pull requests that were measured against its branch. */
function findMarks(context: Context, commits: Map<number, Commit>, changes: Changes, history: number): Mark[] {
  const marks: Mark[] = changes.notes.filter((note) => note.histories === undefined || note.histories.includes(history))
    .map((note) => ({ commit: note.commit, kind: "note", text: `${note.kind} by ${note.by || "somebody"}${note.reason ? `: ${note.reason}` : ""}` }));
  const places = new Map([...commits].map(([at, commit]) => [commit[0], at]));
  for (const [at, commit] of commits) {
    if (commit[4] !== undefined) {
      marks.push({ commit: at, kind: "pull", text: `pull request #${commit[4]}` });
    }
  }
  for (const one of context.about.comparisons) {
    const at = places.get(one.base);
    if (one.pull !== null && at !== undefined) {
      marks.push({ commit: at, kind: "pull", text: `base of pull request #${one.pull}: ${one.verdict}` });
    }
  }
  return marks;
}

class Plot {
  private plot: uPlot | undefined;
  private pointed: number | null = null;
  private readonly target = h("div", {
    class: "plot", tabindex: 0, role: "group", "aria-roledescription": "plot",
    "aria-label": "Plot of the medians. Left and right move between commits, Enter opens the commit, plus and minus zoom, 0 shows everything.",
    keydown: (event) => this.press(event as KeyboardEvent), dblclick: () => this.zoom(null),
  });
  private readonly readout = h("div", { class: "readout" });
  private readonly selection = h("div", { class: "selection" });

  constructor(private readonly page: Page) {
    const observer = new ResizeObserver(() => {
      if (!this.target.isConnected && this.plot) {
        observer.disconnect();
      } else if (this.target.clientWidth > 0 && this.plot?.width !== this.target.clientWidth) {
        this.draw();
      }
    });
    observer.observe(this.target);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.target.isConnected && this.draw());
  }

  private get route(): Route {
    return this.page.context.route;
  }

  private placeOf(hash: string | null): number | undefined {
    return hash ? [...this.page.commits].find(([, commit]) => commit[0].startsWith(hash))?.[0] : undefined;
  }

  /** The commits that are shown: those of the address, or those with values. */
  private range(): [number, number] {
    const all = this.page.histories.flatMap((one) => one.commits);
    const [least, most] = all.reduce(([low, high], at) => [Math.min(low, at), Math.max(high, at)], [Infinity, -Infinity]);
    return [this.placeOf(this.route.params.get("from")) ?? least, this.placeOf(this.route.params.get("to")) ?? most];
  }

  zoom(range: [number, number] | null): void {
    const hash = (at: number): string | null => this.page.commits.get(at)?.[0].slice(0, 12) ?? null;
    setParams(this.route, range ? { from: hash(range[0]), to: hash(range[1]) } : { from: null, to: null });
    this.selection.replaceChildren();
    this.draw();
  }

  private scale(factor: number): void {
    const [from, to] = this.range();
    const center = this.pointed ?? (from + to) / 2;
    const [first, last] = [Math.round(center - (center - from) * factor), Math.round(center + (to - center) * factor)];
    if (last - first >= 3) {
      const { first: least, end } = this.page.branch;
      this.zoom([Math.max(first, least), Math.min(last, end - 1)]);
    }
  }

  private pan(share: number): void {
    const [from, to] = this.range();
    const by = Math.round((to - from) * share);
    const { first, end } = this.page.branch;
    if (from + by >= first && to + by < end) {
      this.zoom([from + by, to + by]);
    }
  }

  private press(event: KeyboardEvent): void {
    const shown = this.plot?.data[0] ?? [];
    const at = this.pointed === null ? -1 : shown.indexOf(this.pointed);
    const keys: Record<string, () => void> = {
      ArrowRight: () => (event.shiftKey ? this.pan(0.25) : this.pointAt(Math.min(at + 1, shown.length - 1))),
      ArrowLeft: () => (event.shiftKey ? this.pan(-0.25) : this.pointAt(at < 0 ? shown.length - 1 : Math.max(at - 1, 0))),
      Home: () => this.pointAt(0),
      End: () => this.pointAt(shown.length - 1),
      Enter: () => this.pointed !== null && this.open(this.pointed),
      "+": () => this.scale(0.5),
      "-": () => this.scale(2),
      "0": () => this.zoom(null),
    };
    const act = keys[event.key];
    if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act();
    }
  }

  private pointAt(place: number): void {
    if (this.plot && place >= 0) {
      this.plot.setCursor({ left: this.plot.valToPos(this.plot.data[0][place]!, "x"), top: 10 });
      say(this.readout.textContent ?? "");
    }
  }

  private open(at: number): void {
    const commit = this.page.commits.get(at);
    if (commit) {
      location.hash = href(["r", this.page.context.repository.key, "commit", commit[0]], { branch: this.page.context.branchName });
    }
  }

  private point(at: number | null): void {
    this.pointed = at;
    const commit = at === null ? undefined : this.page.commits.get(at);
    if (at === null || !commit) {
      this.readout.replaceChildren(h("span", { class: "muted" }, "Point at a commit, or drag over a range."));
      return;
    }
    const values = this.page.histories.map((history) => {
      const place = history.commits.lastIndexOf(at);
      if (place < 0) {
        return h("span", { class: "muted" }, "not measured");
      }
      const [low, high] = [history.low[place] ?? null, history.high[place] ?? null];
      return h("span", {}, h("strong", {}, format.value(history.median[place], history.unit)),
        low !== high && h("span", { class: "muted" }, ` ${format.value(low, history.unit)} … ${format.value(high, history.unit)}`), " ");
    });
    const step = this.page.changes.find((change) => change.commit === at);
    this.readout.replaceChildren(...values, ...(step ? [changeText(step.change, step.meaning), " ", stateTag(step)] : []), " ",
      h("code", {}, format.short(commit[0])), " ", name(commit[3] || "(no subject)"), " ",
      h("span", { class: "muted" }, name(format.author(commit)), ", ", format.day(commit[1])), " ",
      lineLink(this.page.context, commit, this.page.series, this.page.branch),
      ...this.page.marks.filter((mark) => mark.commit === at).map((mark) => h("span", { class: "under" }, mark.kind === "note" ? "● " : "▲ ", name(mark.text))));
  }

  /** What git, and cb changes, call the selected commits. */
  private choose(first: number, last: number): void {
    const before = this.page.commits.get(first - 1) ?? this.page.commits.get(first);
    const end = this.page.commits.get(last);
    if (!before || !end) {
      return;
    }
    const range = `${before[0].slice(0, 12)}..${end[0].slice(0, 12)}`;
    this.selection.replaceChildren(
      h("code", {}, range), ` ${format.count(last - first + 1, "commit")} `,
      h("button", { click: () => this.zoom([first, last]) }, "Zoom"), " ",
      h("button", { click: () => void navigator.clipboard?.writeText(range).then(() => say("copied")) }, "Copy"));
    say(`selected ${range}`);
  }

  draw(): void {
    this.plot?.destroy();
    const [from, to] = this.range();
    if (!Number.isFinite(from) || !Number.isFinite(to)) {
      this.target.replaceChildren(empty("No value among these commits."));
      return;
    }
    this.plot = makePlot(this.target, {
      histories: this.page.histories, commits: this.page.commits, changes: this.page.changes, marks: this.page.marks, from, to: Math.max(from, to),
      isLog: this.route.params.get("log") === "1" && this.page.histories.every((one) => one.low.every((low) => low === null || low > 0)),
      fromZero: this.route.params.get("zero") === "1",
      point: (at) => this.point(at), open: (at) => this.open(at), select: (first, last) => this.choose(first, last),
    });
    this.point(null);
  }

  private toggle(key: string, text: string): HTMLElement {
    return h("label", { class: "check" }, h("input", {
      type: "checkbox", checked: this.route.params.get(key) === "1",
      change: (event) => { setParams(this.route, { [key]: (event.target as HTMLInputElement).checked ? "1" : null }); this.draw(); },
    }), text);
  }

  private legend(): HTMLElement | null {
    const kinds = [["note", "● what somebody noted"], ["pull", "▲ a pull request"]]
      .filter(([kind]) => this.page.marks.some((mark) => mark.kind === kind)).map(([, text]) => text);
    return kinds.length === 0 ? null : h("p", { class: "muted small" }, `Above the axis: ${kinds.join(", ")}. Point at it to read more.`);
  }

  element(others: HTMLElement | null): HTMLElement {
    const last = (count: number): void => this.zoom([Math.max(this.page.branch.first, this.page.branch.end - count), this.page.branch.end - 1]);
    return h("section", { "aria-label": "History" },
      h("div", { class: "toolbar" }, others,
        h("div", { class: "buttons", role: "group", "aria-label": "Range" },
          h("button", { click: () => last(50) }, "50"), h("button", { click: () => last(200) }, "200"), h("button", { click: () => this.zoom(null) }, "All commits"),
          h("button", { click: () => this.scale(0.5), "aria-label": "Zoom in" }, "+"), h("button", { click: () => this.scale(2), "aria-label": "Zoom out" }, "−")),
        this.toggle("log", "logarithmic"), this.toggle("zero", "from zero")),
      this.target, this.readout, this.selection,
      this.legend());
  }
}

function facts(page: Page): HTMLElement {
  const { series, branch } = page;
  const at = page.commits.get(series.at);
  const fact = (term: string, ...text: (Node | string)[]): HTMLElement => h("div", {}, h("dt", {}, term), h("dd", {}, ...text));
  return h("dl", { class: "facts" },
    fact("Latest", format.value(series.v, series.u), ...(at ? [" at ", commitLink(page.context.repository.key, at, page.context.branchName)] : [])),
    series.c ? fact("Last change", changeText(series.c[1], series.c[3]), " ", stateTag({ state: series.c[2], triage: series.c[4] ? { kind: series.c[4], by: "", reason: "" } : undefined })) : fact("Last change", "none that is open"),
    fact("Smallest visible change", format.percent(series.w)),
    fact("Values", series.n.toLocaleString("en")),
    fact("Direction", format.betterText(series.d)),
    fact("Environment", name(settingText(branch.settings[series.s]))),
    series.o ? fact("Formerly", ...series.o.map(([b, t, m, by, reason]) => h("div", {}, name(`${b}${t ? ` / ${t}` : ""} ${m}`),
      h("span", { class: "under" }, "renamed by ", name(by || "somebody"), reason ? [": ", name(reason)] : null)))) : null);
}

function changeList(page: Page): HTMLElement {
  return page.changes.length === 0 ? empty("No change among these commits.") : table("Changes of this series",
    ["Commit", ">Before → after", ">Change", ">95 % interval", "State"], [...page.changes].reverse().map((change) => {
      const commit = page.commits.get(change.commit);
      return [
        commit ? h("span", {}, commitLink(page.context.repository.key, commit, page.context.branchName), " ", name(commit[3], { class: "subject" })) : "?",
        format.step(change.before, change.after, page.series.u), changeText(change.change, change.meaning),
        change.low === undefined ? "–" : `${format.change(change.low)} … ${format.change(change.high)}`, stateTag(change)];
    }));
}

function valueTable(page: Page): HTMLElement {
  const history = page.histories[0]!;
  const places = history.commits.map((_at, i) => i).slice(-100).reverse();
  const box = h("details", { class: "values" }, h("summary", {}, `The latest ${places.length} values as a table`));
  box.addEventListener("toggle", () => {
    if (box.open && box.children.length === 1) {
      box.append(table("Values", ["Commit", "Date", ">Smallest", ">Median", ">Largest", "Log"], places.map((i) => {
        const commit = page.commits.get(history.commits[i]!);
        return [commit ? commitLink(page.context.repository.key, commit, page.context.branchName) : "?", format.day(commit?.[1]),
          format.value(history.low[i], history.unit), format.value(history.median[i], history.unit), format.value(history.high[i], history.unit),
          commit ? lineLink(page.context, commit, page.series, page.branch) : "–"];
      })));
    }
  });
  return box;
}

export async function benchmarkPage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const branch = await loadBranch(context);
  const series = branch.series.find((one) => one.k === route.path[3]);
  if (!series) {
    throw new Error("This branch has no such series.");
  }
  const other = branch.series.find((one) => one.k === route.params.get("with") && one !== series);
  const [changes, commits, ...histories] = await Promise.all(
    [loadChanges(context), loadCommits(context, branch), ...[series, ...(other ? [other] : [])].map((one) => loadHistory(branch, one))]);
  const place = branch.series.indexOf(series);
  const its = changes.alerts.flatMap((alert) => alert.changes).filter((change) => change.history === place).sort((a, b) => a.commit - b.commit);
  const page: Page = { context, branch, series, commits, changes: its, marks: findMarks(context, commits, changes, place), histories: histories as History[] };
  const plot = new Plot(page);
  const related = branch.series.filter((one) => one !== series && one.b === series.b && (one.t === series.t || one.m === series.m)).slice(0, 200);
  const label = (one: Series): string => `${one.t} ${one.m}${one.s === series.s ? "" : ` (${settingText(branch.settings[one.s])})`}`.slice(0, 120);
  const others = related.length === 0 ? null : select("Together with", [["", "nothing else"], ...related.map((one): [string, string] => [one.k, label(one)])], other?.k ?? "",
    (key) => { location.hash = href(route.path, { ...Object.fromEntries(route.params), with: key }); });
  const element = h("div", {},
    h("div", { class: "head" }, h("h1", {}, name(series.b), series.t ? [" / ", name(series.t)] : null, " ", h("span", { class: "metric" }, name(series.m))),
      (series.x ?? 0) > 2 && tag("warning", `no value since ${series.x} commits`)),
    facts(page), plot.element(others),
    h("section", {}, h("h2", {}, "Changes"), changeList(page)),
    valueTable(page),
    h("p", { class: "muted small" }, "For a README: ", h("code", {}, `${context.directory}/${series.k}.svg`)));
  requestAnimationFrame(() => plot.draw());
  return element;
}

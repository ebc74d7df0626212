import { loadBranch, loadChanges, loadCommits, loadContext, type Context } from "../context";
import { empty, h, name, select } from "../dom";
import * as format from "../format";
import { changeText, commitLine, stateTag, table, tag } from "../parts";
import { href, setParams, type Route } from "../route";
import type { Alert, Branch, Change, Commit, Series } from "../types";

export function seriesLink(context: Context, series: Series | undefined): HTMLElement {
  return series
    ? h("a", { href: href(["r", context.repository.key, "s", series.k], { branch: context.branchName }) },
        name(series.b), series.t ? [" / ", name(series.t)] : null, " ", h("span", { class: "metric" }, name(series.m)))
    : h("span", {}, "?");
}

export function changeTable(context: Context, branch: Branch, changes: Change[], caption: string): HTMLElement {
  return table(caption, ["Series", ">Before → after", ">Change", ">95 % interval", "State"], changes.map((change) => {
    const series = branch.series[change.history];
    return [
      seriesLink(context, series), format.step(change.before, change.after, series?.u ?? ""), changeText(change.change, change.meaning),
      change.low === undefined ? "–" : `${format.change(change.low)} … ${format.change(change.high)}`, stateTag(change),
    ];
  }));
}

function alertElement(context: Context, branch: Branch, commits: Map<number, Commit>, alert: Alert): HTMLElement {
  const commit = commits.get(alert.commit);
  const of = (meaning: string): number => alert.changes.filter((change) => change.meaning === meaning).length;
  const most = 12;
  const list = h("div", {}, changeTable(context, branch, alert.changes.slice(0, most), `Changes of ${commit ? format.short(commit[0]) : "a commit"}`));
  if (alert.changes.length > most) {
    list.append(h("button", { class: "more", click: () => list.replaceChildren(changeTable(context, branch, alert.changes, "All changes")) }, `Show all ${alert.changes.length}`));
  }
  return h("article", { class: "alert" },
    h("h2", {}, commit ? commitLine(context.repository.key, commit, context.branchName) : "a commit that is not in this report"),
    h("p", { class: "tags" },
      of("regression") > 0 && tag("regression", `▲ ${format.count(of("regression"), "regression")}`),
      of("improvement") > 0 && tag("improvement", `▼ ${format.count(of("improvement"), "improvement")}`),
      of("change") > 0 && tag("muted", `◆ ${format.count(of("change"), "change")}`),
      alert.cause === "machine" && tag("warning", "most series moved together: check the machine first")),
    list);
}

const openStates = ["suspected", "confirmed"];

export async function changesPage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const branch = await loadBranch(context);
  const [changes, commits] = await Promise.all([loadChanges(context), loadCommits(context, branch)]);
  const body = h("div", {});
  let most = 30;
  const draw = (): void => {
    const [what, state] = [route.params.get("what") ?? "", route.params.get("state") ?? ""];
    const isShown = (change: Change): boolean =>
      (what === "" || change.meaning === what) &&
      (state === "all" || (state === "" ? openStates.includes(change.state) && !change.triage : state === "decided" ? change.triage !== undefined : change.state === state));
    const alerts = changes.alerts.map((alert) => ({ ...alert, changes: alert.changes.filter(isShown) }))
      .filter((alert) => alert.changes.length > 0).reverse();
    body.replaceChildren(...(alerts.length === 0 ? [empty("No change of this kind.")]
      : alerts.slice(0, most).map((alert) => alertElement(context, branch, commits, alert))));
    if (alerts.length > most) {
      body.append(h("button", { class: "more", click: () => { most += 30; draw(); } }, `Show more of ${alerts.length} commits`));
    }
  };
  const set = (key: string) => (text: string): void => { setParams(route, { [key]: text }); draw(); };
  draw();
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, "Changes of ", name(context.repository.name)),
      h("a", { class: "quiet", href: `data/${context.repository.key}/feed.xml` }, "Atom feed")),
    h("div", { class: "toolbar" },
      select("Show", [["", "all changes"], ["regression", "regressions"], ["improvement", "improvements"]], route.params.get("what") ?? "", set("what")),
      select("State", [["", "open"], ["suspected", "suspected"], ["confirmed", "confirmed"], ["decided", "decided about"], ["went_away", "went away"],
        ["bimodal", "bimodal"], ["drifting", "drifting"], ["all", "all"]], route.params.get("state") ?? "", set("state"))),
    body);
}

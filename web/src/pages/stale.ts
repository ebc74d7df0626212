import { loadBranch, loadCommits, loadContext } from "../context";
import { empty, h, name } from "../dom";
import * as format from "../format";
import { commitLine, table } from "../parts";
import type { Route } from "../route";
import { seriesLink } from "./changes";
import { settingText } from "./repository";

const least = 3; // commits without a value: one or two may still be measured

export async function stalePage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const branch = await loadBranch(context);
  const commits = await loadCommits(context, branch);
  const gone = branch.series.filter((one) => (one.x ?? 0) >= least).sort((a, b) => a.at - b.at);
  const last = new Map<number, number>();
  for (const one of branch.series) {
    last.set(one.s, Math.max(last.get(one.s) ?? 0, one.at));
  }
  const silent = [...last].filter(([, at]) => branch.end - 1 - at >= least);
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, "Stale in ", name(context.repository.name))),
    h("section", {}, h("h2", {}, "Benchmarks that are gone"),
      h("p", { class: "muted" }, `Series without a value in the last ${least} or more commits that their environment measured.`),
      gone.length === 0 ? empty("Every series has a recent value.") : table("Series that are gone", ["Series", ">Commits without it", ">Last value", "Last commit"],
        gone.map((one) => {
          const commit = commits.get(one.at);
          return [seriesLink(context, one), one.x ?? 0, format.value(one.v, one.u), commit ? commitLine(context.repository.key, commit, context.branchName) : "–"];
        }))),
    h("section", {}, h("h2", {}, "Environments that are silent"),
      silent.length === 0 ? empty("Every environment has recent values.") : table("Environments that are silent", ["Environment", ">Commits since", "Last commit"],
        silent.map(([setting, at]) => {
          const commit = commits.get(at);
          return [name(settingText(branch.settings[setting])), branch.end - 1 - at, commit ? commitLine(context.repository.key, commit, context.branchName) : "–"];
        }))));
}

import { loadBranch, loadChanges, loadCommits, loadContext } from "../context";
import { empty, h, name } from "../dom";
import * as format from "../format";
import { href, type Route } from "../route";
import { changeTable } from "./changes";
import { jobTable, loadJobs } from "./jobs";

export async function commitPage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const branch = await loadBranch(context);
  const [changes, commits, jobs] = await Promise.all([loadChanges(context), loadCommits(context, branch), loadJobs(context)]);
  const hash = route.path[3] ?? "";
  const place = [...commits].find(([, commit]) => commit[0] === hash)?.[0];
  const commit = place === undefined ? undefined : commits.get(place);
  const its = jobs.filter((job) => job.commit === hash);
  const alerts = changes.alerts.filter((alert) => alert.commit === place);
  const compared = context.about.comparisons.filter((one) => one.candidate === hash || one.base === hash);
  const near = (at: number, text: string): HTMLElement | null => {
    const other = commits.get(at);
    return other ? h("a", { href: href(["r", context.repository.key, "commit", other[0]], { branch: context.branchName }) }, text) : null;
  };
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, commit ? name(commit[3] || "(no subject)") : `Commit ${format.short(hash)}`),
      place !== undefined && h("span", { class: "pair" }, near(place - 1, "← earlier"), near(place + 1, "later →"))),
    h("p", { class: "muted" }, h("code", {}, hash.slice(0, 64)), commit ? [" by ", name(format.author(commit)), `, ${format.minute(commit[1])} UTC`] : " is not a commit of this branch"),
    ...changes.notes.filter((note) => note.commit === place).map((note) => h("p", { class: "note" }, `${note.kind} by `, name(note.by), note.reason ? [": ", name(note.reason)] : null)),
    h("section", {}, h("h2", {}, "Changes"),
      alerts.length === 0 ? empty("No change at this commit.") : h("div", {}, ...alerts.map((alert) => changeTable(context, branch, alert.changes, "Changes of this commit")))),
    compared.length > 0 && h("section", {}, h("h2", {}, "Comparisons"), h("ul", {}, ...compared.map((one) => h("li", {},
      h("a", { href: href(["r", context.repository.key, "compare", `${one.base}..${one.candidate}`]) }, `${format.short(one.base)}..${format.short(one.candidate)}`), " ", name(one.verdict))))),
    h("section", {}, h("h2", {}, "Jobs"), its.length === 0 ? empty("Its jobs are not among the latest, which this report lists.") : jobTable(context, its, "Jobs of this commit")));
}

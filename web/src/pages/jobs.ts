import { loadBranch, loadContext, type Context } from "../context";
import { load } from "../data";
import { empty, h, name, select, type Child } from "../dom";
import * as format from "../format";
import { table, tag } from "../parts";
import { href, setParams, type Route } from "../route";
import type { Branch, Commit, Job, Log, Series, Stream } from "../types";

const logKey = (path: string): string => path.replace(/^.*\/|\.js$/g, "");

export function jobTable(context: Context, jobs: Job[], caption: string): HTMLElement {
  const key = context.repository.key;
  return table(caption, ["Outcome", "Commit", "For", "Worker", "Stored (UTC)", ">Time", "Machine", "Log"], jobs.map((job) => [
    job.status === "ok" ? tag("improvement", "✓ ok")
      : h("span", {}, tag("regression", "✕ failed"), " ", h("span", { class: "reason" }, name([job.stage, job.reason].filter((text) => text).join(": "))),
          job.fault === "machine" ? tag("muted", "machine") : null,
          job.message ? h("span", { class: "under message" }, name(job.message)) : null),
    job.commit ? h("a", { class: "hash", href: href(["r", key, "commit", job.commit], { branch: context.branchName }) }, format.short(job.commit)) : "–",
    job.pull !== null ? `#${job.pull}` : name(job.branch ?? job.tag ?? "–"),
    h("span", {}, name(job.worker || job.host || "unknown"), job.config ? h("span", { class: "under" }, name(job.config)) : null),
    format.minute(job.stored), format.value(job.wall, "s"),
    job.verdict ? tag(job.verdict === "clean" ? "muted" : "warning", job.verdict) : "–",
    job.log ? h("a", { href: href(["r", key, "log", logKey(job.log)]) }, "log", h("span", { class: "hidden" }, ` of ${job.job.slice(0, 80)}`)) : "–",
  ]));
}

export const loadJobs = (context: Context): Promise<Job[]> => load<Job[]>(`data/${context.repository.key}/jobs.js`);

export async function jobsPage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const jobs = await loadJobs(context);
  const body = h("div", {});
  let most = 100;
  const draw = (): void => {
    const status = route.params.get("status") ?? "";
    const chosen = jobs.filter((job) => status === "" || job.status === status);
    body.replaceChildren(chosen.length === 0 ? empty("No job of this kind.") : jobTable(context, chosen.slice(0, most), "The latest jobs"));
    if (chosen.length > most) {
      body.append(h("button", { class: "more", click: () => { most += 100; draw(); } }, `Show more of ${chosen.length}`));
    }
  };
  draw();
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, "Jobs of ", name(context.repository.name))),
    h("div", { class: "toolbar" },
      select("Outcome", [["", "all"], ["ok", "ok"], ["failed", "failed"]], route.params.get("status") ?? "", (text) => { setParams(route, { status: text }); draw(); })),
    body);
}

/** Leads to the lines of a series in the log of the job that measured it at a commit. */
export function lineLink(context: Context, commit: Commit, series: Series, branch: Branch): HTMLElement {
  const setting = branch.settings[series.s];
  return h("a", {
    href: href(["r", context.repository.key, "line", commit[0], series.k], { branch: context.branchName }),
    title: setting ? `of ${setting[0]}` : null,
  }, "log", h("span", { class: "hidden" }, ` of ${format.short(commit[0])}`));
}

/** A name of a series. */
type Name = Pick<Series, "b" | "t" | "m">;

/** The names of a series, in the order in which they count in a job that measured several of them. */
const namesOf = (series: Series): Name[] => [series, ...(series.o ?? []).map(([b, t, m]) => ({ b, t, m }))];

/** The numbers of the lines of a stream from which a series of this name was read, in the whole text. */
function linesOf(stream: Stream, its: Name): Set<number> {
  const numbers = new Set<number>();
  for (const [benchmark, test, metric, ...ranges] of stream.places ?? []) {
    if (benchmark === its.b && test === its.t && metric === its.m) {
      for (let i = 0; i + 1 < ranges.length; i += 2) {
        for (let line = ranges[i]!; line <= ranges[i + 1]!; ++line) {
          numbers.add(line);
        }
      }
    }
  }
  return numbers;
}

/** Lines that have a name: where a series from a long log may have been read. */
function linesWith(stream: Stream, words: string): Set<number> {
  const numbers = stream.text.split("\n").flatMap((line, i) => (words !== "" && line.includes(words) ? [i + 1 + stream.offset] : []));
  return new Set(numbers);
}

/** A marked line, which may be long, with a name in it set off. */
function drawLine(line: string, words: string): HTMLElement {
  const parts = words === "" ? [line] : line.split(words);
  return h("mark", {}, parts.map((part, i) => [i > 0 ? h("strong", {}, words) : null, part]));
}

/** The text of a stream, with some of its lines marked. */
function drawStream(stream: Stream, marked: Set<number>, words: string): HTMLElement {
  const element = h("pre", { tabindex: 0, role: "region", "aria-label": stream.name });
  // If the beginning is left out, the first line says so, and is marked in place of what is not there.
  const isLeftOut = stream.offset !== 0 && [...marked].some((line) => line <= 1 + stream.offset);
  stream.text.split(/(?<=\n)/).forEach((line, i) => {
    element.append((i === 0 && stream.offset !== 0 ? isLeftOut : marked.has(i + 1 + stream.offset)) ? drawLine(line, words) : document.createTextNode(line));
  });
  return h("section", {}, h("h2", {}, stream.name), element);
}

/** "line 3", "lines 3, 4 and 7 others" */
function lineText(lines: Set<number>): string {
  const [few, others] = [[...lines].slice(0, 5).join(", "), lines.size - 5];
  return `${lines.size === 1 ? "line" : "lines"} ${few}${others > 0 ? ` and ${format.count(others, "other")}` : ""}`;
}

const wordsOf = (its: Name): string => its.t || its.b;

/** What is marked for a series: its lines, or those that have its name. */
function markLines(log: Log, series: Series): { lines: Set<number>[]; words: string; text: Child } {
  const sum = (sets: Set<number>[]): number => sets.reduce((total, one) => total + one.size, 0);
  const say = (lines: Set<number>[]): string => log.streams.flatMap((stream, i) => (lines[i]!.size > 0 ? [`${lineText(lines[i]!)} of ${stream.name}`] : [])).join("; ");
  const names = namesOf(series);
  const find = (linesIn: (stream: Stream, its: Name) => Set<number>): { lines: Set<number>[]; its: Name } | undefined =>
    names.map((its) => ({ its, lines: log.streams.map((stream) => linesIn(stream, its)) })).find(({ lines }) => sum(lines) > 0);
  const renamed = (its: Name): Child => (its === series ? null : [", which is now called ", name(`${series.t || series.b} ${series.m}`), ","]);
  const exact = find(linesOf);
  if (exact) {
    const words = wordsOf(exact.its);
    return { lines: exact.lines, words, text: [name(`${words} ${exact.its.m}`), renamed(exact.its), ` was read from ${say(exact.lines)}.`] };
  }
  const named = find((stream, its) => linesWith(stream, wordsOf(its)));
  if (named) {
    const words = wordsOf(named.its);
    return { lines: named.lines, words, text: [name(words), renamed(named.its), ` is in ${say(named.lines)}.`] };
  }
  return { lines: log.streams.map(() => new Set()), words: "", text: ["No line has ", name(wordsOf(series)), "."] };
}

async function drawLog(path: string, series?: Series): Promise<HTMLElement> {
  const log = await load<Log>(path);
  const marked = series && markLines(log, series);
  const element = h("div", {},
    h("div", { class: "head" }, h("h1", { class: "clip" }, "Log of ", name(log.job))),
    marked && h("p", { class: "muted" }, marked.text),
    ...log.streams.map((stream, i) => drawStream(stream, marked?.lines[i] ?? new Set(), marked?.words ?? "")));
  // After the page is shown, and its beginning was scrolled to.
  setTimeout(() => (element.querySelector("mark strong") ?? element.querySelector("mark"))?.scrollIntoView({ block: "center" }), 0);
  return element;
}

export async function logPage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  return drawLog(`data/${context.repository.key}/log/${route.path[3] ?? ""}.js`);
}

/** The log of a commit, with the lines of a series marked: r/KEY/line/COMMIT/SERIES. */
export async function linePage(route: Route): Promise<HTMLElement> {
  const context = await loadContext(route);
  const branch = await loadBranch(context);
  const series = branch.series.find((one) => one.k === route.path[4]);
  const [worker, , config] = (series && branch.settings[series.s]) ?? ["", "", ""];
  const jobs = (await loadJobs(context)).filter((job) => job.commit === route.path[3] && job.worker === worker && job.config === config);
  const path = jobs.find((job) => job.log)?.log;
  if (!series || path === undefined) {
    throw new Error("This report has no log of that job; it has those of the latest jobs, and of the latest that failed.");
  }
  return drawLog(path, series);
}

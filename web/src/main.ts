import { loadIndex } from "./context";
import { load } from "./data";
import { h, name, say, select } from "./dom";
import * as format from "./format";
import { benchmarkPage } from "./pages/benchmark";
import { changesPage } from "./pages/changes";
import { commitPage } from "./pages/commit";
import { comparePage, comparisonsPage } from "./pages/compare";
import { homePage } from "./pages/home";
import { hostsPage } from "./pages/hosts";
import { jobsPage, linePage, logPage } from "./pages/jobs";
import { repositoryPage } from "./pages/repository";
import { stalePage } from "./pages/stale";
import { href, parseRoute, type Route } from "./route";
import type { Repository, RepositoryIndex } from "./types";

const pages: Record<string, (route: Route) => Promise<HTMLElement>> = {
  "": repositoryPage, s: benchmarkPage, changes: changesPage, comparisons: comparisonsPage, compare: comparePage,
  commit: commitPage, jobs: jobsPage, log: logPage, line: linePage, stale: stalePage,
};
const tabs: [string, string][] = [["", "Benchmarks"], ["changes", "Changes"], ["comparisons", "Comparisons"], ["jobs", "Jobs"], ["stale", "Stale"]];
const parents: Record<string, string> = { s: "", compare: "comparisons", commit: "changes", log: "jobs", line: "jobs" };

function choosePage(route: Route): (route: Route) => Promise<HTMLElement> {
  const [first, , page] = route.path;
  if (first === undefined) {
    return homePage;
  }
  if (first === "hosts") {
    return hostsPage;
  }
  const found = first === "r" && Object.prototype.hasOwnProperty.call(pages, page ?? "") ? pages[page ?? ""] : undefined;
  return found ?? (() => Promise.reject(new Error("There is no such page.")));
}

function drawTabs(route: Route, repository: Repository | undefined, about: RepositoryIndex | undefined): void {
  const place = document.getElementById("tabs")!;
  if (!repository || !about) {
    place.replaceChildren();
    return;
  }
  const branch = route.params.get("branch");
  const page = route.path[2] ?? "";
  const current = parents[page] ?? page;
  place.replaceChildren(
    h("ul", {}, ...tabs.map(([path, text]) => h("li", {}, h("a", {
      href: href(["r", repository.key, ...(path ? [path] : [])], { branch }), "aria-current": path === current ? "page" : null,
    }, text)))));
  if (about.branches.length > 1) {
    place.append(select("Branch", about.branches.map((one, i): [string, string] => [i === 0 ? "" : one.name, one.name || "all"]), branch ?? "",
      (chosen) => { location.hash = href(page === "s" ? route.path.slice(0, 2) : route.path, { branch: chosen }); }));
  }
}

async function drawFrame(route: Route): Promise<void> {
  const index = await loadIndex();
  const repository = route.path[0] === "r" ? index.repositories.find((one) => one.key === route.path[1]) : undefined;
  const about = repository ? await load<RepositoryIndex>(`data/${repository.key}/repository.js`) : undefined;
  document.getElementById("crumbs")!.replaceChildren(
    h("a", { href: "#/" }, name(index.title)),
    ...(repository ? [h("span", { "aria-hidden": "true" }, " / "), h("a", { href: href(["r", repository.key]) }, name(repository.name))] : []));
  document.getElementById("global")!.replaceChildren(h("a", { href: "#/hosts", "aria-current": route.path[0] === "hosts" ? "page" : null }, "Hosts"));
  document.getElementById("footer")!.textContent = `cb ${index.version}${index.as_of ? `; results up to ${format.minute(index.as_of)} UTC` : ""}`;
  document.title = [repository?.name.slice(0, 100), index.title].filter((text) => text).join(" – ");
  drawTabs(route, repository, about);
}

let visits = 0;

async function show(): Promise<void> {
  const visit = ++visits;
  const route = parseRoute(location.hash);
  const content = document.getElementById("content")!;
  document.body.classList.add("busy");
  let element: HTMLElement;
  try {
    await drawFrame(route);
    element = await choosePage(route)(route);
  } catch (error) {
    element = h("div", { class: "failure", role: "alert" }, h("h1", {}, "Not shown"), h("p", {}, error instanceof Error ? error.message : String(error)),
      h("p", {}, h("a", { href: "#/" }, "All repositories")));
  }
  if (visit !== visits) {
    return; // another page was opened meanwhile
  }
  content.replaceChildren(element);
  document.body.classList.remove("busy");
  document.body.dataset.shown = location.hash;
  if (visit > 1) {
    scrollTo(0, 0);
    content.focus({ preventScroll: true });
    say(element.querySelector("h1")?.textContent?.slice(0, 200) ?? "");
  }
}

document.getElementById("skip")!.addEventListener("click", (event) => {
  event.preventDefault(); // the hash of the address is the state of the page
  document.getElementById("content")!.focus();
});
addEventListener("hashchange", () => void show());
void show();

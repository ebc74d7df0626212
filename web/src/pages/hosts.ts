import { load } from "../data";
import { empty, h, name, svg } from "../dom";
import * as format from "../format";
import { tag } from "../parts";
import type { Host } from "../types";

function drawRuns(host: Host): SVGElement {
  const width = 600;
  const runs = host.runs.slice(-200);
  const step = width / Math.max(runs.length, 40);
  return svg("svg", { class: "runs", viewBox: `0 0 ${width} 20`, preserveAspectRatio: "none", role: "img", "aria-label": `${runs.length} runs, the latest at the right` },
    ...runs.map(([at, verdict], i) => svg("rect", {
      class: verdict, x: (i * step).toFixed(2), width: Math.max(step - 0.6, 0.6).toFixed(2),
      y: verdict === "clean" ? 10 : verdict === "suspect" ? 5 : 0, height: verdict === "clean" ? 10 : verdict === "suspect" ? 15 : 20,
    }, svg("title", {}, `${format.minute(at)} ${verdict}`))));
}

const digits = (number: number): string => String(Number(number.toPrecision(3)));

/** As lib/terminal/fitness_text.cpp writes it. */
function figureText(value: unknown, unit: unknown): string {
  return typeof value !== "number" ? "" : unit === "fraction" ? `${digits(100 * value)} %` : `${digits(value)} ${String(unit ?? "")}`.trim();
}

/** As in run.fitness.reasons of a manifest. */
function reasonText(reason: unknown): string {
  if (typeof reason !== "object" || reason === null) {
    return String(reason);
  }
  const { code, value, unit, detail } = reason as Record<string, unknown>;
  return [String(code ?? "unknown").replace(/_/g, " "), figureText(value, unit), detail ? `(${String(detail)})` : ""].filter((text) => text !== "").join(" ");
}

export async function hostsPage(): Promise<HTMLElement> {
  const hosts = await load<Host[]>("data/hosts.js");
  const newest = Math.max(...hosts.map((host) => Date.parse(host.last)));
  const silent = (host: Host): boolean => newest - Date.parse(host.last) > 7 * 86400e3;
  return h("div", {},
    h("div", { class: "head" }, h("h1", {}, "Hosts")),
    hosts.length === 0 ? empty("No run recorded its machine.") : h("div", { class: "hosts" }, ...hosts.map((host) => {
      const noisy = host.runs.filter(([, verdict]) => verdict !== "clean").slice(-8).reverse();
      return h("article", { class: "card" },
        h("h2", {}, name(host.name)),
        h("p", { class: "tags" }, tag("improvement", `${host.clean} clean`), tag(host.suspect > 0 ? "warning" : "muted", `${host.suspect} suspect`),
          tag(host.invalid > 0 ? "regression" : "muted", `${host.invalid} invalid`), silent(host) && tag("warning", "silent for a week before the latest run")),
        drawRuns(host),
        h("p", { class: "muted" }, name(host.cpu), ", ", name(host.kernel), `; ${format.day(host.first)} to ${format.minute(host.last)} UTC; environment ${host.key.slice(0, 8)}`),
        noisy.length > 0 && h("ul", { class: "small" }, ...noisy.map(([at, verdict, reasons]) => h("li", {},
          `${format.minute(at)} ${verdict}`, reasons.length > 0 ? [": ", name(reasons.map(reasonText).filter((text) => text).join("; "))] : null))));
    })));
}

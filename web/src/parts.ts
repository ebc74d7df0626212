// Parts that several pages share.

import { h, name, type Child } from "./dom";
import * as format from "./format";
import { href } from "./route";
import type { Change, Commit, Meaning, State } from "./types";

const arrows: Record<Meaning, string> = { regression: "▲", improvement: "▼", change: "◆" };
const states: Record<State, string> = {
  suspected: "suspected", confirmed: "confirmed", went_away: "went away", bimodal: "bimodal", drifting: "drifting",
};

export const stateText = (state: State): string => states[state] ?? String(state);

/** A word with a colour and a sign, so that the colour is never all there is. */
export function tag(tone: string, text: string, title?: string): HTMLElement {
  return h("span", { class: `tag ${tone}`, title }, text);
}

export function changeText(share: number | null, meaning: Meaning): HTMLElement {
  return h("span", { class: `delta ${meaning}` },
    h("span", { "aria-hidden": "true" }, meaning === "change" ? arrows.change : (share ?? 0) < 0 ? "▼" : "▲"), " ", format.change(share),
    h("span", { class: "hidden" }, ` ${meaning}`));
}

export function stateTag(change: { state: State; triage?: Change["triage"] }): HTMLElement {
  return change.triage
    ? tag("muted", change.triage.kind, [change.triage.by, change.triage.reason].filter((text) => text).join(": "))
    : tag(change.state === "confirmed" ? "strong" : "muted", stateText(change.state));
}

export function commitLink(key: string, commit: Commit, branch: string): HTMLElement {
  return h("a", { class: "hash", href: href(["r", key, "commit", commit[0]], { branch }) }, format.short(commit[0]));
}

export function commitLine(key: string, commit: Commit, branch: string): Child {
  return [
    commitLink(key, commit, branch), " ",
    name(commit[3] || "(no subject)", { class: "subject" }), " ",
    h("span", { class: "muted" }, name(format.author(commit)), ", ", format.day(commit[1])),
    commit[4] !== undefined ? [" ", tag("muted", `#${commit[4]}`)] : null,
  ];
}

/** A table with a caption for screen readers. Columns that begin with ">" hold numbers. */
export function table(caption: string, columns: string[], rows: Child[][]): HTMLElement {
  const clean = (text: string): string => text.replace(/^>/, "");
  const isNumber = (index: number): boolean => columns[index]!.startsWith(">");
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    h("table", {},
      h("caption", { class: "hidden" }, caption),
      h("thead", {}, h("tr", {}, ...columns.map((column, index) => h("th", { scope: "col", class: isNumber(index) ? "number" : null }, clean(column))))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell, index) => h("td", { class: isNumber(index) ? "number" : null }, cell)))))));
}

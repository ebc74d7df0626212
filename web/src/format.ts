// Numbers and times for people, as lib/verdict/value_text.cpp writes them.

import type { Commit, Series } from "./types";

const families: Record<string, number>[] = [
  { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 },
  { GB: 1e9, MB: 1e6, kB: 1e3, B: 1 },
];
const prefixes: [string, number][] = [["G", 1e9], ["M", 1e6], ["k", 1e3]];

interface Scale {
  unit: string;
  factor: number;
}

export function scaleOf(value: number, unit: string): Scale {
  const size = Math.abs(value);
  if (size === 0) {
    return { unit, factor: 1 };
  }
  for (const family of families) {
    const own = Object.prototype.hasOwnProperty.call(family, unit) ? family[unit] : undefined;
    if (own !== undefined) {
      let scale = { unit, factor: 1 };
      for (const [choice, factor] of Object.entries(family)) {
        scale = { unit: choice, factor: own / factor };
        if (size * scale.factor >= 1) {
          break;
        }
      }
      return scale;
    }
  }
  for (const [prefix, factor] of prefixes) {
    if (size >= 1e5 && size >= factor) {
      return { unit: unit === "" ? prefix : `${prefix} ${unit}`, factor: 1 / factor };
    }
  }
  return { unit, factor: 1 };
}

export function digits(value: number, significant = 4): string {
  const size = Math.abs(value);
  if (size <= 9999 && Number.isInteger(value)) {
    return String(value);
  }
  if (size >= 1e6 || size < 1e-4) {
    return value.toExponential(significant - 1);
  }
  return value.toFixed(Math.max(0, significant - 1 - Math.floor(Math.log10(size))));
}

/** The number of digits that shows that two values differ. */
function digitsToTell(value: number, other: number): number {
  let significant = 4;
  while (significant < 17 && value !== other && value.toExponential(significant - 1) === other.toExponential(significant - 1)) {
    ++significant;
  }
  return significant;
}

const withUnit = (number: string, unit: string): string => (unit === "" ? number : `${number} ${unit}`);

export function value(number: number | null | undefined, unit: string): string {
  if (number === null || number === undefined) {
    return "–";
  }
  const scale = scaleOf(number, unit);
  return withUnit(digits(number * scale.factor), scale.unit);
}

export function step(before: number, after: number, unit: string): string {
  const scale = scaleOf(Math.max(Math.abs(before), Math.abs(after)), unit);
  const [first, second] = [before * scale.factor, after * scale.factor];
  const significant = digitsToTell(first, second);
  return withUnit(`${digits(first, significant)} → ${digits(second, significant)}`, scale.unit);
}

export function change(share: number | null | undefined): string {
  if (share === null || share === undefined) {
    return "–";
  }
  if (share >= 1) {
    return `×${(1 + share).toFixed(2)}`;
  }
  const percent = Math.abs(100 * share);
  let decimals = percent !== 0 && percent < 0.1 ? 3 : 1;
  while (decimals < 9 && percent !== 0 && percent < 0.5 * 10 ** -decimals) {
    ++decimals;
  }
  return `${share < 0 ? "−" : "+"}${percent.toFixed(decimals)} %`;
}

export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : `${new Intl.NumberFormat("en", { maximumSignificantDigits: 2, useGrouping: false }).format(100 * share)} %`;
}

export const short = (hash: string): string => hash.slice(0, 8);
export const day = (time: string | undefined): string => (time ? time.slice(0, 10) : "no date");
export const minute = (time: string | undefined): string => (time ? `${time.slice(0, 10)} ${time.slice(11, 16)}` : "–");
export const author = (commit: Commit): string => commit[2].replace(/\s*<[^>]*>\s*$/, "") || "unknown author";
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** "test metric": what distinguishes a series in its benchmark. */
export const seriesName = (series: { b: string; t: string; m: string }): string => `${series.t || series.b} ${series.m}`;
export const betterText = (direction: string): string =>
  direction === "lower" ? "lower is better" : direction === "higher" ? "higher is better" : "no better direction";

export const sorts = new Intl.Collator("en", { numeric: true });
export const matches = (series: Series, words: string[]): boolean => {
  const text = [`${series.b} ${series.t} ${series.m}`, ...(series.o ?? []).map((old) => old.slice(0, 3).join(" "))].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
};

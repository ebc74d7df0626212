// The spark of a history: per column two characters, '0' to 'o', for its smallest and largest value.

import { svg } from "./dom";
import type { Branch, Series } from "./types";

export interface Places {
  first: number;
  last: number;
}

/** The columns that have commits of a range, which are at least one. */
function columnsOf(spark: string, branch: Branch, range: Places | undefined): string {
  const columns = spark.length / 2;
  if (!range || columns === 0) {
    return spark;
  }
  const column = (at: number): number => Math.min(Math.max(Math.floor((at - branch.first) / branch.step), 0), columns - 1);
  return spark.slice(2 * column(range.first), 2 * column(range.last) + 2);
}

export function drawSpark(series: Series, branch: Branch, range?: Places, width = 144, height = 28): SVGElement {
  const spark = columnsOf(series.p, branch, range);
  const columns = spark.length / 2;
  const levels = [...spark].filter((one) => one !== " ").map((one) => one.charCodeAt(0));
  const [least, most] = range && levels.length > 0 ? [Math.min(...levels), Math.max(...levels)] : [48, 48 + 63];
  const x = (column: number): number => ((column + 0.5) * width) / Math.max(columns, 1);
  const y = (character: number): number => height - 3 - ((most > least ? (character - least) / (most - least) : 0.5) * (height - 6));
  let path = "";
  for (let column = 0; column < columns; ++column) {
    const low = spark.charCodeAt(2 * column);
    if (low !== 32) {
      const high = spark.charCodeAt(2 * column + 1);
      path += `${path ? "L" : "M"}${x(column).toFixed(1)} ${y(low).toFixed(1)}`;
      path += high === low ? "" : `V${y(high).toFixed(1)}`;
    }
  }
  const picture = svg("svg", { class: "spark", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", preserveAspectRatio: "none" });
  const first = range?.first ?? branch.first;
  const last = range?.last ?? branch.end - 1;
  if (series.c && last >= first && series.c[0] >= first && series.c[0] <= last) {
    const at = (((series.c[0] - first) / (last - first + 1)) * width).toFixed(1);
    picture.append(svg("path", { class: `mark ${series.c[4] ? "change" : series.c[3]}`, d: `M${at} 0V${height}` }));
  }
  picture.append(svg("path", { class: "line", d: path }));
  return picture;
}

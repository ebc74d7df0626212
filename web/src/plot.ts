// The plot of one history, or of two: medians, quartiles, extremes and changes over the commits.

import uPlot from "uplot";
import * as format from "./format";
import type { Change, Commit, Meaning, Points } from "./types";

/** The points of one history, in the order of the commits. */
export interface History {
  label: string;
  unit: string;
  commits: number[];
  median: (number | null)[];
  low: (number | null)[];
  q1: (number | null)[];
  q3: (number | null)[];
  high: (number | null)[];
}

export function emptyHistory(label: string, unit: string): History {
  return { label, unit, commits: [], median: [], low: [], q1: [], q3: [], high: [] };
}

export function addPoints(history: History, first: number, points: Points | undefined): void {
  points?.m.forEach((median, i) => {
    history.commits.push(first + (points.c ? points.c[i]! : i));
    history.median.push(median);
    history.low.push(points.l ? points.l[i]! : median);
    history.q1.push(points.a ? points.a[i]! : median);
    history.q3.push(points.z ? points.z[i]! : median);
    history.high.push(points.h ? points.h[i]! : median);
  });
}

/** At most `most` points of each curve: of neighbours, the first with the least and the first with the largest value stay. */
export function decimate(history: History, from: number, to: number, most: number): History {
  const inside: number[] = [];
  history.commits.forEach((commit, i) => {
    if (from <= commit && commit <= to) {
      inside.push(i);
    }
  });
  if (inside.length <= most) {
    return pick(history, inside);
  }
  const kept = new Set<number>();
  const size = Math.ceil((2 * inside.length) / most);
  for (let begin = 0; begin < inside.length; begin += size) {
    const group = inside.slice(begin, begin + size);
    const by = (compare: (a: number, b: number) => boolean, values: (number | null)[]): number =>
      group.reduce((best, i) => (compare(values[i] ?? 0, values[best] ?? 0) ? i : best), group[0]!);
    kept.add(by((a, b) => a < b, history.median));
    kept.add(by((a, b) => a > b, history.median));
    kept.add(by((a, b) => a < b, history.low));
    kept.add(by((a, b) => a > b, history.high));
  }
  kept.add(inside[0]!);
  kept.add(inside[inside.length - 1]!);
  return pick(history, [...kept].sort((a, b) => a - b));
}

function pick(history: History, places: number[]): History {
  const of = <T>(values: T[]): T[] => places.map((i) => values[i]!);
  return {
    label: history.label, unit: history.unit, commits: of(history.commits), median: of(history.median),
    low: of(history.low), q1: of(history.q1), q3: of(history.q3), high: of(history.high),
  };
}

/** Something at a commit that is not a value: what a person noted, or a pull request. */
export interface Mark {
  commit: number;
  kind: "note" | "pull";
  text: string;
}

interface Options {
  histories: History[]; // the first is the one of the page
  commits: Map<number, Commit>;
  changes: Change[];
  marks: Mark[];
  from: number;
  to: number;
  isLog: boolean;
  fromZero: boolean;
  point: (commit: number | null) => void;
  open: (commit: number) => void;
  select: (first: number, last: number) => void;
}

const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colorOf: Record<Meaning, string> = { regression: "--bad", improvement: "--good", change: "--muted" };

/** One row per commit of any history; several values of a commit get rows of their own. */
function align(histories: History[]): uPlot.AlignedData {
  const tables = histories.map((one) => {
    const columns = [one.commits, one.median, one.low, one.high, one.q1, one.q3] as (number | null)[][];
    return columns as unknown as uPlot.AlignedData;
  });
  return tables.length === 1 ? tables[0]! : uPlot.join(tables);
}

function drawChanges(plot: uPlot, options: Options): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  options.changes.forEach((change) => {
    const x = plot.valToPos(change.commit - 0.5, "x", true);
    ctx.strokeStyle = change.triage || !["suspected", "confirmed"].includes(change.state) ? color("--muted") : color(colorOf[change.meaning]);
    ctx.setLineDash(change.state === "confirmed" ? [] : [5 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  });
  ctx.restore();
}

/** A circle per note and a triangle per pull request, above the axis of the commits. */
function drawMarks(plot: uPlot, options: Options): void {
  const { ctx, bbox } = plot;
  const size = 4 * devicePixelRatio;
  ctx.save();
  options.marks.filter((mark) => options.from <= mark.commit && mark.commit <= options.to).forEach((mark) => {
    const x = plot.valToPos(mark.commit, "x", true);
    const y = bbox.top + bbox.height - 2 * size;
    ctx.fillStyle = color(mark.kind === "note" ? "--warning" : "--accent");
    ctx.beginPath();
    if (mark.kind === "note") {
      ctx.arc(x, y, size, 0, 2 * Math.PI);
    } else {
      ctx.moveTo(x, y - size);
      ctx.lineTo(x + size, y + size);
      ctx.lineTo(x - size, y + size);
    }
    ctx.fill();
  });
  ctx.restore();
}

function axisValues(unit: string, isPlain: boolean) {
  return (_plot: uPlot, splits: (number | null)[]): string[] => {
    const most = Math.max(...splits.map((one) => Math.abs(one ?? 0)));
    const scale = format.scaleOf(most, unit);
    return splits.map((one) => (one === null ? "" : isPlain ? String(Number((one * scale.factor).toPrecision(5))) + (scale.unit ? ` ${scale.unit}` : "") : ""));
  };
}

/** The day of each commit, or its hash if the one to the left is of the same day. */
function nameCommits(commits: (Commit | undefined)[]): string[] {
  return commits.map((commit, i) => {
    const before = i > 0 ? commits[i - 1] : undefined;
    return !commit ? "" : before && format.day(before[1]) === format.day(commit[1]) ? format.short(commit[0]) : format.day(commit[1]);
  });
}

export function makePlot(target: HTMLElement, options: Options): uPlot {
  const { histories, commits } = options;
  const width = (): number => Math.max(280, target.clientWidth);
  const shown = histories.map((one) => decimate(one, options.from, options.to, 2 * width()));
  const scaleOf = (i: number): string => (i === 0 || histories[i]!.unit === histories[0]!.unit ? "y" : "y2");
  const lines = ["--line", "--line2"];
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  const isSparse = shown[0]!.commits.length < width() / 5;
  shown.forEach((one, i) => {
    const base = 5 * i;
    const stroke = color(lines[i] ?? "--line2");
    const hidden = (label: string): uPlot.Series => ({ label, scale: scaleOf(i), stroke: "transparent", width: 0, points: { show: false }, spanGaps: true });
    series.push({
      label: one.label, scale: scaleOf(i), stroke, width: 1.5, spanGaps: true,
      points: { show: isSparse, size: 5, fill: color("--surface"), stroke, width: 1.5 },
    }, hidden("min"), hidden("max"), hidden("q1"), hidden("q3"));
    bands.push({ series: [base + 3, base + 2], fill: color(i === 0 ? "--band" : "--band2") }, { series: [base + 5, base + 4], fill: color(i === 0 ? "--band" : "--band2") });
  });
  const grid = { stroke: color("--rule"), width: 1 };
  const axis = { stroke: color("--muted"), grid, ticks: grid, font: "12px system-ui, sans-serif" };
  const yRange = (_plot: uPlot, low: number, high: number): uPlot.Range.MinMax => {
    if (!Number.isFinite(low) || !Number.isFinite(high)) {
      return [0, 1];
    }
    const margin = (high - low) * 0.08 || Math.abs(high) * 0.05 || 1;
    return options.fromZero ? [Math.min(0, low - (low < 0 ? margin : 0)), Math.max(0, high + margin)] : [low - margin, high + margin];
  };
  const yScale = (): uPlot.Scale => (options.isLog ? { distr: 3 } : { range: yRange });
  const scales: uPlot.Scales = { x: { time: false, range: () => [options.from - 0.5, options.to + 0.5] }, y: yScale() };
  const axes: uPlot.Axis[] = [
    { ...axis, space: 90, size: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 100000],
      values: (_plot, splits) => nameCommits(splits.map((at) => commits.get(at))) },
    { ...axis, size: 74, values: axisValues(histories[0]!.unit, true) },
  ];
  if (histories.some((_one, i) => scaleOf(i) === "y2")) {
    scales.y2 = yScale();
    axes.push({ ...axis, scale: "y2", side: 1, size: 74, grid: { show: false }, values: axisValues(histories[1]!.unit, true) });
  }
  const plot = new uPlot({
    width: width(), height: Math.round(Math.min(380, Math.max(240, width() * 0.42))), scales, axes, series, bands,
    legend: { show: false },
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 8 }, y: false },
    hooks: {
      draw: [(drawn) => drawChanges(drawn, options), (drawn) => drawMarks(drawn, options)],
      setCursor: [(moved) => {
        const at = moved.cursor.idx === null || moved.cursor.idx === undefined ? undefined : moved.data[0]![moved.cursor.idx];
        if (at !== undefined) { // when the pointer leaves the plot, the links of the last commit can be reached
          options.point(at);
        }
      }],
      setSelect: [(moved) => {
        if (moved.select.width > 4) {
          const first = Math.ceil(moved.posToVal(moved.select.left, "x"));
          const last = Math.floor(moved.posToVal(moved.select.left + moved.select.width, "x"));
          options.select(first, Math.max(first, last));
        }
      }],
    },
  }, align(shown), target);
  plot.over.addEventListener("click", () => {
    const at = plot.cursor.idx;
    if (at !== null && at !== undefined && plot.select.width < 4) {
      options.open(plot.data[0]![at]!);
    }
  });
  return plot;
}

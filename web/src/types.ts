// What lib/report writes. Texts come from repositories and benchmarks: they are shown as text only.

export type Meaning = "regression" | "improvement" | "change";
export type State = "suspected" | "confirmed" | "went_away" | "bimodal" | "drifting";

/** Hash, time, author, subject, and the number of a pull request. */
export type Commit = [string, string, string, string, number?];

export interface Repository {
  name: string;
  key: string;
  branch: string;
  commits: number;
  series: number;
  regressions: number;
  improvements: number;
  failed: number;
  recent: number;
  stored?: string;
  last?: Commit;
}

export interface Index {
  title: string;
  version: string;
  as_of?: string;
  repositories: Repository[];
}

export interface ComparisonEntry {
  base: string;
  candidate: string;
  pull: number | null;
  path: string;
  verdict: string;
}

export interface RepositoryIndex {
  name: string;
  branches: { name: string; directory: string }[];
  comparisons: ComparisonEntry[];
}

export interface Series {
  b: string; // benchmark
  t: string; // test
  m: string; // metric
  u: string; // unit
  d: "lower" | "higher" | "unknown";
  s: number; // setting
  k: string; // key
  f: string; // the start of the names of its files
  i: number; // its place in these
  n: number; // values
  v: number; // the latest
  at: number; // commit of the latest
  p: string; // spark
  o?: [string, string, string, string, string][]; // former names, the latest first: benchmark, test, metric, who renamed it, why
  x?: number; // commits that its setting measured since
  w?: number; // smallest visible change
  c?: [number, number | null, State, Meaning, string]; // the last open change, and what was decided
}

export interface Branch {
  branch: string | null;
  first: number;
  end: number;
  step: number; // commits of a column of a spark
  chunks: number[];
  settings: [string, string, string][]; // worker, host key, configuration
  series: Series[];
}

/** The points of one history in one chunk. */
export interface Points {
  c?: number[];
  m: (number | null)[];
  l?: (number | null)[];
  a?: (number | null)[];
  z?: (number | null)[];
  h?: (number | null)[];
}

export interface Change {
  history: number;
  commit: number;
  previous: number;
  before: number;
  after: number;
  change: number | null;
  low?: number;
  high?: number;
  state: State;
  meaning: Meaning;
  moved_from?: number;
  triage?: { kind: string; by: string; reason: string };
}

export interface Alert {
  commit: number;
  cause: "commit" | "machine";
  changes: Change[];
}

/** What a person said about a commit, or about some histories at a commit. */
export interface Note {
  commit: number;
  kind: string;
  by: string;
  reason: string;
  histories?: number[]; // absent: all
}

export interface Changes {
  alerts: Alert[];
  notes: Note[];
}

export interface Job {
  job: string;
  commit: string | null;
  branch: string | null;
  tag: string | null;
  pull: number | null;
  worker: string;
  host: string;
  config: string;
  status: "ok" | "failed";
  stored: string;
  started?: string;
  wall: number | null;
  verdict?: string;
  stage?: string;
  reason?: string;
  message?: string;
  fault?: string;
  log?: string;
}

/** Benchmark, test, metric, and the first and last lines of each of its places in the whole text, from 1. */
export type Place = [string, string, string, ...number[]];

export interface Stream {
  name: string;
  text: string; // its beginning may be left out
  offset: number; // what to add to the number of a line of `text`
  places?: Place[]; // where results were read
}

export interface Log {
  job: string;
  streams: Stream[];
}

export interface Host {
  name: string;
  key: string;
  cpu: string;
  kernel: string;
  first: string;
  last: string;
  clean: number;
  suspect: number;
  invalid: number;
  runs: [string, string, unknown[]][];
}

export interface Row {
  b: string;
  t: string;
  m: string;
  u: string;
  d: string;
  finding: string;
  basis: string;
  worker?: string;
  config?: string;
  base?: [number, number | null, number];
  candidate?: [number, number | null, number];
  change: number | null;
  p: number | null;
  visible: number | null;
  low?: number;
  high?: number;
}

export interface Comparison {
  base: string;
  candidate: string;
  pull: number | null;
  verdict: string;
  notes: string[];
  rows: Row[];
}

// The two queries of current-bench's frontend, with its variables and its answers, so that its clients can read cb.
const maxJobs = 1_000;
const maxResults = 500;

const benchmarkFields = `
  nodes {
    startedAt
    commitHash
    config
    worker
    job
    results(first: $maxResults, filter: { benchmark: { equalTo: $benchmarkName } }, orderBy: PRIMARY_KEY_ASC) {
      nodes { test metric unit direction value n min mean max }
    }
  }`;

const environment = `
  repository: { equalTo: $repoId }
  worker: { equalTo: $worker }
  config: { equalTo: $dockerImage }
  status: { equalTo: "ok" }
  startedAt: { greaterThanOrEqualTo: $startDate, lessThan: $endDate }`;

const trends = { lower: "lower-is-better", higher: "higher-is-better", unknown: "" };

// A metric as current-bench stores it. Several samples are what its plots draw of them: the mean and the extremes.
const toMetric = ({ metric, unit, direction, value, n, min, mean, max }) => ({
  name: metric,
  description: "",
  value: Number(n) > 1 && min !== null && max !== null ? { min, avg: mean ?? value, max } : value,
  units: unit,
  trend: trends[direction] ?? "",
  lines: [],
});

// A row of its table `benchmarks` for each test of a job.
const toBenchmarks = ({ nodes }) =>
  nodes.flatMap((job) => {
    const tests = new Map();
    for (const result of job.results.nodes) {
      tests.set(result.test, [...(tests.get(result.test) ?? []), toMetric(result)]);
    }
    return [...tests].map(([test_name, metrics], test_index) => ({
      version: 3,
      run_at: job.startedAt,
      commit: job.commitHash,
      test_name,
      test_index,
      metrics,
      run_job_id: job.job,
      worker: job.worker,
      docker_image: job.config,
    }));
  });

export const benchmarks = {
  source: `
    query ($repoId: String!, $pullNumber: BigInt, $isMaster: Boolean!, $worker: String, $dockerImage: String, $benchmarkName: String!,
        $startDate: Datetime!, $endDate: Datetime!, $comparisonLimit: Int!, $maxJobs: Int!, $maxResults: Int!) {
      benchmarks: jobs(first: $maxJobs, orderBy: STARTED_AT_DESC, filter: {
          pullNumber: { equalTo: $pullNumber, isNull: $isMaster } ${environment} }) { ${benchmarkFields} }
      comparisonBenchmarks: jobs(first: $comparisonLimit, orderBy: STARTED_AT_DESC, filter: {
          pullNumber: { isNull: true } ${environment} }) { ${benchmarkFields} }
    }`,
  bound: (variables) => ({ ...variables, maxJobs, maxResults, comparisonLimit: Math.min(variables.comparisonLimit ?? 0, maxJobs) }),
  // The newest jobs, the oldest of them first.
  reshape: (data) => ({ benchmarks: toBenchmarks({ nodes: data.benchmarks.nodes.toReversed() }), comparisonBenchmarks: toBenchmarks(data.comparisonBenchmarks) }),
};

export const lastCommit = {
  source: `
    query ($repoId: String!, $pullNumber: BigInt, $isMaster: Boolean!) {
      lastCommitInfo: jobs(first: 1, orderBy: STARTED_AT_DESC, filter: {
          repository: { equalTo: $repoId }, pullNumber: { equalTo: $pullNumber, isNull: $isMaster }, startedAt: { isNull: false } }) {
        nodes { startedAt pullNumber branch commitHash job status failureMessage worker config subject }
      }
    }`,
  bound: (variables) => variables,
  reshape: ({ lastCommitInfo: { nodes } }) => ({
    lastCommitInfo: nodes.map((job) => ({
      run_at: job.startedAt,
      pull_number: job.pullNumber === null ? null : Number(job.pullNumber),
      branch: job.branch,
      commit: job.commitHash,
      commit_message: job.subject,
      build_job_id: job.job,
      run_job_id: job.job,
      failed: job.status === "failed",
      success: job.status === "ok",
      cancelled: false,
      reason: job.failureMessage,
      worker: job.worker,
      docker_image: job.config,
    })),
  }),
};

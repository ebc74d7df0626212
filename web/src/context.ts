// What every page of a repository needs.

import { load } from "./data";
import type { Route } from "./route";
import type { Branch, Changes, Commit, Index, Repository, RepositoryIndex } from "./types";

export interface Context {
  route: Route;
  index: Index;
  repository: Repository;
  about: RepositoryIndex;
  branchName: string; // as in the address: empty for the main branch
  directory: string;
}

export const loadIndex = (): Promise<Index> => load<Index>("data/index.js");

export async function loadContext(route: Route): Promise<Context> {
  const index = await loadIndex();
  const repository = index.repositories.find((one) => one.key === route.path[1]);
  if (!repository) {
    throw new Error("This report has no such repository.");
  }
  const about = await load<RepositoryIndex>(`data/${repository.key}/repository.js`);
  const wanted = route.params.get("branch") ?? "";
  const branch = about.branches.find((one) => one.name === wanted) ?? about.branches[0];
  if (!branch) {
    throw new Error("This repository has no branch.");
  }
  const branchName = branch === about.branches[0] ? "" : branch.name;
  return { route, index, repository, about, branchName, directory: branch.directory };
}

export const loadBranch = (context: Context): Promise<Branch> => load<Branch>(`${context.directory}/branch.js`);
export const loadChanges = (context: Context): Promise<Changes> => load<Changes>(`${context.directory}/changes.js`);

/** The commits of a branch, at their places in its history. */
export async function loadCommits(context: Context, branch: Branch): Promise<Map<number, Commit>> {
  const commits = new Map<number, Commit>();
  const files = await Promise.all(branch.chunks.map((first) => load<Commit[]>(`${context.directory}/commits-${first}.js`)));
  files.forEach((file, chunk) => file.forEach((commit, i) => commits.set(branch.chunks[chunk]! + i, commit)));
  return commits;
}

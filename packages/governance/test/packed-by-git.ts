import { readFile } from 'node:fs/promises';

/**
 * `packed-by-git.tgz`: a repository of DVC that Git 2.39 packed itself, from files and figures of our own. A commit with `dvc.yaml`,
 * `dvc.lock`, `params.yaml`, `scores.json`, a link and a text of 60 lines, tagged `shore@v1.0.0`; four experiments beside it with another
 * `depth` each (`git commit-tree`, `git update-ref refs/exps/…`); `shore#live#1`, an annotated tag of that annotated tag; then
 * `git gc --aggressive --prune=now`, and the index and the logs removed. It is a file because Git need not be where tests run.
 */
export const packedByGit = (): Promise<Buffer> => readFile(new URL('packed-by-git.tgz', import.meta.url));

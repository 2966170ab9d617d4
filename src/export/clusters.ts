/** Puts files that give each other away into one cluster, and decides by the cluster alone which split they are in. Pure. */
import { byCodeUnits } from './list.ts';
import { fraction } from './random.ts';

export type Split = 'train' | 'val';
export type SplitBy = 'cluster' | 'file' | 'dir';

/**
 * The name of each file's cluster: the path of that member which has the shortest name. A copy or a test that comes along later has a longer one mostly,
 * so that the cluster keeps its name, and with it its split.
 * @param links pairs of indices that belong together
 */
export function clustersOf(
  paths: readonly string[],
  splitBy: SplitBy,
  links: Iterable<readonly [one: number, other: number]>,
): readonly string[] {
  if (splitBy === 'file') return paths;
  if (splitBy === 'dir') return paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.');
  const above = paths.map((_, index) => index);
  for (const [one, other] of links) {
    const [a, b] = [top(above, one), top(above, other)];
    if (a === b) continue;
    const [first, second] = isBefore(paths[a] ?? '', paths[b] ?? '') ? [a, b] : [b, a];
    above[second] = first;
  }
  return paths.map((_, index) => paths[top(above, index)] ?? '');
}

/** The split of a cluster: no other file counts. @param share of the validation split, 0–1 */
export function splitOf(cluster: string, seed: number, share: number): Split {
  return fraction(seed, cluster) < share ? 'val' : 'train';
}

function top(above: number[], index: number): number {
  let at = index;
  for (let next = above[at] ?? at; next !== at; next = above[at] ?? at) {
    above[at] = above[next] ?? next;
    at = above[at] ?? at;
  }
  return at;
}

function isBefore(one: string, other: string): boolean {
  const [a, b] = [nameLength(one), nameLength(other)];
  return a === b ? byCodeUnits(one, other) < 0 : a < b;
}

function nameLength(path: string): number {
  return path.length - path.lastIndexOf('/');
}

/** Says in one line why a dataset of a small project has nothing in one split, and what helps. Moves no file. Pure. */
import { type Split, splitOf } from './clusters.ts';

/** So many seeds are tried for one that gives both splits their share. */
const MOST_SEEDS = 1000;

interface SplitFile {
  readonly cluster: string;
  readonly split: Split;
}

interface Asked {
  readonly seed: number;
  readonly val_split: number;
  readonly split_by: string;
}

/** @returns '' where nothing is missing */
export function splitNote(
  files: readonly SplitFile[],
  { seed, val_split: share, split_by }: Asked,
  examples: Readonly<Record<Split, number>>,
): string {
  if (share === 0 || share === 1) return '';
  const empty = (['train', 'val'] as const).find((split) => examples[split] === 0);
  if (empty === undefined) return '';
  const own = files.filter(({ split }) => split === empty).length;
  const clusters = [...new Set(files.map(({ cluster }) => cluster))];
  const what = split_by === 'cluster' ? 'clusters of files' : split_by === 'dir' ? 'folders' : 'files';
  const why =
    own > 0
      ? `its ${own} files gave no example`
      : `a hash of the seed and its name decides where each of the ${clusters.length} ${what} is, and none fell there`;
  return `The split ${empty} is empty: ${why}. ${helps(files, clusters, { seed, share, split_by })}`;
}

function helps(
  files: readonly SplitFile[],
  clusters: readonly string[],
  { seed, share, split_by }: { readonly seed: number; readonly share: number; readonly split_by: string },
): string {
  const finer = split_by === 'file' ? '' : ', as may --split-by file, with what files give away of each other';
  if (clusters.length < 2) return `One alone can't be split${finer === '' ? '' : ' but by --split-by file'}.`;
  for (let other = seed + 1; other <= seed + MOST_SEEDS; other++) {
    const inVal = files.filter(({ cluster }) => splitOf(cluster, other, share) === 'val').length;
    const isNear = inVal > 0 && inVal >= (share * files.length) / 2 && inVal <= Math.max(1, share * files.length * 2);
    if (isNear && inVal < files.length)
      return `--seed ${other} helps (${inVal} of ${files.length} files are in val then)${finer}.`;
  }
  return `Another --seed or --val-split helps${finer}.`;
}

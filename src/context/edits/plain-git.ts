/** How git is asked for differences so that every machine answers alike. Runs nothing. */

/** What a configuration might say otherwise, and a reader of patches would misread. */
const CONFIG = ['core.fsmonitor=false', 'core.quotePath=false', 'diff.external=', 'diff.suppressBlankEmpty=false'];

/** Before the name of git's command. */
export const PLAIN_GIT: readonly string[] = CONFIG.flatMap((one) => ['-c', one]);

/** Renames are followed; paths are from the folder that git runs in. */
export const PLAIN_DIFF: readonly string[] = [
  'diff',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--ignore-submodules',
  '--inter-hunk-context=0',
  '--relative',
  '-M',
];

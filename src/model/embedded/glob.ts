/** File globs as users write them in `secretFiles`: `*`, `**`, `?`, `[…]`, `{a,b}`. Matches names and paths; walks no folders. */

/** The parts of a glob that mean more than themselves, and every other character. */
const PARTS = /\*\*\/|\*\*|\*|\?|\[!?[^\]]+\]|\{[^{}]*\}|[\s\S]/gu;

const MEANING: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

function translate(glob: string): string {
  return glob.replaceAll(PARTS, (part) => MEANING[part] ?? translatePart(part));
}

function translatePart(part: string): string {
  if (part.length > 2 && part.startsWith('[')) {
    const set = part.slice(1, -1).replaceAll(/[\\^[]/g, '\\$&');
    return set.startsWith('!') ? `[^/${set.slice(1)}]` : `[${set}]`;
  }
  if (part.length > 1 && part.startsWith('{')) return `(?:${part.slice(1, -1).split(',').map(translate).join('|')})`;
  return part.replaceAll(/[.+^$()|\\{}[\]]/g, '\\$&');
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(`^${pattern}$`, 'iu');
  } catch {
    // Half a range such as `[z-a]`: a list of secrets must fail closed, so it matches everything.
    return /^/;
  }
}

/**
 * A matcher for `globs`. One without `/` is held against the file's name, one with `/` against its path relative to `root`, and against the
 * whole path. Letter case is ignored: file systems that ignore it exist.
 * @param path absolute, with `/`.
 */
export function globMatcher(globs: readonly string[], root: string): (path: string) => boolean {
  const names: RegExp[] = [];
  const paths: RegExp[] = [];
  for (const glob of globs) (glob.includes('/') ? paths : names).push(compile(translate(glob)));
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const relative = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
    return names.some((re) => re.test(name)) || paths.some((re) => re.test(relative) || re.test(path));
  };
}

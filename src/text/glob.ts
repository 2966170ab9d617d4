/**
 * File globs as users write them in `secretFiles`: `*`, `**`, `?`, `[…]`, `{a,b}`, as `lua/fim/glob.lua` reads them. Matches names and
 * paths; walks no folders.
 */
import { homedir } from 'node:os';

/** The parts of a glob that mean more than themselves, and every other character. */
const PARTS = /\*\*\/|\*\*|\*|\?|\[!?\]?[^\]]*\]|\{[^{}]*\}|[\s\S]/gu;

const MEANING: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

function translate(glob: string): string {
  return glob.replaceAll(PARTS, (part) => MEANING[part] ?? translatePart(part));
}

function translatePart(part: string): string {
  const [, negation, members = ''] = /^\[(!?)(.*)\]$/su.exec(part) ?? [];
  if (members !== '') {
    const set = members.replaceAll(/[\\^[\]]/g, '\\$&');
    return negation === '!' ? `[^/${set}]` : `[${set}]`;
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
 * A matcher for `globs`. One without `/` is held against the file's name. One with `/` is held against the end of the path, from any folder on:
 * users mean the working directory, which may be another one for each window, and a file too many that is not read harms nobody. `~/` is the home
 * folder. Letter case is ignored: file systems that ignore it exist.
 * @param path absolute, with `/`.
 */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const names: RegExp[] = [];
  const paths: RegExp[] = [];
  for (const glob of globs) {
    const whole = glob.startsWith('~/') ? homedir() + glob.slice(1) : glob;
    if (whole.includes('/')) paths.push(compile(`(?:.*/)?${translate(whole)}`));
    else names.push(compile(translate(whole)));
  }
  return (path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return names.some((re) => re.test(name)) || paths.some((re) => re.test(path));
  };
}

/** File globs as users write them in `secretFiles`: `*`, `**`, `?`, `[…]`, `{a,b}`. Matches names and paths; walks no folders. */

const SPECIAL = /[.+^$()|\\{}[\]]/;

function translate(glob: string): string {
  let out = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] ?? '';
    const set = char === '[' ? /^\[(!?)([^\]]+)\]/.exec(glob.slice(i)) : null;
    if (glob.startsWith('**/', i)) {
      out += '(?:.*/)?';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      out += '.*';
      i += 1;
    } else if (char === '*') out += '[^/]*';
    else if (char === '?') out += '[^/]';
    else if (set !== null) {
      out += `[${set[1] === '!' ? '^/' : ''}${(set[2] ?? '').replaceAll(/[\\^[]/g, '\\$&')}]`;
      i += set[0].length - 1;
    } else if (char === '{' && glob.includes('}', i)) {
      depth++;
      out += '(?:';
    } else if (char === '}' && depth > 0) {
      depth--;
      out += ')';
    } else if (char === ',' && depth > 0) out += '|';
    else out += SPECIAL.test(char) ? `\\${char}` : char;
  }
  return out + ')'.repeat(depth);
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

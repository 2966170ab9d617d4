/** Names that a language brings along: no project declares them, and no index of one could know them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Id of a language → file in `builtins/`. */
const FILES: Readonly<Record<string, string>> = {
  php: 'php.txt',
  typescript: 'javascript.txt',
  tsx: 'javascript.txt',
  javascript: 'javascript.txt',
  python: 'python.txt',
  lua: 'lua.txt',
  go: 'go.txt',
  rust: 'rust.txt',
};

const read = new Map<string, ReadonlySet<string>>();

/** @param folder absolute path of `bench/retrieval/builtins`; @param language id of its entry */
export function builtinsOf(folder: string, language: string): ReadonlySet<string> {
  const file = FILES[language];
  if (file === undefined) return new Set();
  const path = join(folder, file);
  let names = read.get(path);
  if (names === undefined) {
    const lines = readFileSync(path, 'utf8').split('\n');
    names = new Set(lines.filter((line) => !line.startsWith('# ')).flatMap((line) => line.split(' ')));
    read.set(path, names);
  }
  return names;
}

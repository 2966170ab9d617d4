/** The name of a project: what its manifest says, else that of its folder. The same for each copy of it, so that prompts are. Reads each project's manifest once. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

const named = z.object({ name: z.string() });
const inJson = (text: string): string => named.parse(JSON.parse(text)).name;
const inLine =
  (pattern: RegExp) =>
  (text: string): string =>
    pattern.exec(text)?.[1] ?? '';

/** The first that says one wins. */
const MANIFESTS: readonly (readonly [file: string, read: (text: string) => string])[] = [
  ['composer.json', inJson],
  ['package.json', inJson],
  ['pyproject.toml', inLine(/^name\s*=\s*["']([^"']+)["']/mu)],
  ['Cargo.toml', inLine(/^name\s*=\s*"([^"]+)"/mu)],
  ['go.mod', inLine(/^module\s+(\S+)/mu)],
];
/** As registries allow them: `owner/project`, `@scope/project`, `host/owner/project`. */
const NAME = /^@?[\w.-]+(?:\/[\w.-]+)*$/u;
const LONGEST = 100;

const known = new Map<string, string>();

/** @param root absolute folder of the project */
export function projectName(root: string): string {
  const name = known.get(root) ?? MANIFESTS.map((manifest) => nameIn(root, manifest)).find(isName) ?? basename(root);
  known.set(root, name);
  return name;
}

function nameIn(root: string, [file, read]: (typeof MANIFESTS)[number]): string {
  try {
    return read(readFileSync(join(root, file), 'utf8'));
  } catch {
    // There is none, or nobody could make sense of it.
    return '';
  }
}

function isName(text: string): boolean {
  return text.length <= LONGEST && NAME.test(text);
}

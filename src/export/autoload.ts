/** Which namespaces composer.json maps to sources and which to tests. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Prefixes of namespaces with a `\\` at their end; '' for all. */
export interface Autoload {
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

export const NO_AUTOLOAD: Autoload = { sources: [], tests: [] };

const mapping = z.record(z.string(), z.unknown()).catch({});
const section = z
  .looseObject({ 'psr-4': mapping.default({}), 'psr-0': mapping.default({}) })
  .catch({ 'psr-4': {}, 'psr-0': {} });
const composer = z.looseObject({ autoload: section.optional(), 'autoload-dev': section.optional() });

/** @param root absolute folder of the project */
export async function autoloadOf(root: string): Promise<Autoload> {
  const text = await readFile(join(root, 'composer.json'), 'utf8').catch(() => '');
  const found = composer.safeParse(parsed(text));
  if (!found.success) return NO_AUTOLOAD;
  const { autoload, 'autoload-dev': dev } = found.data;
  return { sources: prefixesOf(autoload), tests: prefixesOf(dev) };
}

function prefixesOf(of: z.infer<typeof section> | undefined): readonly string[] {
  return of === undefined ? [] : [...new Set([...Object.keys(of['psr-4']), ...Object.keys(of['psr-0'])])];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

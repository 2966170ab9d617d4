/** The registry of package managers: who knows where a project's libraries are. A new one is a file and a line here. */
import type { Libraries } from '../disk.ts';
import { composerLibraries } from './composer.ts';
import { nodeLibraries } from './node-modules.ts';

const MANAGERS: readonly ((root: string) => Libraries)[] = [
  (root) => composerLibraries(root),
  (root) => nodeLibraries(root),
];

/** @param root absolute folder of the project */
export function librariesOf(root: string): Libraries {
  const all = MANAGERS.map((open) => open(root));
  return {
    typeFile: (qualified) => firstOf(all, (one) => one.typeFile(qualified)),
    functionFiles: () => all.flatMap((one) => one.functionFiles()),
    moduleFile: (specifier, importer) => firstOf(all, (one) => one.moduleFile?.(specifier, importer)),
  };
}

function firstOf(all: readonly Libraries[], find: (one: Libraries) => string | undefined): string | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

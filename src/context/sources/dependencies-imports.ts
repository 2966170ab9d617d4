/** The functions that a name in a file stands for, where it imports them. Guesses nothing where the file is not known. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import type { Import } from '../symbols.ts';
import { shortName } from './scope-lookup.ts';

/** @returns what gives the function for a name; `undefined` for one that is no imported function */
export function importedFunctions({ symbols }: Moment, project: ProjectView): (name: string) => Found | undefined {
  const imports = new Map<string, Import>();
  const add = (name: string, one: Import): void => {
    // The first one of a name counts.
    if (!imports.has(name)) imports.set(name, one);
  };
  for (const one of symbols.imports) {
    add(one.name, one);
    if (one.from !== undefined) add(one.alias, one);
  }
  return (name) => {
    const imported = imports.get(name);
    if (imported === undefined || imported.kind === 'module') return undefined;
    // Where imports tell functions from types, types are looked for elsewhere.
    if (imported.from === undefined) return imported.kind === 'function' ? project.function(name) : undefined;
    return imported.name === '*' ? undefined : project.function(shortName(imported.name));
  };
}

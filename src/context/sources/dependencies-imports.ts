/** The functions that a name in a file stands for, where it imports them. Guesses nothing where the file is not known. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import { shortName } from './scope-lookup.ts';

/** @returns `undefined` for a name that is no imported function */
export function importedFunction(name: string, moment: Moment, project: ProjectView): Found | undefined {
  const imported = moment.symbols.imports.find(
    (one) => one.name === name || (one.from !== undefined && one.alias === name),
  );
  if (imported === undefined || imported.kind === 'module') return undefined;
  // Where imports tell functions from types, types are looked for elsewhere.
  if (imported.from === undefined) return imported.kind === 'function' ? project.function(name) : undefined;
  return imported.name === '*' ? undefined : project.function(shortName(imported.name));
}

/** What a name that a file imports stands for, where it is no type: the functions of that name. Guesses nothing where the file is not known. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';

/** @returns undefined for a name that is no function */
export function importedBy(name: string, moment: Moment, project: ProjectView): readonly Found[] | undefined {
  const isFunction = moment.symbols.imports.some((one) => one.name === name && one.kind === 'function');
  const found = isFunction ? project.function(name) : undefined;
  return found === undefined ? undefined : [found];
}

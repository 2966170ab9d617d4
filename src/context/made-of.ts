/** What a value of a type can be made of where none is at hand: the first case of an enum, an object that is made of nothing. Knows types of the project only. */
import { areKin } from './naming/registry.ts';
import type { Found, ProjectView } from './project.ts';
import { shortName } from './sources/scope-lookup.ts';
import type { Declaration } from './symbols.ts';

export interface MadeOf {
  /** As the declaration that asks for it has it. */
  readonly type: string;
  /** Of the enum; '' for an object that is made without arguments. */
  readonly caseName: string;
}

/** As each language calls what makes an object. */
const CONSTRUCTORS = new Set(['__construct', 'constructor', '__init__']);

/** @param type as in `Declaration`; of several that it may be the first one that can be made counts @param language its id */
export function madeOf(type: string, language: string, project: ProjectView): MadeOf | undefined {
  for (const part of type.split('|').map((each) => each.trim())) {
    const found = typeOf(part, language, project);
    if (found === undefined) continue;
    const { kind, isAbstract } = found.declaration;
    const first = project.membersOf(found).find(({ declaration }) => declaration.kind === 'case');
    if (kind === 'enum' && first !== undefined) return { type: part, caseName: first.declaration.name };
    if (kind === 'class' && isAbstract !== true && isMadeOfNothing(found, [], project))
      return { type: part, caseName: '' };
  }
  return undefined;
}

/** What it inherits has to be known: a constructor may stand there. */
export function isMadeOfNothing(type: Found, ancestors: readonly Found[], project: ProjectView): boolean {
  const { extends: parents = [], traits = [] } = type.declaration;
  for (const one of [type, ...ancestors]) {
    const own = project.membersOf(one).find(({ declaration }) => CONSTRUCTORS.has(declaration.name));
    if (own !== undefined) return !needsArguments(own.declaration);
  }
  const isKnown = (name: string): boolean =>
    ancestors.some(({ declaration }) => declaration.name === shortName(name.split('<')[0] ?? ''));
  return [...parents, ...traits].every(isKnown);
}

function needsArguments({ params = [], visibility = 'public' }: Declaration): boolean {
  return (
    visibility !== 'public' || params.some(({ isOptional, isVariadic }) => isOptional !== true && isVariadic !== true)
  );
}

/** Where names are not qualified, the only one of that name. */
function typeOf(name: string, language: string, project: ProjectView): Found | undefined {
  if (!/^[\p{L}_\\][\p{L}\p{N}_\\]*$/u.test(name)) return undefined;
  const named = project.typesNamed(name).filter(({ file }) => areKin(language, file.symbols.language));
  const found = named.length === 1 ? named[0] : project.type(name);
  return found?.file.isOwn === true && areKin(language, found.file.symbols.language) ? found : undefined;
}

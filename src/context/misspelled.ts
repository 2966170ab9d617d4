/** The method of a class that may have been meant to be one that the class lacks: its name is nearly that one. Renames nothing. */
import { nameDistance } from '../text/near-name.ts';
import type { Found, ProjectView } from './project.ts';
import type { Moment } from './source.ts';
import type { Declaration } from './symbols.ts';

const MOST_DISTANCE = 2;
/** Shorter names are near to names of another meaning: `get`, `set`. */
const SHORT_NAME = 4;

/**
 * @param wanted what the class lacks
 * @param own members of the class
 * @param inherited names of everything that it inherits or has to have
 * @returns its name; '' where there is none
 */
export function misspelled(
  wanted: Declaration,
  own: readonly Found[],
  inherited: ReadonlySet<string>,
  { text }: Moment,
  project: ProjectView,
): string {
  const most = wanted.name.length < SHORT_NAME ? 0 : MOST_DISTANCE;
  const near = own.flatMap(({ declaration }) => {
    const distance = nameDistance(wanted.name, declaration.name, most);
    const isMeant = distance <= most && isLike(declaration, wanted, distance) && !inherited.has(declaration.name);
    return isMeant && !isUsedElsewhere(declaration.name, text, project) ? [{ name: declaration.name, distance }] : [];
  });
  return near.sort((a, b) => a.distance - b.distance)[0]?.name ?? '';
}

/** The letter that a name begins with is seldom the wrong one, and one letter at its end (`row`, `rows`) is often none. */
function isLike(one: Declaration, wanted: Declaration, distance: number): boolean {
  if (
    one.kind !== wanted.kind ||
    (one.isStatic === true) !== (wanted.isStatic === true) ||
    one.name[0] !== wanted.name[0]
  )
    return false;
  const [params, asked] = [one.params ?? [], wanted.params ?? []];
  if (params.length !== asked.length) return false;
  if (params.every(({ name }, index) => name === asked[index]?.name) && params.length > 0) return true;
  const [short = '', long = ''] = [one.name, wanted.name].sort((a, b) => a.length - b.length);
  return distance === 1 && !long.startsWith(short);
}

/** Who calls it in other files means what it is called. */
function isUsedElsewhere(name: string, text: string, project: ProjectView): boolean {
  return (
    project.usage(name) > [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'gu'))].length
  );
}

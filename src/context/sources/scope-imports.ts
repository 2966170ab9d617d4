/** Which of several declarations of one name an import means, by the path that it comes from. Reads no files, follows no configuration. */
import type { Found } from '../project.ts';
import type { Import } from '../symbols.ts';

/** Files that stand for the folder that they are in. */
const FOLDER_FILES: ReadonlySet<string> = new Set(['index', 'mod', 'lib', '__init__', 'init']);

/** The import that a name as code writes it begins with: `models.Order` with `models`. PHP's are resolved before and have no `from`. */
export function importOf(name: string, imports: readonly Import[]): Import | undefined {
  let first: string | undefined;
  for (const one of imports) {
    if (one.from === undefined) continue;
    first ??= name.split(/\.|::/u)[0];
    if (one.alias === name || one.alias === first) return one;
  }
  return undefined;
}

/** Starts what is in the project for sure; other paths may be a library's. */
const OWN = /^(?:\.|crate\b|self\b|super\b|@\/|~\/)/u;

/** The only one whose path ends most like the import's; `undefined` where none does, or several do alike. */
export function comesFrom(found: readonly Found[], from: string): Found | undefined {
  if (found.length === 1 && OWN.test(from)) return found[0];
  const wanted = partsOf(from);
  let best: Found | undefined;
  let most = 0;
  for (const one of found) {
    const alike = commonTail(placesOf(one.file.relative), wanted);
    if (alike === most) best = undefined;
    if (alike > most) [best, most] = [one, alike];
  }
  return best;
}

/** `../models/order` → models, order; `app.models` → app, models; `crate::order` → crate, order. */
function partsOf(from: string): readonly string[] {
  return from
    .replace(/\.[cm]?[jt]sx?$/u, '')
    .split(/[./\\:]+/u)
    .filter((part) => part !== '');
}

/** What a file may be imported as: itself, and its folder where that is enough. */
function placesOf(relative: string): readonly (readonly string[])[] {
  const parts = relative.replace(/\.[^./]*$/u, '').split('/');
  const folder = parts.slice(0, -1);
  return FOLDER_FILES.has(parts.at(-1) ?? '') ? [folder] : [parts, folder];
}

function commonTail(places: readonly (readonly string[])[], wanted: readonly string[]): number {
  return Math.max(
    ...places.map((place) => {
      let alike = 0;
      while (alike < wanted.length && wanted.at(-1 - alike) === place.at(-1 - alike)) alike++;
      return alike;
    }),
  );
}

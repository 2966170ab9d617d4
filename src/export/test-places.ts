/** Where tests stand, and where what they test does: by folders and by namespaces. Pure. */
import { type Autoload, NO_AUTOLOAD } from './autoload.ts';
import type { NamedFile } from './named-file.ts';

/** Folders whose names mirrors leave out. */
const ROOTS = /(?:^|\/)(?:src|lib|app|tests?|__tests__|specs?|unit|integration|feature|functional)(?=\/)/giu;

/** Parts of namespaces that tests have for themselves. */
const TEST_PART = /^(?:tests?|unit|integration|feature|functional)$/iu;

/** The same place below the roots of sources and tests, by folders or by namespaces (`App\\Order`, `App\\Tests\\OrderTest`). */
export function isMirrored({ path, types }: NamedFile, test: NamedFile, autoload?: Autoload): boolean {
  if (placeOf(path) === placeOf(test.path)) return true;
  const mirrored = mirroredNamespaces(test, autoload);
  return types.some((type) => mirrored.includes(namespaceOf(type)));
}

/** Somewhere below the mirrored place: tests of a namespace stand in one folder often. */
export function isBelow({ path, types }: NamedFile, test: NamedFile, autoload?: Autoload): boolean {
  if (types.length === 0 || !types.some((type) => type.includes('\\')))
    return placeOf(path).startsWith(placeOf(test.path));
  const mirrored = mirroredNamespaces(test, autoload);
  return types.some((type) => mirrored.some((namespace) => type.startsWith(`${namespace}\\`)));
}

/** The namespaces that a test's own one mirrors: as composer maps those of tests and of sources, and without the part for tests that it has. */
function mirroredNamespaces({ namespace }: NamedFile, { sources, tests }: Autoload = NO_AUTOLOAD): readonly string[] {
  const whole = `${namespace}\\`;
  const mapped = tests
    .filter((prefix) => whole.startsWith(prefix))
    .flatMap((prefix) => sources.map((source) => `${source}${whole.slice(prefix.length)}`.replace(/\\$/u, '')));
  const all = namespace.split('\\');
  const rest = all.filter((part) => !TEST_PART.test(part));
  return rest.length < all.length ? [...mapped, rest.join('\\')] : mapped;
}

/** The folders of a file without those that tests and sources have for themselves. */
function placeOf(path: string): string {
  return `/${folderOf(modulePath(path)).toLowerCase()}/`.replace(ROOTS, '').replace(/^\/+|\/+$/gu, '');
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function stemOf(path: string): string {
  return nameOf(modulePath(path)).toLowerCase();
}

/** Python's packages have the name of their folder. */
export function modulePath(path: string): string {
  const name = path.replace(/(?<=.)\/__init__\.py$/u, '');
  return name.replace(/\.\w+$/u, '');
}

/** The name of the file up to its first dot. */
export function nameOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}

export function namespaceOf(type: string): string {
  return type.slice(0, Math.max(0, type.lastIndexOf('\\')));
}

/** Which of two types says more: the native one is certain, a doc comment's may know what is inside, or which class it is. Knows only their texts. */
import { isBuiltin } from './php-names.ts';
import { splitOutside } from './split.ts';

const SCALARS: ReadonlySet<string> = new Set(['int', 'float', 'bool', 'true', 'false', 'void', 'never', 'null']);
/** Hold something, and don't say what. */
const CONTAINERS: ReadonlySet<string> = new Set(['array', 'iterable']);
/** Say as little as nothing. */
const EMPTY: ReadonlySet<string> = new Set(['mixed', 'object', 'null', 'void', 'resource', 'scalar']);

/**
 * @param native as it is declared; '' for none
 * @param doc as a comment says; '' for nothing
 * Both qualified.
 */
export function betterType(native: string, doc: string): string {
  if (native === '' || doc === '' || native === doc) return native === '' ? doc : native;
  const docParts = partsOf(doc);
  if (docParts.every((part) => EMPTY.has(part))) return native;
  const nativeParts = partsOf(native);
  if (nativeParts.every((part) => SCALARS.has(part))) return native;
  // Text can only be told to be the name of a class.
  if (nativeParts.every((part) => part === 'string' || SCALARS.has(part)))
    return /\bclass-string\b/u.test(doc) ? doc : native;
  if (nativeParts.every((part) => CONTAINERS.has(part) || SCALARS.has(part))) {
    return docParts.some(isContainer) || (native.includes('iterable') && docParts.some(namesClass)) ? doc : native;
  }
  if (nativeParts.some((part) => EMPTY.has(part) || CONTAINERS.has(part))) return doc;
  if (!docParts.some((part) => namesClass(part) || isContainer(part))) return native;
  // `Collection` and `Order[]`: both are true, the comment tells what is inside.
  return docParts.some(namesClass) ? doc : `${native}|${doc}`;
}

/** Alternatives, without `null`. */
function partsOf(type: string): readonly string[] {
  const parts = splitOutside(type, '|', true).filter((part) => part !== 'null');
  return parts.length === 0 ? [type] : parts;
}

function isContainer(part: string): boolean {
  return /\[\]$|^(?:non-empty-)?(?:array|list)\b|^iterable\b/u.test(part);
}

/** A class, a template, the class itself, a callable of which more is said, or one of two types. */
function namesClass(part: string): boolean {
  if (isContainer(part)) return false;
  if (/^(?:\$this|static|self)$|^[(]|[({]/u.test(part)) return true;
  const name = /^[\w\\\u0080-\uffff-]+/u.exec(part)?.[0] ?? '';
  return name !== '' && !isBuiltin(name);
}

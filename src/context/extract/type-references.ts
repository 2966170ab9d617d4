/** The types that declarations name, as references: in languages where a type can be named without an import. Resolves no names. */
import type { Declaration, Reference } from '../symbols.ts';

const NAME = /(?<![\p{L}\p{N}_."'])[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*(?![\p{L}\p{N}_"':(])/gu;

/**
 * Each name once.
 * @param isBuiltin of a name in a type's text
 * @param qualify how the name is called in the whole project; the name itself where this is left out
 */
export function typeReferences(
  declarations: readonly Declaration[],
  isBuiltin: (name: string) => boolean,
  qualify: (name: string) => string = (name) => name,
): readonly Reference[] {
  const found = new Map<string, Reference>();
  for (const {
    type,
    params = [],
    extends: parents = [],
    implements: traits = [],
    nameRow,
    templates = [],
  } of declarations) {
    const add = (text: string | undefined, role: Reference['role']): void => {
      for (const [name] of (text ?? '').matchAll(NAME)) {
        if (isBuiltin(name) || templates.includes(name)) continue;
        const key = `${role} ${name}`;
        if (!found.has(key)) found.set(key, { name: qualify(name), role, row: nameRow });
      }
    };
    for (const one of [type, ...params.map((param) => param.type)]) add(one, 'type');
    for (const one of parents) add(one, 'extends');
    for (const one of traits) add(one, 'implements');
  }
  return [...found.values()];
}

/** The imports of Python. Resolves no paths. */
import type { Import } from '../symbols.ts';
import { splitOutside } from './split.ts';

/**
 * @param statement one whole import, without comments
 * @param row 0-based, where it stands
 * @param isModule whether a name is used as a module is: `models.Order`, but never `models()`
 */
export function pythonImports(statement: string, row: number, isModule: (alias: string) => boolean): readonly Import[] {
  const match = /^from\s+([.\w\s]+?)\s*\bimport\b\s*\(?([^)]*)/u.exec(statement);
  if (match === null) return plainImports(statement, row);
  const from = (match[1] ?? '').replace(/\s/gu, '');
  return splitOutside(match[2] ?? '', ',').flatMap((part): readonly Import[] => {
    if (part === '*') return [{ alias: '*', name: '*', from, kind: 'module', row }];
    const [, name = '', alias = name] =
      /^([\p{L}_][\p{L}\p{N}_]*)(?:\s+as\s+([\p{L}_][\p{L}\p{N}_]*))?$/u.exec(part) ?? [];
    if (name === '') return [];
    // A package's module, not something that it declares.
    if (isModule(alias) && !/^\p{Lu}/u.test(name))
      return [{ alias, name: '*', from: below(from, name), kind: 'module', row }];
    return [{ alias, name, from, kind: kindOf(name), row }];
  });
}

/** `import os, a.b as c`. Without `as`, the first part of a path is what it can be called by. */
function plainImports(statement: string, row: number): readonly Import[] {
  return splitOutside(statement.replace(/^import\s*/u, ''), ',').flatMap((part): readonly Import[] => {
    const [, from = '', alias = from.split('.')[0] ?? ''] =
      /^([\p{L}_][\p{L}\p{N}_.]*)(?:\s+as\s+([\p{L}_][\p{L}\p{N}_]*))?$/u.exec(part) ?? [];
    return from === '' ? [] : [{ alias, name: '*', from, kind: 'module', row }];
  });
}

function below(from: string, name: string): string {
  return from.endsWith('.') ? from + name : `${from}.${name}`;
}

function kindOf(name: string): Import['kind'] {
  if (/^_*[A-Z][A-Z0-9_]+$/u.test(name)) return 'constant';
  return /^_*\p{Lu}/u.test(name) ? 'type' : 'function';
}

/** The imports of TypeScript and JavaScript: `import` statements and top-level `require` calls. Resolves no paths. */
import type { Import } from '../symbols.ts';
import { splitOutside } from './split.ts';

/** @param statement one whole `import`; @param row 0-based, where it stands */
export function scriptImports(statement: string, row: number): readonly Import[] {
  const match = /^import\s+([\s\S]*?)\s*from\s*(['"])(.*?)\2/u.exec(statement);
  if (match === null) return [];
  const from = match[3] ?? '';
  const isTypeOnly = /^type\s+[{*\w]/u.test(match[1] ?? '') && !/^type\s*,/u.test(match[1] ?? '');
  return splitOutside((match[1] ?? '').replace(/^type\s+(?=[{*\w])/u, ''), ',').flatMap((part): readonly Import[] => {
    if (part.startsWith('{')) return named(part, from, row, isTypeOnly);
    const space = /^\*\s+as\s+([\w$]+)/u.exec(part)?.[1];
    if (space !== undefined) return [{ alias: space, name: '*', from, kind: 'module', row }];
    const alias = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(part)?.[0];
    return alias === undefined ? [] : [{ alias, name: 'default', from, kind: kindOf(alias, isTypeOnly), row }];
  });
}

/** @param declarator `{ a, b: c } = require('x')` or `a = require('x').b` */
export function requiredImports(declarator: string, row: number): readonly Import[] {
  const match = /^\s*(\{[^{}]*\}|[\w$]+)\s*=\s*require\(\s*(['"])(.*?)\2\s*\)(?:\.([\w$]+))?\s*;?\s*$/u.exec(
    declarator,
  );
  if (match === null) return [];
  const [, target = '', , from = '', member] = match;
  if (target.startsWith('{')) return named(target.replace(/:/gu, ' as '), from, row, false);
  if (member !== undefined) return [{ alias: target, name: member, from, kind: kindOf(target, false), row }];
  return [{ alias: target, name: '*', from, kind: 'module', row }];
}

function named(list: string, from: string, row: number, isTypeOnly: boolean): readonly Import[] {
  return splitOutside(list.replace(/^\{|\}$/gu, ''), ',').flatMap((part) => {
    const match = /^(type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/u.exec(part);
    if (match === null) return [];
    const [, type, name = '', alias = name] = match;
    return [{ alias, name, from, kind: kindOf(name, isTypeOnly || type !== undefined), row }];
  });
}

function kindOf(name: string, isType: boolean): Import['kind'] {
  return isType || /^[A-Z]/u.test(name) ? 'type' : 'function';
}

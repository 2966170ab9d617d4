/** Lua: types as annotations write them, in the notation that the resolver reads: `Item[]?` → `Item[]`, `fun(): A` → `fun<A>`. */
import { closingAt, splitOutside } from '../../extract/split.ts';
import { plainType } from '../module-view.ts';
import type { Scope } from '../scope.ts';
import { namedType } from '../type-text.ts';

/** Say nothing of what is inside. */
const NOTHING =
  /^(?:nil|any|unknown|table|string|number|integer|boolean|function|fun|userdata|thread|self|void|\.\.\.|)$/u;
/** Aliases of aliases: more are a circle. */
const MOST_HOPS = 6;

export function luaTypeText(text: string): string {
  return splitOutside(text, '|', true)
    .map(one)
    .filter((part) => part !== '')
    .join('|');
}

function one(text: string): string {
  const type = text.replace(/\?$/u, '').trim();
  if (/^['"`{\d]/u.test(type)) return '';
  if (/^fun\s*\(/u.test(type)) {
    const close = closingAt(type, type.indexOf('('));
    const result = /^\s*:\s*([\s\S]+)$/u.exec(type.slice(close + 1))?.[1] ?? '';
    return `fun<${luaTypeText(splitOutside(result, ',', true)[0] ?? '') || 'nil'}>`;
  }
  if (type.startsWith('(') && type.endsWith(')')) return luaTypeText(type.slice(1, -1));
  return type.endsWith('[]') ? `${one(type.slice(0, -2))}[]` : type;
}

/** As a person would write it. */
export function shownType(type: string): string {
  return plainType(type);
}

/** The alternatives of a type, aliases by what they stand for. */
export function parts(type: string, scope: Scope): readonly string[] {
  return [...new Set(expanded(type, scope, MOST_HOPS))];
}

function expanded(type: string, scope: Scope, hops: number): readonly string[] {
  if (hops <= 0) return [];
  return splitOutside(type, '|', true).flatMap((part): readonly string[] => {
    if (NOTHING.test(part)) return [];
    const found = scope.project.type(namedType(part)?.name ?? '')?.declaration;
    const alias = found?.kind === 'type' ? found.type : undefined;
    return alias === undefined ? [part] : expanded(alias, scope, hops - 1);
  });
}

/** What a loop over a table gives as its value. */
export function element(part: string): string | undefined {
  if (part.endsWith('[]')) return undefined;
  const named = namedType(part);
  if (named === undefined) return '';
  return named.name === 'table' || named.name === 'list' ? (named.args.at(-1) ?? '') : '';
}

/** What a call of a value of that type gives. */
export function returned(part: string): string {
  const named = namedType(part);
  return named?.name === 'fun' ? (named.args[0] ?? '').replace(/^nil$/u, '') : '';
}

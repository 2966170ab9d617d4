/** What a file of TypeScript or JavaScript exports under another name than it declares, and what it hands on. Resolves no paths. */
import type { Export } from '../symbols.ts';
import { splitOutside } from './split.ts';

const FROM = String.raw`\s*from\s*(['"])(.*?)`;
const ALL = new RegExp(String.raw`^export\s+(?:type\s+)?\*(?:\s*as\s+([\w$]+))?${FROM}\2`, 'gmu');
const NAMED = /^\s*export\s+(?:type\s+)?\{([^{}]*)\}(?:\s*from\s*(['"])(.*?)\2)?/gmu;
const DEFAULT =
  /^export\s+default\s+(?:(?:abstract|async)\s+)*(?:(?:class|function\s*\*?|interface|enum)\s+)?([\p{L}_$][\p{L}\p{N}_$]*)\s*(?=[;\n{(<]|extends\b|implements\b|$)/gmu;
const WHOLE = /^\s*(?:export|module\.exports)\s*=\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*;?\s*$/gmu;
const WORDS: ReadonlySet<string> = new Set(['class', 'function', 'new', 'async', 'await', 'abstract']);

/** @param code of the file, without comments */
export function scriptExports(code: string): readonly Export[] {
  if (!code.includes('export')) return [];
  const found: Export[] = [];
  for (const [, alias = '*', , from = ''] of code.matchAll(ALL)) found.push({ alias, name: '*', from });
  for (const [, list = '', , from] of code.matchAll(NAMED)) found.push(...named(list, from));
  for (const [, name = ''] of code.matchAll(DEFAULT)) if (!WORDS.has(name)) found.push({ alias: 'default', name });
  for (const [, name = ''] of code.matchAll(WHOLE)) if (!WORDS.has(name)) found.push({ alias: '=', name });
  return found;
}

function named(list: string, from: string | undefined): readonly Export[] {
  return splitOutside(list, ',').flatMap((part) => {
    const match = /^(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/u.exec(part);
    if (match === null) return [];
    const [, name = '', alias = name] = match;
    // What is exported as it is called needs no record.
    if (from === undefined && alias === name) return [];
    return [{ alias, name, ...(from === undefined ? {} : { from }) }];
  });
}

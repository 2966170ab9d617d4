/** Where a file uses what it imports: each name with what it is used for. Looks at the text around a name only; resolves nothing. */
import type { Capture } from '../../syntax/symbol-parser.ts';
import type { Import, Reference } from '../symbols.ts';

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const ROLES: Readonly<Record<string, Reference['role']>> = { extends: 'extends', implements: 'implements', new: 'new' };
/** So far around a name is looked, in UTF-16 units. */
const BEFORE = 14;
const AFTER = 80;
const MEMBER = /^\s*(?:\.|::)\s*([\p{L}_$][\p{L}\p{N}_$]*)/u;

/** What languages differ in where they use imported names. */
export interface UseRules {
  /** A class is called to make an object of it. */
  readonly isCallNew?: boolean;
  /** Finds the member of a module in the text behind the module's name; `.` or `::` stand between them where this is left out. */
  readonly member?: RegExp;
  /** How a member of an imported module is called in the whole project; its own name where this is left out. */
  readonly memberName?: (module: Import, member: string) => string;
}

/**
 * Where imported names are used, each once in each role.
 * @param code without comments and strings
 * @param skip ranges of the imports themselves, in the order of the text
 */
export function importedUses(
  code: string,
  imports: readonly Import[],
  skip: readonly Capture[],
  rowOf: (offset: number) => number,
  rules: UseRules = {},
): readonly Reference[] {
  const byAlias = new Map(imports.map((one) => [one.alias, one]));
  const found = new Map<string, Reference>();
  let next = 0;
  for (const match of code.matchAll(WORD)) {
    const [word] = match;
    const imported = byAlias.get(word);
    if (imported === undefined) continue;
    const at = match.index;
    while ((skip[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next++;
    if ((skip[next]?.start ?? Number.POSITIVE_INFINITY) <= at) continue;
    const before = code.slice(Math.max(0, at - BEFORE), at);
    const use = useOf(imported, before, code.slice(at + word.length, at + AFTER), rules);
    const key = `${use?.role} ${use?.name}`;
    if (use !== undefined && !found.has(key)) found.set(key, { ...use, row: rowOf(at) });
  }
  return [...found.values()];
}

/** What an imported name stands for between two pieces of code; `undefined` for a member of that name, which is something else. */
function useOf(
  imported: Import,
  before: string,
  after: string,
  { isCallNew = false, member: pattern = MEMBER, memberName }: UseRules,
): Omit<Reference, 'row'> | undefined {
  const { alias, name, kind } = imported;
  if (/(?<!\.\.)\.\s*$|::\s*$/u.test(before)) return undefined;
  const member = kind === 'module' ? pattern.exec(after) : null;
  const own = name === '*' || name === 'default' ? alias : name;
  const called = member?.[1] ?? own;
  const isCall = /^\s*\(/u.test(after.slice(member?.[0].length ?? 0));
  const isUpper = /^\p{Lu}/u.test(called);
  const isFunction = isCall || kind === 'function' || (member !== null && !isUpper);
  const isMade = isCall && isCallNew && isUpper;
  const role = ROLES[/(\w+)\s+$/u.exec(before)?.[1] ?? ''] ?? (isMade ? 'new' : isFunction ? 'call' : 'type');
  return { name: member?.[1] === undefined ? own : (memberName?.(imported, member[1]) ?? member[1]), role };
}

/** Members of types by name, kept as long as the symbols of their file: looking one up must not cost a walk over all of them. */
import type { Found } from '../project.ts';
import type { Declaration, FileSymbols } from '../symbols.ts';

/** For each type of a file: indices of its members by their name in lower case. */
type Table = ReadonlyMap<number, ReadonlyMap<string, readonly number[]>>;

const tables = new WeakMap<FileSymbols, Table>();

/**
 * The member of a type itself that has that name.
 * @param isCall methods, whose case does not matter (in PHP); else everything that is not called
 */
export function memberCalled({ file, index }: Found, name: string, isCall: boolean): Found | undefined {
  let table = tables.get(file.symbols);
  if (table === undefined) {
    table = tableOf(file.symbols);
    tables.set(file.symbols, table);
  }
  for (const at of table.get(index)?.get(name.toLowerCase()) ?? []) {
    const declaration = file.symbols.declarations[at];
    if (declaration === undefined || isFunction(declaration) !== isCall) continue;
    if (isCall || declaration.name === name) return { file, declaration, index: at };
  }
  return undefined;
}

function tableOf({ declarations }: FileSymbols): Table {
  const table = new Map<number, Map<string, number[]>>();
  for (const [index, { parent, name }] of declarations.entries()) {
    if (parent < 0) continue;
    const members = table.get(parent) ?? new Map<string, number[]>();
    table.set(parent, members);
    const key = name.toLowerCase();
    const same = members.get(key);
    if (same === undefined) members.set(key, [index]);
    else same.push(index);
  }
  return table;
}

function isFunction({ kind }: Declaration): boolean {
  return kind === 'method' || kind === 'function';
}

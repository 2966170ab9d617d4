/** Who declares a name: for each name's number the declarations that have it. Names and declarations are numbers here. */
import type { FileNames } from './file-names.ts';

/** The declarations of name n: [starts[n], starts[n + 1]) in the other arrays. */
export interface Declaring {
  readonly starts: Int32Array;
  readonly declarations: Int32Array;
  /** The file of each. */
  readonly files: Int32Array;
}

/** The number of each file's first declaration, and behind them how many there are in all. */
export function firstDeclarations(all: readonly FileNames[]): Int32Array {
  const firsts = new Int32Array(all.length + 1);
  for (const [at, { declaredTypes }] of all.entries()) firsts[at + 1] = (firsts[at] ?? 0) + declaredTypes.length;
  return firsts;
}

/**
 * Sorts declarations by their name's number, by counting.
 * @param count of names
 */
export function declaringOf(
  all: readonly FileNames[],
  firsts: Int32Array,
  count: number,
  declared: (names: FileNames) => readonly number[],
): Declaring {
  const lists = all.map(declared);
  const starts = startsOf(lists, count);
  const declarations = new Int32Array(starts[count] ?? 0);
  const files = new Int32Array(declarations.length);
  const next = starts.slice();
  for (const [file, ids] of lists.entries()) {
    let declaration = firsts[file] ?? 0;
    for (const id of ids) {
      if (id >= 0) {
        const place = next[id] ?? 0;
        next[id] = place + 1;
        declarations[place] = declaration;
        files[place] = file;
      }
      declaration++;
    }
  }
  return { starts, declarations, files };
}

function startsOf(lists: readonly (readonly number[])[], count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const ids of lists) for (const id of ids) if (id >= 0) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < count; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  return starts;
}

/** The graph of a project: which file names which declarations of which other files, and how much that says. Ranks nothing. */
import type { ProjectFile } from '../project.ts';
import { type Declaring, declaringOf, firstDeclarations } from './declaring.ts';
import { EdgeList, type NamingEdges } from './edge-list.ts';
import type { FileNames, NameSpaces } from './file-names.ts';
import type { Names } from './names.ts';

/** A name that is declared more often (`get`, `handle`) doesn't tell which of them is meant. */
const MOST_DECLARING = 6;
/** A plain identifier may be another thing of the same name; a reference is a fact. */
const PLAIN_WEIGHT = 0.3;
/** A name that stands in more of the files is a word of the language; a small project has too few to tell. */
const EVERYWHERE_SHARE = 0.3;
const EVERYWHERE_FILES = 12;

export interface Graph extends NamingEdges {
  readonly files: readonly ProjectFile[];
  /** The declarations of file f are numbered [firsts[f], firsts[f + 1]). */
  readonly firsts: Int32Array;
}

/** @param all in an order that depends on nothing but the files: sums of floating numbers depend on it */
export function buildGraph(all: readonly FileNames[], spaces: NameSpaces): Graph {
  const firsts = firstDeclarations(all);
  const types = declaringOf(all, firsts, spaces.types.size, ({ declaredTypes }) => declaredTypes);
  const plain = declaringOf(all, firsts, spaces.plain.size, ({ declaredPlain }) => declaredPlain);
  const shares = nameShares(spaces.plain, all);
  const edges = new EdgeList(all.length, firsts[all.length] ?? 0);
  // For each plain name the last file, counted from 1, that has it and in which it isn't yet known what it means.
  const open = new Int32Array(spaces.plain.size);
  for (const [from, names] of all.entries()) {
    edges.begin(from);
    for (const id of names.mentioned) open[id] = from + 1;
    for (let at = 0; at < names.types.length; at++) {
      const weight = names.typeWeights[at] ?? 0;
      eachOf(types, names.types[at] ?? -1, (file, declaration, share) => {
        edges.add(file, declaration, weight, share);
        connectMembers(all[file], declaration, file, share);
      });
    }
    for (const id of names.mentioned) {
      const worth = shares[id] ?? 0;
      if (worth === 0 || open[id] !== from + 1) continue;
      eachOf(plain, id, (file, declaration, share) => edges.add(file, declaration, PLAIN_WEIGHT, share * worth));
    }
    /** Who refers to a type and has the name of one of its members means that member. */
    function connectMembers(target: FileNames | undefined, type: number, file: number, share: number): void {
      if (target === undefined) return;
      const first = firsts[file] ?? 0;
      for (const member of target.members.get(type - first) ?? []) {
        const id = target.declaredPlain[member] ?? -1;
        if (id < 0 || open[id] !== from + 1) continue;
        open[id] = 0;
        edges.add(file, first + member, PLAIN_WEIGHT, share * (shares[id] ?? 0));
      }
    }
  }
  return { files: all.map(({ file }) => file), firsts, ...edges.finish() };
}

/** All who declare a name, if they are few enough to mean something. */
function eachOf(
  { starts, declarations, files }: Declaring,
  id: number,
  visit: (file: number, declaration: number, share: number) => void,
): void {
  const first = starts[id] ?? 0;
  const end = starts[id + 1] ?? 0;
  if (end - first > MOST_DECLARING) return;
  for (let at = first; at < end; at++) visit(files[at] ?? 0, declarations[at] ?? 0, 1 / (end - first));
}

/** For each name how sure it is that it isn't another thing's, 0–1. */
function nameShares(plain: Names, all: readonly FileNames[]): Float64Array {
  const spread = new Int32Array(plain.size);
  for (const { mentioned } of all) for (const id of mentioned) spread[id] = (spread[id] ?? 0) + 1;
  const most = Math.max(EVERYWHERE_FILES, all.length * EVERYWHERE_SHARE);
  const shares = Float64Array.from(plain.shares);
  for (let id = 0; id < shares.length; id++) if ((spread[id] ?? 0) > most) shares[id] = 0;
  return shares;
}

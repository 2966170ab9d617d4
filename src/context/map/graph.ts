/** The graph of a project: which file names which declarations of which other files, and how much that says. Ranks nothing. */
import type { ProjectFile } from '../project.ts';
import { type Declaring, declaringOf, firstDeclarations } from './declaring.ts';
import { EdgeList, type NamingEdges } from './edge-list.ts';
import type { FileNames, NameSpaces } from './file-names.ts';
import type { Names } from './names.ts';
import type { Steps } from './steps.ts';

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
export function* buildGraph(all: readonly FileNames[], spaces: NameSpaces): Steps<Graph> {
  const builder = new Builder(all, spaces);
  for (let from = 0; from < all.length; from++) {
    builder.connect(from);
    yield;
  }
  return builder.finish();
}

class Builder {
  readonly #all: readonly FileNames[];
  readonly #firsts: Int32Array;
  readonly #types: Declaring;
  readonly #plain: Declaring;
  readonly #shares: Float64Array;
  readonly #edges: EdgeList;
  /** For each plain name the last file, counted from 1, that has it and in which it isn't yet known what it means. */
  readonly #open: Int32Array;

  constructor(all: readonly FileNames[], { types, plain }: NameSpaces) {
    this.#all = all;
    this.#firsts = firstDeclarations(all);
    this.#types = declaringOf(all, this.#firsts, types.size, ({ declaredTypes }) => declaredTypes);
    this.#plain = declaringOf(all, this.#firsts, plain.size, ({ declaredPlain }) => declaredPlain);
    this.#shares = nameShares(plain, all);
    this.#edges = new EdgeList(all.length, this.#firsts[all.length] ?? 0);
    this.#open = new Int32Array(plain.size);
  }

  /** Finds the edges of one file. */
  connect(from: number): void {
    const names = this.#all[from];
    this.#edges.begin(from);
    if (names === undefined) return;
    for (const id of names.mentioned) this.#open[id] = from + 1;
    for (let at = 0; at < names.types.length; at++) {
      this.#connectType(from, names.types[at] ?? -1, names.typeWeights[at] ?? 0);
    }
    for (const id of names.mentioned) if (this.#open[id] === from + 1) this.#connectName(id);
  }

  finish(): Graph {
    return { files: this.#all.map(({ file }) => file), firsts: this.#firsts, ...this.#edges.finish() };
  }

  #connectType(from: number, id: number, weight: number): void {
    const { starts, declarations, files } = this.#types;
    const first = starts[id] ?? 0;
    const end = starts[id + 1] ?? 0;
    if (end - first > MOST_DECLARING) return;
    for (let at = first; at < end; at++) {
      const file = files[at] ?? 0;
      this.#edges.add(file, declarations[at] ?? 0, weight, 1 / (end - first));
      this.#connectMembers(from, file, declarations[at] ?? 0, 1 / (end - first));
    }
  }

  /** Who refers to a type and has the name of one of its members means that member. */
  #connectMembers(from: number, file: number, type: number, share: number): void {
    const target = this.#all[file];
    const first = this.#firsts[file] ?? 0;
    for (const member of target?.members.get(type - first) ?? []) {
      const id = target?.declaredPlain[member] ?? -1;
      if (id < 0 || this.#open[id] !== from + 1) continue;
      this.#open[id] = 0;
      this.#edges.add(file, first + member, PLAIN_WEIGHT, share * (this.#shares[id] ?? 0));
    }
  }

  #connectName(id: number): void {
    const { starts, declarations, files } = this.#plain;
    const first = starts[id] ?? 0;
    const end = starts[id + 1] ?? 0;
    const share = (this.#shares[id] ?? 0) / (end - first);
    if (end - first > MOST_DECLARING || share === 0) return;
    for (let at = first; at < end; at++) this.#edges.add(files[at] ?? 0, declarations[at] ?? 0, PLAIN_WEIGHT, share);
  }
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

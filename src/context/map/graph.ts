/** The graph of a project: which file names which declarations of which other files, and how much that says. Ranks nothing. */
import type { ProjectFile } from '../project.ts';
import type { FileNames, NameSpaces } from './file-names.ts';
import type { Edges } from './page-rank.ts';

/** A name that is declared more often (`get`, `handle`) doesn't tell which of them is meant. */
const MOST_DECLARING = 6;
/** A plain identifier may be another thing of the same name; a reference is a fact. */
const PLAIN_WEIGHT = 0.3;
/** Names of several words are seldom alike by chance. */
const COMPOUND_GAIN = 2;
const COMPOUND = /\p{Ll}\p{Lu}|[^_]_[^_]/u;
/** In characters. */
const LONG_NAME = 8;
const LONG_GAIN = 1.5;
/** Room for edges to begin with. */
const FIRST_EDGES = 1 << 14;

export interface Graph extends Edges {
  readonly files: readonly ProjectFile[];
  /** Which declaration each edge leads to; `targets` has its file. */
  readonly named: Int32Array;
  /** The declarations of file f are numbered [firsts[f], firsts[f + 1]). */
  readonly firsts: Int32Array;
  /** How many other files name each declaration. A plain name that n files declare counts 1/n. */
  readonly popularity: Float64Array;
}

/** @param all in an order that depends on nothing but the files: sums of floating numbers depend on it */
export function buildGraph(all: readonly FileNames[], spaces: NameSpaces): Graph {
  const firsts = firstDeclarations(all);
  const types = declaringFiles(all, firsts, spaces.types.size, ({ declaredTypes }) => declaredTypes);
  const plain = declaringFiles(all, firsts, spaces.plain.size, ({ declaredPlain }) => declaredPlain);
  const weights = plainWeights(spaces, plain);
  const list = new EdgeList(all.length, firsts[all.length] ?? 0);
  for (const [from, names] of all.entries()) {
    list.begin(from);
    for (let at = 0; at < names.types.length; at++) {
      list.connect(types, names.types[at] ?? -1, names.typeWeights[at] ?? 0, 'reference');
    }
    for (const id of names.mentioned) list.connect(plain, id, weights[id] ?? 0, 'mention');
  }
  return { files: all.map(({ file }) => file), firsts, ...list.finish() };
}

/** For each name the declarations that have it, those of a name together. */
interface Declaring {
  readonly starts: Int32Array;
  readonly declarations: Int32Array;
  /** The file of each. */
  readonly files: Int32Array;
}

function firstDeclarations(all: readonly FileNames[]): Int32Array {
  const firsts = new Int32Array(all.length + 1);
  for (const [at, { declaredTypes }] of all.entries()) firsts[at + 1] = (firsts[at] ?? 0) + declaredTypes.length;
  return firsts;
}

/** Sorts declarations by their name's number, by counting. */
function declaringFiles(
  all: readonly FileNames[],
  firsts: Int32Array,
  count: number,
  declared: (names: FileNames) => Int32Array,
): Declaring {
  const starts = new Int32Array(count + 1);
  for (const names of all) for (const id of declared(names)) if (id >= 0) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let id = 0; id < count; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const total = starts[count] ?? 0;
  const declarations = new Int32Array(total);
  const files = new Int32Array(total);
  const next = starts.slice();
  for (const [file, names] of all.entries()) {
    for (const [at, id] of declared(names).entries()) {
      if (id < 0) continue;
      const place = next[id] ?? 0;
      next[id] = place + 1;
      declarations[place] = (firsts[file] ?? 0) + at;
      files[place] = file;
    }
  }
  return { starts, declarations, files };
}

/** What it says that a file has a plain name; 0 for names that say nothing. */
function plainWeights({ plain }: NameSpaces, { starts }: Declaring): Float64Array {
  const weights = new Float64Array(plain.size);
  for (let id = 0; id < plain.size; id++) {
    const declaring = (starts[id + 1] ?? 0) - (starts[id] ?? 0);
    if (declaring === 0 || declaring > MOST_DECLARING) continue;
    const name = plain.nameOf(id);
    const compound = COMPOUND.test(name) ? COMPOUND_GAIN : 1;
    weights[id] = PLAIN_WEIGHT * compound * (name.length >= LONG_NAME ? LONG_GAIN : 1);
  }
  return weights;
}

/** Edges while they are found, in arrays that grow. */
class EdgeList {
  readonly #starts: Int32Array;
  readonly #popularity: Readonly<Record<'reference' | 'mention', Float64Array>>;
  #targets = new Int32Array(FIRST_EDGES);
  #named = new Int32Array(FIRST_EDGES);
  #weights = new Float64Array(FIRST_EDGES);
  #size = 0;
  #from = -1;

  constructor(files: number, declarations: number) {
    this.#starts = new Int32Array(files + 1);
    this.#popularity = { reference: new Float64Array(declarations), mention: new Float64Array(declarations) };
  }

  /** The edges that follow are those of file `from`; files come in order. */
  begin(from: number): void {
    this.#starts.fill(this.#size, from);
    this.#from = from;
  }

  /** From the file to all who declare the name, in equal parts. */
  connect({ starts, declarations, files }: Declaring, id: number, weight: number, kind: 'reference' | 'mention'): void {
    const first = starts[id] ?? 0;
    const end = starts[id + 1] ?? 0;
    if (weight === 0 || end - first > MOST_DECLARING) return;
    const part = 1 / (end - first);
    for (let at = first; at < end; at++) {
      const file = files[at] ?? 0;
      if (file !== this.#from) this.#add(file, declarations[at] ?? 0, weight * part, part, this.#popularity[kind]);
    }
  }

  finish(): Pick<Graph, 'starts' | 'targets' | 'weights' | 'named' | 'popularity'> {
    this.#starts.fill(this.#size, this.#from + 1);
    const { reference, mention } = this.#popularity;
    return {
      starts: this.#starts,
      targets: this.#targets.subarray(0, this.#size),
      named: this.#named.subarray(0, this.#size),
      weights: this.#weights.subarray(0, this.#size),
      // A type that is referred to is mentioned by the same files.
      popularity: reference.map((files, declaration) => Math.max(files, mention[declaration] ?? 0)),
    };
  }

  #add(file: number, declaration: number, weight: number, part: number, popularity: Float64Array): void {
    if (this.#size === this.#targets.length) this.#grow();
    this.#targets[this.#size] = file;
    this.#named[this.#size] = declaration;
    this.#weights[this.#size] = weight;
    this.#size++;
    popularity[declaration] = (popularity[declaration] ?? 0) + part;
  }

  #grow(): void {
    const size = this.#targets.length * 2;
    const [targets, named, weights] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
    targets.set(this.#targets);
    named.set(this.#named);
    weights.set(this.#weights);
    this.#targets = targets;
    this.#named = named;
    this.#weights = weights;
  }
}

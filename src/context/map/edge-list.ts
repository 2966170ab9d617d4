/** Edges while they are found, in typed arrays that grow, and how many files name each declaration. */
import type { Edges } from './page-rank.ts';

/** Edges of a graph of files, each to one declaration. */
export interface NamingEdges extends Edges {
  /** Which declaration each edge leads to; `targets` has its file. */
  readonly named: Int32Array;
  /** How many other files name each declaration; a name that may be another's counts less than one. */
  readonly popularity: Float64Array;
}

/** Room for edges to begin with. */
const FIRST_EDGES = 1 << 14;

export class EdgeList {
  readonly #starts: Int32Array;
  readonly #popularity: Float64Array;
  #targets = new Int32Array(FIRST_EDGES);
  #named = new Int32Array(FIRST_EDGES);
  #weights = new Float64Array(FIRST_EDGES);
  #size = 0;
  #from = 0;

  /** @param files and declarations: how many there are */
  constructor(files: number, declarations: number) {
    this.#starts = new Int32Array(files + 1);
    this.#popularity = new Float64Array(declarations);
  }

  /** The edges that follow are those of file `from`. Files come in order, none is left out. */
  begin(from: number): void {
    this.#starts[from] = this.#size;
    this.#from = from;
  }

  /**
   * An edge to a declaration of file `target`; none from a file to itself.
   * @param share 0–1: how sure it is that this declaration is meant
   */
  add(target: number, declaration: number, weight: number, share: number): void {
    if (target === this.#from || weight * share <= 0) return;
    if (this.#size === this.#targets.length) this.#grow();
    this.#targets[this.#size] = target;
    this.#named[this.#size] = declaration;
    this.#weights[this.#size] = weight * share;
    this.#size++;
    this.#popularity[declaration] = (this.#popularity[declaration] ?? 0) + share;
  }

  finish(): NamingEdges {
    this.#starts[this.#starts.length - 1] = this.#size;
    return {
      starts: this.#starts,
      targets: this.#targets.subarray(0, this.#size),
      named: this.#named.subarray(0, this.#size),
      weights: this.#weights.subarray(0, this.#size),
      popularity: this.#popularity,
    };
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

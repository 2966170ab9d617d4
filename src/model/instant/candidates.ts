/** The tokens that may come next, each with what speaks for it. Made once for a request and emptied between steps: it holds an entry for each id. */

const FIRST_ROOM = 512;

/** Numbers by slot; `near` and `far` are votes for one length of the context, `p` adds up over all of them. */
export class Candidates {
  readonly #slots: Int32Array;
  ids = new Int32Array(FIRST_ROOM);
  /** Votes from streams, and from the index. */
  near = new Float64Array(FIRST_ROOM);
  far = new Float64Array(FIRST_ROOM);
  p = new Float64Array(FIRST_ROOM);
  /** Longest context behind which a stream has the token. */
  nearLength = new Int32Array(FIRST_ROOM);
  /** Share of the votes of the longest context that was found. */
  share = new Float64Array(FIRST_ROOM);
  size = 0;

  /** @param ids are below this */
  constructor(ids: number) {
    this.#slots = new Int32Array(ids);
  }

  clear(): void {
    for (let slot = 0; slot < this.size; slot++) this.#slots[this.ids[slot] ?? 0] = 0;
    this.size = 0;
  }

  slot(id: number): number {
    const known = this.#slots[id] ?? 0;
    if (known > 0) return known - 1;
    if (this.size === this.ids.length) this.#grow();
    const slot = this.size++;
    this.#slots[id] = slot + 1;
    this.ids[slot] = id;
    this.near[slot] = 0;
    this.far[slot] = 0;
    this.p[slot] = 0;
    this.nearLength[slot] = 0;
    this.share[slot] = 0;
    return slot;
  }

  addNear(id: number, weight: number, length: number): void {
    const slot = this.slot(id);
    if (this.near[slot] === 0) this.nearLength[slot] = length;
    this.near[slot] = (this.near[slot] ?? 0) + weight;
  }

  addFar(id: number): void {
    const slot = this.slot(id);
    this.far[slot] = (this.far[slot] ?? 0) + 1;
  }

  /** Gives each its share of `part` by its votes. @param total of all votes */
  spread(part: number, total: number, isFirst: boolean): void {
    for (let slot = 0; slot < this.size; slot++) {
      const share = ((this.near[slot] ?? 0) + (this.far[slot] ?? 0)) / total;
      this.p[slot] = (this.p[slot] ?? 0) + part * share;
      if (isFirst) this.share[slot] = share;
    }
  }

  /** How many have votes. */
  kinds(): number {
    let kinds = 0;
    for (let slot = 0; slot < this.size; slot++) if ((this.near[slot] ?? 0) + (this.far[slot] ?? 0) > 0) kinds++;
    return kinds;
  }

  /** Shorter contexts are counted anew in the index: all that a longer one has, they have too. */
  forgetFar(): void {
    this.far.fill(0, 0, this.size);
  }

  #grow(): void {
    const room = this.ids.length * 2;
    this.ids = enlarged(this.ids, new Int32Array(room));
    this.near = enlarged(this.near, new Float64Array(room));
    this.far = enlarged(this.far, new Float64Array(room));
    this.p = enlarged(this.p, new Float64Array(room));
    this.nearLength = enlarged(this.nearLength, new Int32Array(room));
    this.share = enlarged(this.share, new Float64Array(room));
  }
}

function enlarged<T extends { set(values: T): void }>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** Values by small numbers (of names, of terms), as many as are needed, and all forgotten at once: one table serves query after query. */

export class NumberTable {
  #values = new Float64Array(1024);
  /** When each value was put in. */
  #rounds = new Uint32Array(1024);
  #round = 1;

  /** Forgets everything. */
  clear(): this {
    this.#round++;
    return this;
  }

  has(number: number): boolean {
    return this.#rounds[number] === this.#round;
  }

  /** 0 for what is not there. */
  get(number: number): number {
    return this.#rounds[number] === this.#round ? (this.#values[number] ?? 0) : 0;
  }

  set(number: number, value: number): void {
    if (number >= this.#values.length) this.#grow(number);
    this.#values[number] = value;
    this.#rounds[number] = this.#round;
  }

  #grow(number: number): void {
    const size = Math.max(number + 1, 2 * this.#values.length);
    const [values, rounds] = [new Float64Array(size), new Uint32Array(size)];
    values.set(this.#values);
    rounds.set(this.#rounds);
    [this.#values, this.#rounds] = [values, rounds];
  }
}

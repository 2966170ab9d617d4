/** Values by small numbers (of names, of terms), as many as are needed, and all forgotten at once: one table serves query after query. */

export class NumberTable {
  /** NaN where nothing is. */
  #values = new Float64Array(1024).fill(Number.NaN);
  /** What is there. */
  #numbers: number[] = [];

  /** Forgets everything. */
  clear(): this {
    for (const number of this.#numbers) this.#values[number] = Number.NaN;
    this.#numbers = [];
    return this;
  }

  has(number: number): boolean {
    return !Number.isNaN(this.#values[number] ?? Number.NaN);
  }

  /** @param otherwise of what is not there */
  get(number: number, otherwise = 0): number {
    const value = this.#values[number] ?? Number.NaN;
    return Number.isNaN(value) ? otherwise : value;
  }

  /** @param value not NaN */
  set(number: number, value: number): void {
    if (number >= this.#values.length) this.#grow(number);
    if (!this.has(number)) this.#numbers.push(number);
    this.#values[number] = value;
  }

  /** What is not there counts 0. */
  add(number: number, value: number): void {
    const before = this.#values[number] ?? Number.NaN;
    if (Number.isNaN(before)) this.set(number, value);
    else this.#values[number] = before + value;
  }

  /** In the order in which they came. */
  get numbers(): readonly number[] {
    return this.#numbers;
  }

  #grow(number: number): void {
    const values = new Float64Array(Math.max(number + 1, 2 * this.#values.length)).fill(Number.NaN);
    values.set(this.#values);
    this.#values = values;
  }
}

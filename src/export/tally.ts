/** Counts what becomes of examples. */
import { byCodeUnits } from './list.ts';

export class Tally<Name extends string = string> {
  readonly #counts = new Map<Name, number>();

  add(name: Name, by = 1): void {
    if (by === 0) return;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  }

  get(name: Name): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Sorted by name. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => byCodeUnits(a, b)));
  }
}

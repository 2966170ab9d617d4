/** Paths that wait to be read, the urgent ones first, each once. Does no work itself. */

/** How soon a file is needed: `now` for what stands at the cursor, `near` for its folder, `later` for the rest. */
export type Urgency = 'now' | 'near' | 'later';

const ORDER: readonly Urgency[] = ['now', 'near', 'later'];

export class WorkQueue {
  readonly #paths: Readonly<Record<Urgency, Set<string>>> = { now: new Set(), near: new Set(), later: new Set() };

  get size(): number {
    return ORDER.reduce((sum, urgency) => sum + this.#paths[urgency].size, 0);
  }

  /** A path that waits already is moved forward, never back. */
  add(path: string, urgency: Urgency): void {
    for (const other of ORDER) {
      if (!this.#paths[other].has(path)) continue;
      if (ORDER.indexOf(other) <= ORDER.indexOf(urgency)) return;
      this.#paths[other].delete(path);
    }
    this.#paths[urgency].add(path);
  }

  next(): { readonly path: string; readonly urgency: Urgency } | undefined {
    for (const urgency of ORDER) {
      const [path] = this.#paths[urgency];
      if (path === undefined) continue;
      this.#paths[urgency].delete(path);
      return { path, urgency };
    }
    return undefined;
  }

  /** Moves paths for which `isNear` is true from `later` to `near`. */
  hurry(isNear: (path: string) => boolean): void {
    for (const path of [...this.#paths.later]) if (isNear(path)) this.add(path, 'near');
  }

  remove(path: string): void {
    for (const urgency of ORDER) this.#paths[urgency].delete(path);
  }
}

/** Which files were looked at in this session, the last ones first. */

/** Files that are remembered; who was there before them is as far away as the rest. */
const MOST_FILES = 20;

export class Recency {
  /** Newest last. */
  readonly #paths = new Set<string>();

  visit(path: string): void {
    this.#paths.delete(path);
    this.#paths.add(path);
    const [oldest] = this.#paths;
    if (this.#paths.size > MOST_FILES && oldest !== undefined) this.#paths.delete(oldest);
  }

  /** A new session. */
  clear(): void {
    this.#paths.clear();
  }

  /** 1 for the newest … 0 for a file that nobody looked at. */
  of(path: string): number {
    if (!this.#paths.has(path)) return 0;
    const newer = [...this.#paths].reverse().indexOf(path);
    return 1 - newer / MOST_FILES;
  }
}

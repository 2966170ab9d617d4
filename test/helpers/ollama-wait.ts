/** Waiting for conditions on plain data: whoever changes the data calls `changed`, and nobody polls. */

/** Longest wait of a test, in ms: far above what a loaded machine needs, below vitest's own limit. */
const PATIENCE_MS = 4_500;

export class Waiters {
  readonly #checks = new Set<() => void>();

  /** To be called after every change of the data. */
  changed(): void {
    for (const check of [...this.#checks]) check();
  }

  /**
   * Resolves with the first result of `find` that is not `undefined`.
   * @throws Error with the words of `explain` after `timeoutMs`.
   */
  until<T>(find: () => T | undefined, explain: () => string, timeoutMs = PATIENCE_MS): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
        act();
      };
      const check = (): void => {
        const found = find();
        if (found !== undefined) settle(() => resolve(found));
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`waited ${timeoutMs} ms: ${explain()}`))),
        timeoutMs,
      );
      this.#checks.add(check);
      check();
    });
  }
}

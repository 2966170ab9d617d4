/** What a server publishes by itself, handed to whoever waits for the next list of an address. Keeps nothing that nobody waits for. */

export class Inbox {
  readonly #waiting = new Map<string, (diagnostics: readonly unknown[]) => void>();

  /** One waits for an address at a time. */
  next(uri: string): Promise<readonly unknown[]> {
    return new Promise((resolve) => this.#waiting.set(normal(uri), resolve));
  }

  put(uri: string, diagnostics: readonly unknown[]): void {
    const waiting = this.#waiting.get(normal(uri));
    this.#waiting.delete(normal(uri));
    waiting?.(diagnostics);
  }
}

/** Servers write addresses their own way: `%40` for `@`. */
function normal(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

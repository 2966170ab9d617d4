/** The texts that a client has sent, told to the context service as changes of lines. Keeps a few; reads no files. */
import type { ContextService } from '../context/service.ts';

/** Texts that nobody has closed are let go, the oldest first. */
const MOST_TEXTS = 16;

export class OpenTexts {
  readonly #service: ContextService;
  /** By absolute path, the newest last. */
  readonly #lines = new Map<string, readonly string[]>();

  constructor(service: ContextService) {
    this.#service = service;
  }

  /** @param text line ends are `\n` or `\r\n` */
  put(path: string, text: string): readonly string[] {
    const lines = text.split(/\r?\n/u);
    const known = this.#lines.get(path);
    if (known === undefined) this.#service.open({ path, filetype: '', lines });
    else this.#tell(path, known, lines);
    this.#lines.delete(path);
    this.#lines.set(path, lines);
    const [oldest] = this.#lines.keys();
    if (this.#lines.size > MOST_TEXTS && oldest !== undefined) this.close(oldest);
    return lines;
  }

  close(path: string): void {
    if (this.#lines.delete(path)) this.#service.close(path);
  }

  #tell(path: string, before: readonly string[], now: readonly string[]): void {
    const most = Math.min(before.length, now.length);
    let head = 0;
    while (head < most && before[head] === now[head]) head++;
    let tail = 0;
    while (tail < most - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
    if (head === before.length && before.length === now.length) return;
    const change = { firstRow: head, lastRow: before.length - tail, lines: now.slice(head, now.length - tail) };
    this.#service.change(path, [change]);
  }
}

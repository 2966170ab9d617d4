/** The log behind `:Fim log`: a file, lines with time and process. It never holds text of a buffer, and no level makes it. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type LogLevel = 'error' | 'info' | 'debug';

/** An error as the log has it: with its stack, and with what caused it. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return `${error.stack ?? error.message}${cause instanceof Error ? ` caused by ${stackOf(cause)}` : ''}`;
}

const RANK: Readonly<Record<LogLevel, number>> = { error: 0, info: 1, debug: 2 };
/** A log that nobody reads must not grow for ever. The one before it is kept as `fim.log.1`. */
const LARGEST_BYTES = 1 << 20;

export class Log {
  #path = '';
  #level: LogLevel = 'info';
  /** Lines from before the path was known. */
  #early: string[] = [];

  /** Starts to write. */
  open(path: string, level: LogLevel): void {
    const isFirst = this.#path === '';
    this.#path = path;
    this.#level = level;
    if (!isFirst) return;
    this.#prepare();
    for (const line of this.#early.splice(0)) this.#append(line);
  }

  error(text: string): void {
    this.#write('error', text);
  }

  info(text: string): void {
    this.#write('info', text);
  }

  debug(text: string): void {
    this.#write('debug', text);
  }

  #write(level: LogLevel, text: string): void {
    if (RANK[level] > RANK[this.#level]) return;
    const line = `${new Date().toISOString()} [host ${process.pid}] ${level} ${text.replace(/\s*\n\s*/gu, ' | ')}\n`;
    if (this.#path === '') this.#early.push(line);
    else this.#append(line);
  }

  #prepare(): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      const bytes = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
      if (bytes > LARGEST_BYTES) renameSync(this.#path, `${this.#path}.1`);
    } catch {
      // A log that can't be written must not stop the work.
    }
  }

  #append(line: string): void {
    try {
      appendFileSync(this.#path, line);
    } catch {
      // As above: a full disk or a missing folder is not worth a crash.
    }
  }
}

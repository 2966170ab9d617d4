/** Buffers as the editor has them, line by line, kept up to date by its own events. Asks for a whole buffer once; after that only changes travel. */
import { applyLines, joinAfter, joinBefore } from '../text/lines.ts';
import { byteCol, byteColumn, byteLength, row as rowOf, utf16Col, utf16Column } from '../text/offset.ts';
import type { Situation } from '../text/situation.ts';
import type { Editor, LinesEvent } from './editor.ts';

export interface BufferInfo {
  readonly buf: number;
  readonly path: string;
  readonly filetype: string;
  readonly indentUnit: string;
}

/** A cursor as Neovim gives it. */
export interface Place {
  /** 0-based. */
  readonly row: number;
  /** 0-based byte column. */
  readonly col: number;
  /** Length of the row in bytes, as Neovim counts. */
  readonly bytes: number;
}

/** A buffer's copy. */
export class Document {
  info: BufferInfo;
  readonly lines: string[] = [''];
  /** changedtick of the last change that arrived. */
  tick = -1;
  /** Grows with each change, also where the tick doesn't. */
  version = 0;
  isStale = false;
  readonly #waiting = new Set<() => void>();

  constructor(info: BufferInfo) {
    this.info = info;
  }

  change(event: LinesEvent): void {
    // What 'inccommand' previews is on the screen only, and nobody tells when it goes.
    if (event.tick === null) return;
    try {
      applyLines(this.lines, event.first, event.last, event.lines);
    } catch {
      this.isStale = true;
    }
    this.version++;
    this.moveTo(event.tick);
  }

  moveTo(tick: number): void {
    this.tick = tick;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves when the copy is at `tick` or beyond; false when `signal` came first. */
  reached(tick: number, signal: AbortSignal): Promise<boolean> {
    if (this.tick >= tick) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (reached: boolean): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', giveUp);
        resolve(reached);
      };
      const wake = (): void => {
        if (this.tick >= tick) finish(true);
      };
      const giveUp = (): void => finish(false);
      this.#waiting.add(wake);
      signal.addEventListener('abort', giveUp, { once: true });
      if (signal.aborted) giveUp();
    });
  }
}

/** The text on both sides of a cursor in its row. */
export interface Halves {
  readonly before: string;
  readonly after: string;
}

/** Who follows along what the mirror follows. */
export interface MirrorListener {
  /** Lines have changed; the first event of a document brings all of them. */
  changed(document: Document, event: LinesEvent): void;
  forgot(buf: number): void;
}

export class Mirror {
  readonly #editor: Editor;
  readonly #listener: MirrorListener | undefined;
  readonly #documents = new Map<number, Document>();

  constructor(editor: Editor, listener?: MirrorListener) {
    this.#editor = editor;
    this.#listener = listener;
  }

  get(buf: number): Document | undefined {
    return this.#documents.get(buf);
  }

  documents(): Iterable<Document> {
    return this.#documents.values();
  }

  /** Begins to mirror a buffer, or notes its new name or file type. */
  attach(info: BufferInfo): void {
    const known = this.#documents.get(info.buf);
    if (known !== undefined) {
      known.info = info;
      return;
    }
    void this.#follow(new Document(info));
  }

  detach(buf: number): void {
    if (!this.#documents.delete(buf)) return;
    this.#editor.detach(buf);
    this.#listener?.forgot(buf);
  }

  /** Lets go of all buffers. */
  clear(): void {
    for (const buf of [...this.#documents.keys()]) this.detach(buf);
  }

  /** Starts over with a buffer whose copy went wrong. */
  resync(document: Document): Promise<void> {
    return this.#follow(new Document(document.info));
  }

  /** What stands on both sides of `place`. A row with invalid UTF-8 has lost its columns on the way here: Neovim is asked to split it. */
  async halves(document: Document, place: Place): Promise<Halves | undefined> {
    const line = document.lines[place.row] ?? '';
    // A U+FFFD has three bytes: with the same length, all columns are the same.
    const isIntact = byteLength(line) === place.bytes && (this.#editor.isExact || isAscii(line));
    if (!isIntact) return this.#editor.halves(document.info.buf, place.row, place.col);
    const col = utf16Column(line, byteCol(place.col));
    return { before: line.slice(0, col), after: line.slice(col) };
  }

  async #follow(document: Document): Promise<void> {
    const { buf } = document.info;
    this.#documents.set(buf, document);
    const isAttached = await this.#editor.attach(buf, {
      lines: (event) => {
        document.change(event);
        this.#listener?.changed(document, event);
      },
      lost: () => {
        document.isStale = true;
      },
      tick: (tick) => document.moveTo(tick),
      // Unloaded, or read anew (`:edit!`, 'autoread'). It may be another file by now, even a secret one: only the front-end knows.
      detached: () => {
        this.#forget(document);
        this.#editor.tell('detached', { buf });
      },
    });
    if (!isAttached) this.#forget(document);
  }

  #forget(document: Document): void {
    if (this.#documents.get(document.info.buf) !== document) return;
    this.#documents.delete(document.info.buf);
    this.#listener?.forgot(document.info.buf);
  }
}

function isAscii(line: string): boolean {
  return /^[\0-\x7f]*$/u.test(line);
}

/**
 * The situation at a place: as much text around it as a prompt of `chars` UTF-16 units may need.
 * @param halves what stands on both sides in the row itself
 */
export function situationAt(document: Document, row: number, halves: Halves, chars: number): Situation {
  const { info, lines } = document;
  // The neighbours are joined from the row's borders, so that a row with invalid bytes needs no columns.
  const above = row === 0 ? '' : `${endOf(lines, row - 1, chars)}\n`;
  const below = row + 1 >= lines.length ? '' : `\n${startOf(lines, row + 1, chars)}`;
  return {
    path: info.path,
    filetype: info.filetype,
    indentUnit: info.indentUnit,
    prefix: above + halves.before,
    startsFile: countLines(above) === row,
    suffix: halves.after + below,
  };
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function endOf(lines: readonly string[], row: number, chars: number): string {
  const end = (lines[row] ?? '').length;
  return joinBefore(lines, rowOf(row), utf16Col(end), chars);
}

function startOf(lines: readonly string[], row: number, chars: number): string {
  return joinAfter(lines, rowOf(row), utf16Col(0), chars);
}

/** Length in bytes of the first `units` UTF-16 units of `text`. */
export function bytesOf(text: string, units: number): number {
  return byteColumn(text, utf16Col(units));
}

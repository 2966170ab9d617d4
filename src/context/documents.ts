/** The documents that editors have open, line by line, with their unsaved text. Reads no files. */
import type { Language } from '../syntax/language.ts';
import { languageOf } from '../syntax/registry.ts';
import { applyLines } from '../text/lines.ts';
import type { LinesChange, OpenDocument } from './service.ts';

/** A line change and the text that stood there before: what an incremental parse and a session's hunks need. */
export interface AppliedChange extends LinesChange {
  readonly oldLines: readonly string[];
}

export class ContextDocument {
  readonly path: string;
  readonly language: Language | undefined;
  readonly lines: string[];
  /** Grows with each change. */
  version = 0;
  #text: string | undefined;

  constructor({ path, filetype, lines }: OpenDocument) {
    this.path = path;
    this.language = languageOf({ filetype, path });
    this.lines = [...lines];
  }

  /** All lines, joined by `\n`. */
  get text(): string {
    this.#text ??= this.lines.join('\n');
    return this.#text;
  }

  /**
   * @returns the changes as they were applied
   * @throws RangeError when the lines to replace are not there: the copy is stale
   */
  change(changes: readonly LinesChange[]): readonly AppliedChange[] {
    const applied = changes.map(({ firstRow, lastRow, lines }) => {
      const end = lastRow < 0 ? this.lines.length : lastRow;
      const oldLines = this.lines.slice(firstRow, end);
      applyLines(this.lines, firstRow, end, lines);
      return { firstRow, lastRow: end, lines, oldLines };
    });
    this.version++;
    this.#text = undefined;
    return applied;
  }
}

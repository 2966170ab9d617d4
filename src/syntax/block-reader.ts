/** The questions that are asked of code while it is being written: where does a block end, and what is the place at the cursor? */
import { frameAround, isAtStart, isInComment, looseCloser } from './around.ts';
import { type Grammar, grammarsFolder, loadGrammar } from './grammar.ts';
import { headAbove, indentedBlockEnd, indentedOpenedEnd, leastIndent } from './indented.ts';
import type { Language } from './language.ts';
import { openedLineEnd } from './opened-line.ts';
import { keepReadings, type Reading, type Span } from './reading.ts';

export { grammarsFolder };

/** UTF-16 indices in the text that was asked about. */
export interface BlockEnd {
  /** Where the closing token starts, or where a block without such a token (Python) ends. */
  readonly inner: number;
  /** Behind the closing token; as `inner` where there is none. */
  readonly outer: number;
}

/**
 * What the place at the cursor is. `block-start`: nothing but blanks and comments between a block's opener and the cursor;
 * `in-block`: inside a block's body. A list that is spread over lines is a block, too.
 */
export type Place = 'block-start' | 'in-block' | 'top-level';

/**
 * Reads the blocks of code that is being written, without waiting: its grammar is loaded. Never throws. The answer depends
 * on the arguments alone, not on what was asked before. The cursor is the end of `prefix`, which may start anywhere in a file.
 */
export interface BlockReader {
  readonly language: Language;
  /**
   * Where the innermost block around the cursor ends. A list (array, arguments) is a block where a line break stands between
   * its opener and the cursor.
   * @returns undefined: not closed within `text`, no block around the cursor, or the code is too broken to tell
   */
  blockEnd(prefix: string, text: string): BlockEnd | undefined;
  /**
   * Where the block is closed that is opened on the cursor's line, of several the outermost. What belongs to its statement
   * is part of it (`else`, `catch`, `while` of `do`), as are the closers and the `;` or `,` that follow on the closing line.
   * @returns UTF-16 index in `text` behind all of that; undefined as above
   */
  openedEnd(prefix: string, text: string): number | undefined;
  /** Whether `text` ends inside a heredoc, another string of several lines or a comment, whose lines may look like the end of anything. */
  isInString(prefix: string, text: string): boolean;
  /** What the place between prefix and suffix is; undefined: cannot tell, as in a comment or a string. */
  lineStart(prefix: string, suffix: string): Place | undefined;
}

/** The grammars of a process, loaded as they are needed. */
export interface Syntax {
  /** The reader of a language; undefined while its grammar is not loaded (yet). Never waits, never throws. */
  reader(language: Language): BlockReader | undefined;
  /**
   * Loads a grammar. Calls at the same time share the work; a failed one is tried again.
   * @throws FimError `internal` when the grammar or its query is missing or does not fit
   */
  load(language: Language): Promise<BlockReader>;
  /** Frees all grammars. Readers answer undefined from then on. */
  dispose(): Promise<void>;
}

/** @param grammarsDir absolute path of the folder `grammars` of the package: `grammarsFolder()` */
export function createSyntax(grammarsDir: string): Syntax {
  const loading = new Map<string, Promise<LoadedReader>>();
  const loaded = new Map<string, LoadedReader>();

  async function load(language: Language): Promise<LoadedReader> {
    const reader = createBlockReader(language, await loadGrammar(grammarsDir, language));
    loaded.set(language.id, reader);
    return reader;
  }

  return {
    reader: (language) => loaded.get(language.id),
    load(language) {
      const known = loading.get(language.id);
      if (known) return known;
      const started = load(language);
      loading.set(language.id, started);
      started.catch(() => loading.delete(language.id)); // a later build may have brought the file
      return started;
    },
    async dispose() {
      const all = await Promise.allSettled(loading.values());
      loading.clear();
      loaded.clear();
      for (const each of all) if (each.status === 'fulfilled') each.value.delete();
    },
  };
}

const LONE_QUOTE = /^(["'`])(?!\1\1)/u;

interface LoadedReader extends BlockReader {
  delete(): void;
}

function createBlockReader(language: Language, grammar: Grammar): LoadedReader {
  const readings = keepReadings(language, grammar);
  const isIndented = language.layout === 'indentation';
  let isDeleted = false;

  /** A parser that fails must not end a suggestion: what it would have told is not known then. */
  function ask<T>(prefix: string, text: string, question: (reading: Reading) => T | undefined): T | undefined {
    if (isDeleted) return undefined;
    try {
      return question(readings.read(prefix, text));
    } catch {
      readings.delete();
      return undefined;
    }
  }

  return {
    language,
    blockEnd: (prefix, text) =>
      ask(prefix, text, (reading) => {
        const frame = frameAround(reading);
        const closer = looseCloser(reading, frame) ?? frame?.closer;
        const end = frame || !isIndented ? undefined : indentedBlockEnd(reading);
        return endAt(reading, text, end === undefined || (closer && closer.start < end) ? closer : { start: end, end });
      }),
    openedEnd: (prefix, text) =>
      ask(prefix, text, (reading) => {
        const end = isIndented ? indentedOpenedEnd(reading) : openedLineEnd(reading);
        const isInText = end !== undefined && end >= reading.cursor && end <= reading.cursor + text.length;
        return isInText ? end - reading.cursor : undefined;
      }),
    isInString: (prefix, text) =>
      ask(prefix, text, ({ source, unfinished }) => {
        // A single quote that is still open is more likely one too many.
        return unfinished !== undefined && !LONE_QUOTE.test(source.slice(unfinished, unfinished + 3));
      }) ?? false,
    lineStart: (prefix, suffix) => ask(prefix, '', (reading) => placeAt(reading, suffix)),
    delete() {
      isDeleted = true;
      readings.delete();
      grammar.delete();
    },
  };
}

/** A closer that the prefix has begun (`en|d`) starts at the cursor. What was put behind the text, to read it at all, closes nothing. */
function endAt({ cursor }: Reading, text: string, closer: Span | undefined): BlockEnd | undefined {
  if (closer === undefined || closer.end > cursor + text.length) return undefined;
  return { inner: Math.max(0, closer.start - cursor), outer: Math.max(0, closer.end - cursor) };
}

function placeAt(reading: Reading, suffix: string): Place | undefined {
  const { language, unfinished } = reading;
  if (unfinished !== undefined || isInComment(reading)) return undefined;
  const frame = frameAround(reading);
  if (frame) return isAtStart(reading, frame) ? 'block-start' : 'in-block';
  if (language.layout === 'indentation') {
    if (headAbove(reading) !== undefined) return 'block-start';
    return leastIndent(reading) > 0 ? 'in-block' : 'top-level';
  }
  // Something is closed below that is opened above the prefix.
  return /^\s*[)\]}]/.test(suffix) ? undefined : 'top-level';
}

/** The filters and the fitting to the line as one function over a stream: what a model says at a place becomes what a person wants to see there. Asks no model. */
import type { FilterContext, FilterResult } from '../filter/filter.ts';
import { runFilters } from '../filter/pipeline.ts';
import { familyById, familyOf } from '../prompt/families.ts';
import { type BlockReader, createSyntax, grammarsFolder, type Syntax } from '../syntax/block-reader.ts';
import type { Language } from '../syntax/language.ts';
import type { Situation } from '../text/situation.ts';
import { extentAt, type MultilineMode } from './extent.ts';
import { filetypeNamed, languageNamed } from './language-names.ts';
import { addedBy, fitToLine } from './tail.ts';

/** Where a text is to stand, in plain data. */
export interface FilterSituation {
  /** Text before the cursor. Line ends may be `\r\n`. */
  readonly prefix: string;
  /** Text after the cursor. */
  readonly suffix: string;
  /** Name of the language in any usual spelling: `typescript`, `tsx`, `py`, `c_sharp`. Where it tells nothing, the file name does. */
  readonly language: string;
  readonly filename: string;
  /** `auto`: by syntax. True: as many lines as the block has. False: never more than one line. */
  readonly multiline: boolean | 'auto';
  /** Strings that end the text, besides those of the family. */
  readonly stop?: readonly string[] | undefined;
  /** Id of a model family, as in the option `model.family`, or the name of a model. One that is not known has no stops and no quirks. */
  readonly family?: string | undefined;
}

export interface FilterOptions {
  readonly signal?: AbortSignal | undefined;
  /** The blanks of one level of indentation in this file: the text is given them. Default: it keeps its own. */
  readonly indentUnit?: string | undefined;
  /** Absolute path of the folder of the grammars. Default: the package's own. */
  readonly grammars?: string | undefined;
}

export interface FilteredCompletion {
  /** '' where nothing is to be shown. */
  readonly text: string;
  /** UTF-16 units after the cursor, line ends counted as in `suffix`, that `text` contains and takes the place of. */
  readonly replaceAfterCursor: number;
  /** Why there is no text although the model said something: the name of the check or filter that left nothing of it. */
  readonly dropped?: string;
}

/**
 * Filters what a model says. Reading stops, and the source is told so, as soon as the text is final. The result depends on the whole
 * that the model says, never on how it was cut.
 * @throws whatever `chunks` throws; the signal's reason once it is aborted
 */
export async function filterCompletion(
  chunks: AsyncIterable<string> | Iterable<string>,
  situation: FilterSituation,
  options: FilterOptions = {},
): Promise<FilteredCompletion> {
  options.signal?.throwIfAborted();
  const filetype = filetypeNamed(situation.language);
  const place: Situation = {
    path: situation.filename,
    filetype,
    prefix: situation.prefix.replaceAll('\r\n', '\n'),
    suffix: situation.suffix.replaceAll('\r\n', '\n'),
    indentUnit: options.indentUnit ?? '',
  };
  const family = familyById(situation.family ?? '') ?? familyOf(situation.family ?? '');
  const syntax = await readerOf(languageNamed(filetype, situation.filename), options.grammars);
  const context: FilterContext = {
    ...place,
    stop: [...(family?.stops ?? []), ...(situation.stop ?? [])],
    family: family?.id ?? situation.family,
    syntax,
    extent: extentAt(place, modeOf(situation.multiline), syntax),
    done: false,
  };
  const { text, dropped } = await read(chunks, context, options.signal);
  if (dropped !== undefined) return { ...NOTHING, dropped };
  const fitted = fitToLine(text, place);
  if (addedBy(fitted, place) > 0) return { text: fitted.text, replaceAfterCursor: fitted.replace };
  return text === '' ? NOTHING : { ...NOTHING, dropped: STANDS_THERE };
}

const NOTHING: FilteredCompletion = { text: '', replaceAfterCursor: 0 };
/** All that is left of the text stands behind the cursor already. */
const STANDS_THERE = 'repeats-rest-of-line';

function modeOf(multiline: boolean | 'auto'): MultilineMode {
  if (multiline === 'auto') return 'auto';
  return multiline ? 'always' : 'never';
}

/** Grammars that were loaded, by their folder. They live as long as the process: loading one costs more than filtering a hundred texts. */
const syntaxes = new Map<string, Syntax>();

/** The reader of a language. A grammar that does not load is no reason to say nothing: brackets and indentation tell enough. */
async function readerOf(language: Language | undefined, folder = grammarsFolder()): Promise<BlockReader | undefined> {
  if (language === undefined) return undefined;
  const syntax = syntaxes.get(folder) ?? createSyntax(folder);
  syntaxes.set(folder, syntax);
  return syntax.load(language).catch(() => undefined);
}

async function read(
  chunks: AsyncIterable<string> | Iterable<string>,
  context: FilterContext,
  signal: AbortSignal | undefined,
): Promise<FilterResult> {
  let raw = '';
  for await (const chunk of signal === undefined ? chunks : abortable(chunks, signal)) {
    raw += chunk;
    const result = runFilters(raw, context);
    if (result.ended) return result;
  }
  return runFilters(raw, { ...context, done: true });
}

/** `chunks`, left as soon as `signal` is aborted, also while the next one is awaited. */
async function* abortable(
  chunks: AsyncIterable<string> | Iterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const source = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  let isOver = false;
  let leave = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  // Where nothing waits for it any more, its rejection is nobody's.
  aborted.catch(() => undefined);
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await Promise.race([source.next(), aborted]);
      isOver = done === true;
      if (done === true) return;
      yield value;
    }
  } catch (error) {
    // A source that has failed is over; one that was left is told so, and not waited for: it may hang.
    isOver ||= !signal.aborted;
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
    if (!isOver) void Promise.resolve(source.return?.()).catch(() => undefined);
  }
}

/** The filters and the fitting to the line as one function over a stream: what a model says at a place becomes what a person wants to see there. Asks no model. */
import type { FilterContext } from '../filter/filter.ts';
import { runFilters } from '../filter/pipeline.ts';
import { familyById } from '../prompt/families.ts';
import type { Situation } from '../text/situation.ts';
import { extentAt, type MultilineMode } from './extent.ts';
import { addedBy, fitToLine } from './tail.ts';

/** Where a text is to stand, in plain data. */
export interface FilterSituation {
  /** Text before the cursor. Line ends may be `\r\n`. */
  readonly prefix: string;
  /** Text after the cursor. */
  readonly suffix: string;
  /** Name of the language in any usual spelling: `typescript`, `tsx`, `py`, `c_sharp`. Where it is unknown, the file name tells. */
  readonly language: string;
  readonly filename: string;
  /** `auto`: by syntax. True: as many lines as the block has. False: never more than one line. */
  readonly multiline: boolean | 'auto';
  /** Strings that end the text, besides those of the family. */
  readonly stop?: readonly string[] | undefined;
  /** Id of a model family, as in the option `model.family`. One that is not known has no stops and no quirks. */
  readonly family?: string | undefined;
}

export interface FilterOptions {
  readonly signal?: AbortSignal | undefined;
  /** The blanks of one level of indentation in this file. Default: as the text around the cursor has it. */
  readonly indentUnit?: string | undefined;
}

export interface FilteredCompletion {
  /** '' where nothing is to be shown. */
  readonly text: string;
  /** UTF-16 units after the cursor that `text` contains and takes the place of. */
  readonly replaceAfterCursor: number;
  /** Why there is no text although the model said something: the name of the check that dropped it. */
  readonly dropped?: string;
}

/**
 * Filters what a model says. Reading stops, and the source is told so, as soon as the text is final.
 * @throws whatever `chunks` throws; the signal's reason once it is aborted
 */
export async function filterCompletion(
  chunks: AsyncIterable<string> | Iterable<string>,
  situation: FilterSituation,
  options: FilterOptions = {},
): Promise<FilteredCompletion> {
  const place: Situation = {
    path: situation.filename,
    filetype: situation.language,
    prefix: situation.prefix.replaceAll('\r\n', '\n'),
    suffix: situation.suffix.replaceAll('\r\n', '\n'),
    indentUnit: options.indentUnit ?? '',
  };
  const context: FilterContext = {
    prefix: place.prefix,
    suffix: place.suffix,
    stop: [...(familyById(situation.family ?? '')?.stops ?? []), ...(situation.stop ?? [])],
    extent: extentAt(place, modeOf(situation.multiline)),
    done: false,
  };
  const said = await read(chunks, context, options.signal);
  const fitted = fitToLine(said.text, place);
  if (fitted.text === '' || addedBy(fitted, place) === 0) {
    return said.raw === '' ? nothing : { ...nothing, dropped: 'blank' };
  }
  return { text: fitted.text, replaceAfterCursor: fitted.replace };
}

const nothing: FilteredCompletion = { text: '', replaceAfterCursor: 0 };

function modeOf(multiline: boolean | 'auto'): MultilineMode {
  if (multiline === 'auto') return 'auto';
  return multiline ? 'always' : 'never';
}

async function read(
  chunks: AsyncIterable<string> | Iterable<string>,
  context: FilterContext,
  signal: AbortSignal | undefined,
): Promise<{ readonly raw: string; readonly text: string }> {
  let raw = '';
  signal?.throwIfAborted();
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    raw += chunk;
    const { text, ended } = runFilters(raw, context);
    if (ended) return { raw, text };
  }
  return { raw, text: runFilters(raw, { ...context, done: true }).text };
}

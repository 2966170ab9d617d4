/** Makes one example of a span: the editor's own prompt for the hole, and what it shows of the source. Chooses no spans. */
import type { WantedContext } from '../complete/context-gate.ts';
import { promptOnce } from '../complete/prompt-once.ts';
import type { Family, Order } from '../prompt/family.ts';
import type { PromptSettings } from '../prompt/keeper.ts';
import type { ContextParts } from '../prompt/layout.ts';
import { NO_CONTEXT } from '../prompt/layout.ts';
import { countCharacters } from '../text/offset.ts';
import type { Situation } from '../text/situation.ts';
import { complexityOf } from './complexity.ts';
import { givesAway } from './given-away.ts';
import { type DatasetRecord, idOf } from './record.ts';
import type { SourceText } from './source-text.ts';
import type { ChosenSpan } from './spans/choose.ts';
import type { TestedBy } from './tested-by.ts';
import type { TokenCounter } from './token-counter.ts';

/** What all examples of a file share. */
export interface ExampleFile {
  /** Absolute. */
  readonly absolute: string;
  readonly path: string;
  readonly source: SourceText;
  readonly sha256: string;
  readonly license: string;
  readonly cluster: string;
  readonly split: DatasetRecord['split'];
  readonly testedBy: readonly TestedBy[];
}

export interface ExampleSettings {
  readonly prompt: PromptSettings;
  readonly order: Order;
  /** UTF-16 units of prompt and completion together. */
  readonly maxTotalChars: number;
  /** Tokens of both, as `tokens` counts them. */
  readonly maxTokens: number;
  readonly tokens: TokenCounter;
}

/** What is taken out of a file: where, in UTF-16 offsets of the text as an editor holds it, and the characters of the file. */
export interface TakenOut {
  readonly start: number;
  readonly end: number;
  readonly middle: string;
}

/** Asks for what the prompt may show of other files. */
export type AsksContext = (wanted: WantedContext, hole: TakenOut, signal: AbortSignal) => Promise<ContextParts>;

export interface Example {
  readonly record: DatasetRecord;
  /** The prompt had to be smaller than the editor's. */
  readonly isShrunk: boolean;
}

/** Each step makes a prompt that is too long that much smaller. */
const SHRINK = 0.8;
const LEAST_TOKENS = 64;

/** What a middle of the family ends with in training. */
export function endToken({ trainedEnd, eot }: Family): string {
  return trainedEnd ?? eot[0] ?? '';
}

/**
 * The place of the hole as the editor has it: its buffer holds neither BOM nor `\r`, nor a last line that is empty.
 * @returns `undefined` where no cursor can stand
 */
export function situationAt(
  absolute: string,
  { held, raw, toHeld }: HeldText,
  start: number,
  end: number,
): Situation | undefined {
  const prefix = held.slice(0, toHeld(start));
  const rest = held.slice(toHeld(end));
  const suffix = rest.endsWith('\n') ? rest.slice(0, -1) : rest;
  // What looks like a last line without text is none.
  if (rest === '' && prefix.endsWith('\n') && end === raw.length) return undefined;
  return { path: absolute, filetype: '', prefix, startsFile: true, suffix, indentUnit: '' };
}

interface HeldText {
  readonly held: string;
  readonly raw: string;
  readonly toHeld: (units: number) => number;
}

/** @returns `undefined` where there is no such place, or the budget is too small */
export async function exampleOf(
  file: ExampleFile,
  span: ChosenSpan,
  settings: ExampleSettings,
  context: AsksContext | undefined,
  signal: AbortSignal,
): Promise<Example | undefined> {
  const { source } = file;
  const held = { held: source.held, raw: source.raw, toHeld: (units: number) => source.toHeld(units) };
  const situation = situationAt(file.absolute, held, span.start, span.end);
  if (situation === undefined) return undefined;
  const { family } = settings.prompt;
  const middle = source.raw.slice(span.start, span.end);
  const hole = { start: source.toHeld(span.start), end: source.toHeld(span.end), middle };
  const completion = middle.replaceAll('\r\n', '\n') + endToken(family);
  for (const smaller of smallerAndSmaller(settings.prompt)) {
    const asked = { ...smaller, order: settings.order };
    const ask = (wanted: WantedContext): Promise<ContextParts> =>
      context?.(wanted, hole, signal) ?? Promise.resolve(NO_CONTEXT);
    const made = await promptOnce(asked, situation, ask, signal);
    const { context: given, anchor, hole: filled, note } = made.shown;
    const { snippets } = given;
    const shown = [...snippets, ...(note === undefined ? [] : [note])].map(({ text }) => text).join('\n');
    // The end of one snippet and the beginning of the next one may be what none of them is.
    if (givesAway(shown, middle)) continue;
    if (made.prompt.length + completion.length > settings.maxTotalChars) continue;
    const prompt = made.prompt;
    const whole = prompt + completion;
    const tokens = settings.tokens.count(whole);
    if (tokens > settings.maxTokens) continue;
    const start = hole.start - anchor.head.length - filled.typed.length;
    const end = hole.end + anchor.suffix.length;
    // The end of the last line is shown by being the end.
    const isWhole = anchor.suffix.length === situation.suffix.length;
    const from = start === 0 ? 0 : source.toRaw(start);
    const to = isWhole ? source.raw.length : source.toRaw(end);
    const [startByte, endByte] = [source.toByte(span.start), source.toByte(span.end)];
    const record: DatasetRecord = {
      id: idOf(file.sha256, startByte, endByte, family.id, settings.order),
      text: whole,
      prompt,
      completion,
      prefix: source.raw.slice(from, span.start),
      middle,
      suffix: source.raw.slice(span.end, to),
      context: shown,
      context_files: [...new Set(snippets.map((snippet) => snippet.path))].filter((path) => path !== ''),
      order: settings.order,
      family: family.id,
      path: file.path,
      source_sha256: file.sha256,
      start_byte: startByte,
      end_byte: endByte,
      start_line: source.lineAt(span.start),
      end_line: source.lineAt(span.end),
      truncated_prefix: from > 0,
      truncated_suffix: to < source.raw.length,
      span_kind: span.kind.id,
      span_name: span.name,
      middle_lines: middle.split('\n').length,
      n_chars: countCharacters(whole),
      n_tokens: tokens,
      tokens_exact: settings.tokens.isExact,
      complexity_score: complexityOf(middle),
      tested_by: [...file.testedBy],
      license: file.license,
      cluster: file.cluster,
      split: file.split,
    };
    return { record, isShrunk: smaller !== settings.prompt };
  }
  return undefined;
}

/** What is too long, or gives its middle away, gives up its context first, then the far ends of what stands around the hole. */
function* smallerAndSmaller(settings: PromptSettings): Generator<PromptSettings> {
  yield settings;
  if (settings.maxContextPercentage > 0) yield { ...settings, maxContextPercentage: 0 };
  for (let tokens = settings.maxPromptTokens * SHRINK; tokens >= LEAST_TOKENS; tokens *= SHRINK)
    yield { ...settings, maxContextPercentage: 0, maxPromptTokens: Math.floor(tokens) };
}

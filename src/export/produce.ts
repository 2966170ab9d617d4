/** Makes the examples of one file: reads it, finds its spans, hands on each example, and says what became of the others. Keeps nothing of a file but its grammar. */
import { join } from 'node:path';
import type { Order } from '../prompt/family.ts';
import { type FileNodes, loadNodeReader, type NodeReader } from '../syntax/nodes.ts';
import { languageOf } from '../syntax/registry.ts';
import type { SplitContext } from './context.ts';
import { type Example, exampleOf } from './example.ts';
import type { ExportPlan } from './plan.ts';
import { brokenAlone, brokenAround, type QualityRule } from './quality.ts';
import { fraction, randomFor } from './random.ts';
import { readAgain } from './source-reader.ts';
import { SourceText } from './source-text.ts';
import { chooseSpans, quotaOf } from './spans/choose.ts';
import { spanFile } from './spans/span.ts';
import type { SurveyedFile } from './surveyed-file.ts';
import { estimatingCounter, exactCounter, type TokenCounter } from './token-counter.ts';

/** UTF-16 units of a middle. */
const LONGEST_MIDDLE = 700;

export interface Produced {
  /** Why examples were refused, by kind of span. */
  readonly refused: readonly { readonly rule: QualityRule | 'over_budget'; readonly kind: string }[];
  /** The file is not as it was in the survey, or its grammar gives up on it. */
  readonly isLost: boolean;
}

const UNTOUCHED: Produced = { refused: [], isLost: false };
const LOST: Produced = { refused: [], isLost: true };

export class Producer {
  readonly #plan: ExportPlan;
  readonly #readers = new Map<string, Promise<NodeReader>>();
  #counter: TokenCounter | undefined;

  constructor(plan: ExportPlan) {
    this.#plan = plan;
  }

  /** @param context of the file's split; @param take is given each example; @param most examples at most; default: what the file's size allows */
  async produce(
    file: SurveyedFile,
    context: SplitContext | undefined,
    signal: AbortSignal,
    take: (example: Example) => void,
    most?: number,
  ): Promise<Produced> {
    const plan = this.#plan;
    if (plan.since !== undefined && file.added.length === 0) return UNTOUCHED;
    const read = await readAgain(plan, file.path, file.sha256);
    if (read === undefined) return LOST;
    const parsed = await this.#nodes(file.path, read.text);
    if (parsed === undefined) return LOST;
    if (plan.qualityFilter && isLost(parsed, read.text)) return LOST;
    const source = new SourceText(read.text);
    const within = plan.since === undefined ? undefined : stretchesOf(source, file.added);
    const longest = Math.min(LONGEST_MIDDLE, plan.maxTotalChars);
    const limits = { maxLines: plan.maxMiddleLines, maxUnits: longest, ...(within && { within }) };
    const spans = spanFile(read.text, parsed.nodes, limits);
    const random = randomFor(plan.seed, file.sha256);
    const counter = await this.#tokenCounter();
    const shared = { ...file, absolute: join(plan.root, file.path), source };
    // What an editor holds may be another text: with other line ends, without a BOM.
    const isCode = source.held === read.text ? parsed.errors.length === 0 : undefined;
    await context?.open(shared.absolute, source.held, isCode);
    const refused: { rule: QualityRule | 'over_budget'; kind: string }[] = [];
    const quota = Math.min(
      most ?? Number.POSITIVE_INFINITY,
      quotaOf(within === undefined ? read.bytes : bytesIn(read.text, within)),
    );
    await chooseSpans(spans, plan.shares, quota, random, async (span) => {
      signal.throwIfAborted();
      const refuse = (rule: QualityRule | 'over_budget'): boolean => {
        refused.push({ rule, kind: span.kind.id });
        return false;
      };
      const isDeveloper = span.kind.group === 'developer';
      // Most of what is refused is so before anything is made of it.
      const alone = plan.qualityFilter ? brokenAlone(read.text.slice(span.start, span.end), isDeveloper) : undefined;
      if (alone !== undefined) return refuse(alone);
      const hasError = parsed.errors.some(([start, end]) => start <= span.end && end >= span.start);
      // Where the parser was lost, nobody can tell what a whole node is.
      if (hasError && span.kind.group === 'syntax') return refuse('does_not_parse');
      const order = orderAt(plan, file.sha256, span.start, span.end);
      const settings = {
        prompt: plan.prompt,
        order,
        maxTotalChars: plan.maxTotalChars,
        maxTokens: plan.maxTokens ?? Number.POSITIVE_INFINITY,
        tokens: counter,
      };
      const made = await exampleOf(shared, span, settings, context?.ask, signal);
      if (made === undefined) return refuse('over_budget');
      const around = plan.qualityFilter ? brokenAround({ ...made.record, isDeveloper, hasError }) : undefined;
      if (around !== undefined) return refuse(around);
      take(made);
      return true;
    });
    context?.close();
    return { refused, isLost: false };
  }

  async dispose(): Promise<void> {
    for (const reader of this.#readers.values()) (await reader.catch(() => undefined))?.delete();
    this.#readers.clear();
  }

  async #tokenCounter(): Promise<TokenCounter> {
    const { tokenizer, family } = this.#plan;
    this.#counter ??= tokenizer === undefined ? estimatingCounter(family) : await exactCounter(tokenizer);
    return this.#counter;
  }

  /** The nodes of a file; grammars know nothing of a BOM. */
  async #nodes(path: string, text: string): Promise<FileNodes | undefined> {
    const language = languageOf({ filetype: '', path });
    if (language === undefined) return undefined;
    const reader = this.#readers.get(language.id) ?? loadNodeReader(this.#plan.grammarsDir, language);
    this.#readers.set(language.id, reader);
    const skipped = text.startsWith('\ufeff') ? 1 : 0;
    const found = (await reader).read(skipped === 0 ? text : text.slice(skipped));
    if (found === undefined || skipped === 0) return found;
    return {
      nodes: found.nodes.map((node) => ({ ...node, start: node.start + skipped, end: node.end + skipped })),
      errors: found.errors.map(([start, end]) => [start + skipped, end + skipped] as const),
    };
  }
}

/** Whether the tree is of no use: then every place of it is one where the parser was lost. */
function isLost({ errors }: FileNodes, text: string): boolean {
  return errors.reduce((sum, [start, end]) => sum + end - start, 0) > text.length / 2;
}

type Stretch = readonly [start: number, end: number];

/** UTF-16 offsets of rows, the last one's line end included. */
function stretchesOf(source: SourceText, rows: SurveyedFile['added']): readonly Stretch[] {
  return rows.map(([from, end]) => [source.lineStart(from), source.lineStart(end)] as const);
}

function bytesIn(text: string, stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, [start, end]) => sum + Buffer.byteLength(text.slice(start, end), 'utf8'), 0);
}

/** `mix`: half of the examples each. */
function orderAt({ order, seed }: ExportPlan, sha256: string, start: number, end: number): Order {
  if (order !== 'mix') return order;
  return fraction(seed, sha256, start, end, 'order') < 1 / 2 ? 'psm' : 'spm';
}

/** Turns the flags of `fim export` into a plan. Reads the configured options; touches no project. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promptSettings } from '../complete/answerer.ts';
import type { Options } from '../config/schema.ts';
import type { SplitBy } from '../export/clusters.ts';
import { sourcesFor } from '../export/context.ts';
import { ExportFailure } from '../export/failure.ts';
import type { Format } from '../export/format.ts';
import type { ExportPlan } from '../export/plan.ts';
import { SPAN_KINDS, type SpanShares, sharesFrom, usualShares } from '../export/spans/kinds.ts';
import { openTokenizer } from '../export/token-counter.ts';
import { templateOf } from '../prompt/assemble.ts';
import { families, familyById } from '../prompt/families.ts';
import type { Family, Order } from '../prompt/family.ts';
import { grammarsFolder } from '../syntax/grammar.ts';
import { LANGUAGES } from '../syntax/registry.ts';
import type { OptionFlags } from './options.ts';
import { optionsFrom } from './options.ts';
import { folder } from './project.ts';
import { familyFor } from './prompt.ts';

/** Such as `owner/project`. */
const NAME = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/u;

/** Flags as the command line gives them. */
export interface ExportFlags extends OptionFlags {
  readonly output: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly preview?: number;
  readonly baseModel: string;
  /** As I/N. */
  readonly shard?: string;
  readonly name?: string;
  readonly since?: string;
  readonly order: Order | 'auto' | 'mix';
  readonly anchor?: Options['prompt']['anchor'];
  readonly crossFileContext?: boolean;
  readonly bm25Context?: boolean;
  readonly includePath: readonly string[];
  readonly testedOnly?: boolean;
  readonly qualityFilter?: boolean;
  readonly maxMiddleLines: number;
  readonly maxTotalChars: number;
  readonly maxTokens?: number;
  readonly tokenizer?: string;
  readonly curriculum?: boolean | string;
  readonly curriculumTopPct: number;
  readonly valSplit: number;
  readonly seed: number;
  readonly astFim: boolean;
  readonly spans?: string;
  readonly splitBy: SplitBy;
  readonly dedup: string;
  readonly secrets: ExportPlan['secrets'];
  readonly limit?: number;
  readonly format: Format;
  readonly jobs?: number;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly language: readonly string[];
  readonly licenseAllow: readonly string[];
}

/** Without an order, without a context: the exporter adds them. */
type Surroundings = Parameters<typeof familyFor>[1];

/** @throws ExportFailure 2, FimError for what is wrong with the flags */
export async function planFrom(root: string, flags: ExportFlags, around: Surroundings): Promise<ExportPlan> {
  const options = await optionsFrom(flags);
  const family = await chosenFamily(flags.baseModel, options, around);
  const { order, isMixed } = orderOf(family, flags.order === 'auto' ? options.model.order : flags.order);
  const prompt = promptSettings(family, options);
  const sources = sourcesFor(flags.crossFileContext === true, flags.bm25Context === true);
  const includePaths = await Promise.all(flags.includePath.map(folder));
  return {
    root: await folder(root),
    name: nameOf(flags.name),
    shard: shardFrom(flags.shard),
    since: flags.since,
    family,
    baseModel: flags.baseModel,
    order: isMixed ? 'mix' : order,
    prompt: {
      ...prompt,
      order,
      anchor: flags.anchor ?? prompt.anchor,
      maxContextPercentage: sources.length === 0 ? 0 : prompt.maxContextPercentage,
      stop: [],
    },
    context: { sources, options },
    includePaths,
    format: flags.format,
    shares: sharesOf(flags),
    withSyntax: flags.astFim,
    maxMiddleLines: flags.maxMiddleLines,
    maxTotalChars: flags.maxTotalChars,
    maxTokens: flags.maxTokens,
    tokenizer: flags.tokenizer === undefined ? undefined : await openTokenizer(resolve(flags.tokenizer)),
    valSplit: flags.valSplit,
    seed: flags.seed,
    limit: flags.limit,
    splitBy: flags.splitBy,
    dedup: dedupOf(flags.dedup),
    secrets: flags.secrets,
    include: flags.include,
    exclude: flags.exclude,
    languages: languagesOf(flags.language),
    licenses: split(flags.licenseAllow),
    testedOnly: flags.testedOnly === true,
    qualityFilter: flags.qualityFilter === true,
    curriculum: curriculumOf(flags.curriculum),
    curriculumTopPct: flags.curriculumTopPct,
    maxFileBytes: options.maxFileBytes,
    secretFiles: options.secretFiles,
    grammarsDir: grammarsFolder(),
  };
}

/** What tells one state of the grammars from another, by language. */
export async function grammarSums(dir: string): Promise<Readonly<Record<string, string>>> {
  const sums = LANGUAGES.map(async ({ id, grammar }) => {
    const bytes = await readFile(join(dir, grammar)).catch(() => undefined);
    return bytes === undefined ? [] : [[id, `sha256:${createHash('sha256').update(bytes).digest('hex')}`] as const];
  });
  return Object.fromEntries((await Promise.all(sums)).flat());
}

async function chosenFamily(name: string, options: Options, around: Surroundings): Promise<Family> {
  if (name === 'auto') return (await familyFor(options, around)).family;
  const family = familyById(name);
  if (family !== undefined) return family;
  const known = families.map(({ id }) => id).join(', ');
  throw new ExportFailure(2, `--base-model ${name} is unknown. It is one of ${known}, or auto.`);
}

function orderOf(family: Family, wanted: Order | 'auto' | 'mix'): { readonly order: Order; readonly isMixed: boolean } {
  if (wanted !== 'mix') {
    templateOf(family, wanted);
    return { order: wanted === 'auto' ? family.defaultOrder : wanted, isMixed: false };
  }
  if (family.templates.psm !== undefined && family.templates.spm !== undefined)
    return { order: family.defaultOrder, isMixed: true };
  throw new ExportFailure(2, `Models of the family ${family.id} were trained on one order alone. Use --order auto.`);
}

function sharesOf({ spans, astFim }: ExportFlags): SpanShares {
  if (spans === undefined) return usualShares(astFim);
  const found = sharesFrom(spans);
  if ('shares' in found) return found.shares;
  const known = SPAN_KINDS.map(({ id }) => id).join(', ');
  throw new ExportFailure(
    2,
    `--spans ${found.wrong} is not kind=weight. Kinds are ${known}; syntax, developer for all of a group.`,
  );
}

function shardFrom(text: string | undefined): ExportPlan['shard'] {
  if (text === undefined) return undefined;
  const [, index = 0, count = 0] = (/^(\d{1,6})\/(\d{1,6})$/u.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new ExportFailure(2, `--shard ${text} is no part of a whole: it is I/N, and I from 1 to N.`);
}

/** It stands before paths: a part of one, without ways up. */
function nameOf(text = ''): string {
  if (text === '' || NAME.test(text)) return text;
  throw new ExportFailure(2, `--name ${text} is no name: it is made of letters, digits, . _ - and single / between.`);
}

function dedupOf(text: string): number | undefined {
  if (text === 'off') return undefined;
  const number = Number(text);
  if (number > 0 && number <= 1) return number;
  throw new ExportFailure(2, `--dedup ${text} is no similarity above 0 and up to 1, nor off.`);
}

function curriculumOf(value: ExportFlags['curriculum']): ExportPlan['curriculum'] {
  if (value === undefined || value === false) return 'off';
  if (value === true || value === 'desc') return 'desc';
  if (value === 'asc') return 'asc';
  throw new ExportFailure(2, `--curriculum ${value} is neither desc nor asc.`);
}

function languagesOf(names: readonly string[]): readonly string[] {
  const wanted = split(names);
  const unknown = wanted.find((name) => !LANGUAGES.some(({ id }) => id === name));
  if (unknown === undefined) return wanted;
  throw new ExportFailure(
    2,
    `--language ${unknown} is unknown. It is one of ${LANGUAGES.map(({ id }) => id).join(', ')}.`,
  );
}

function split(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

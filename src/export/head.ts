/** What a dataset says of how it was asked for: the model's family, the flags as they were understood, the grammars. No path, name or time of this machine is in it. Pure. */
import { basename, relative } from 'node:path';
import { z } from 'zod';
import { endToken } from './example.ts';
import { FORMAT_NAMES } from './format.ts';
import type { ExportPlan } from './plan.ts';
import { SCHEMA_VERSION } from './record.ts';

const names = z.array(z.string());

/** As metadata.json begins, key by key. */
export const datasetHead = z.strictObject({
  schema_version: z.literal(SCHEMA_VERSION),
  tool: z.literal('fim.nvim'),
  tool_version: z.string(),
  base_model: z.string(),
  family: z.string(),
  fim_tokens: z.strictObject({
    prefix: z.string(),
    suffix: z.string(),
    middle: z.string(),
    bos: z.string(),
    end: z.string(),
    stops: names,
  }),
  seed: z.int(),
  format: z.enum(FORMAT_NAMES),
  order: z.enum(['psm', 'spm', 'mix']),
  anchor: z.enum(['line', 'block', 'cursor']),
  cross_file_context: z.boolean(),
  bm25_context: z.boolean(),
  quality_filter: z.boolean(),
  include_path: names,
  max_middle_lines: z.int(),
  max_total_chars: z.int(),
  max_tokens: z.int(),
  tokenizer: z.string(),
  tested_only: z.boolean(),
  curriculum: z.boolean(),
  curriculum_order: z.enum(['off', 'desc', 'asc']),
  curriculum_top_pct: z.number(),
  val_split: z.number(),
  ast_fim: z.boolean(),
  spans: z.record(z.string(), z.number()),
  split_by: z.enum(['cluster', 'file', 'dir']),
  dedup: z.union([z.number(), z.literal('off')]),
  secrets: z.enum(['drop', 'redact', 'off']),
  limit: z.int(),
  include: names,
  exclude: names,
  languages: names,
  license_allow: names,
  name: z.string(),
  since: z.string(),
  fim_prompt_flags: names,
  grammars: z.record(z.string(), z.string()),
});

export type DatasetHead = z.infer<typeof datasetHead>;

const DECIMALS = 10_000;

/** @param grammars by language */
export function headOf(plan: ExportPlan, version: string, grammars: Readonly<Record<string, string>>): DatasetHead {
  const { tokens: fim, eot } = plan.family;
  return {
    schema_version: SCHEMA_VERSION,
    tool: 'fim.nvim',
    tool_version: version,
    base_model: plan.baseModel,
    family: plan.family.id,
    fim_tokens: {
      prefix: fim.prefix,
      suffix: fim.suffix,
      middle: fim.middle,
      bos: fim.bos ?? '',
      end: endToken(plan.family),
      stops: [...eot],
    },
    seed: plan.seed,
    format: plan.format,
    order: plan.order,
    anchor: plan.prompt.anchor,
    cross_file_context: plan.context.sources.includes('scope'),
    bm25_context: plan.context.sources.includes('similar'),
    quality_filter: plan.qualityFilter,
    // Folders as the user named them are those of one machine.
    include_path: plan.includePaths.map((folder) => basename(folder)),
    max_middle_lines: plan.maxMiddleLines,
    max_total_chars: plan.maxTotalChars,
    max_tokens: plan.maxTokens ?? 0,
    tokenizer: plan.tokenizer === undefined ? '' : `sha256:${plan.tokenizer.sha256}`,
    tested_only: plan.testedOnly,
    curriculum: plan.curriculum !== 'off',
    curriculum_order: plan.curriculum,
    curriculum_top_pct: plan.curriculumTopPct,
    val_split: plan.valSplit,
    ast_fim: plan.withSyntax,
    spans: Object.fromEntries(Object.entries(plan.shares).map(([kind, share]) => [kind, rounded(share)])),
    split_by: plan.splitBy,
    dedup: plan.dedup ?? 'off',
    secrets: plan.secrets,
    limit: plan.limit ?? 0,
    include: plan.include.map((glob) => withoutRoot(plan.root, glob)),
    exclude: plan.exclude.map((glob) => withoutRoot(plan.root, glob)),
    languages: [...plan.languages],
    license_allow: [...plan.licenses],
    name: plan.name,
    since: plan.since ?? '',
    fim_prompt_flags: promptFlags(plan),
    grammars,
  };
}

/** What `fim prompt` has to be told so that it makes the same prompts. */
function promptFlags({ family, prompt, order }: ExportPlan): string[] {
  const settings = {
    'model.family': family.id,
    ...(order === 'mix' ? {} : { 'model.order': order }),
    'prompt.anchor': prompt.anchor,
    'members.placement': prompt.members,
    maxPromptTokens: prompt.maxPromptTokens,
    prefixPercentage: prompt.prefixPercentage,
    maxSuffixPercentage: prompt.maxSuffixPercentage,
    maxSnippetPercentage: prompt.maxContextPercentage,
    useFileSuffix: prompt.useFileSuffix,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${String(value)}`]);
}

function withoutRoot(root: string, glob: string): string {
  return glob.startsWith('/') ? relative(root, glob).replaceAll('\\', '/') : glob;
}

function rounded(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

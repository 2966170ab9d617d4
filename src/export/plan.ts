/** What one export is asked to do, with all defaults filled in. Plain data. */
import type { ContextOptions } from '../complete/context-parts.ts';
import type { Family, Order } from '../prompt/family.ts';
import type { PromptSettings } from '../prompt/keeper.ts';
import type { SourceName } from '../text/snippet.ts';
import type { SplitBy } from './clusters.ts';
import type { Format } from './format.ts';
import type { Shard } from './shards/shard.ts';
import type { SpanShares } from './spans/kinds.ts';
import type { TokenizerFile } from './token-counter.ts';

export interface ExportPlan {
  /** Absolute. */
  readonly root: string;
  /** In a dataset of several projects; '': none was given. It counts for the split. */
  readonly name: string;
  /** Only examples of these files are made. */
  readonly shard: Shard | undefined;
  /** Examples are made of lines that commits since this revision have added; `undefined`: of all lines. */
  readonly since: string | undefined;
  readonly family: Family;
  /** What `--base-model` said. */
  readonly baseModel: string;
  readonly order: Order | 'mix';
  readonly prompt: PromptSettings;
  /** No sources: prompts show nothing of other files. */
  readonly context: { readonly sources: readonly SourceName[]; readonly options: ContextOptions };
  /** Absolute folders whose code is shown as context, and never trained on. */
  readonly includePaths: readonly string[];
  /** Of the lines. */
  readonly format: Format;
  readonly shares: SpanShares;
  readonly withSyntax: boolean;
  readonly maxMiddleLines: number;
  readonly maxTotalChars: number;
  /** Of prompt and completion together; `undefined`: as many as there are. */
  readonly maxTokens: number | undefined;
  /** Counts tokens; without one they are estimated. */
  readonly tokenizer: TokenizerFile | undefined;
  /** 0–1. */
  readonly valSplit: number;
  readonly seed: number;
  readonly limit: number | undefined;
  readonly splitBy: SplitBy;
  /** Similarity from which on two files are near-duplicates; `undefined`: nobody looks. */
  readonly dedup: number | undefined;
  readonly secrets: 'drop' | 'redact' | 'off';
  /** Globs; none: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Ids of the registry; none: all. */
  readonly languages: readonly string[];
  /** SPDX ids; none: all. */
  readonly licenses: readonly string[];
  /** Only files that a test names. */
  readonly testedOnly: boolean;
  readonly qualityFilter: boolean;
  readonly curriculum: 'off' | 'desc' | 'asc';
  /** Of the training examples, the most complex ones. */
  readonly curriculumTopPct: number;
  readonly maxFileBytes: number;
  /** Globs of files that are never read. */
  readonly secretFiles: readonly string[];
  /** Absolute path of the folder `grammars` of the package. */
  readonly grammarsDir: string;
}

/** How far an export is. */
export type Progress = (stage: string, done: number, all: number) => void;

/** Goes through a project's files once: which of them a dataset is made of, in which cluster and split, and why not the others. Keeps no texts. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { languageOf } from '../syntax/registry.ts';
import { globMatcher } from '../text/glob.ts';
import { type AddedLines, addedSince } from './added-lines.ts';
import { autoloadOf } from './autoload.ts';
import { clustersOf, splitOf } from './clusters.ts';
import { counterparts } from './counterparts.ts';
import { ExportFailure } from './failure.ts';
import type { FileWork } from './file-work.ts';
import type { DropReason } from './judge.ts';
import { projectLicence } from './licence.ts';
import { listFiles } from './list.ts';
import type { LookedAt } from './look.ts';
import { type NearPair, nearPairs } from './near-duplicates.ts';
import type { ExportPlan, Progress } from './plan.ts';
import { shinglesOf } from './shingles.ts';
import type { Refused } from './source-reader.ts';
import type { SurveyedFile } from './surveyed-file.ts';
import { Tally } from './tally.ts';
import { type TestRule, testedBy } from './tested-by.ts';

export interface Survey {
  /** Sorted by path. */
  readonly files: readonly SurveyedFile[];
  /** Source files that were looked at. */
  readonly listed: number;
  readonly dropped: Readonly<Record<string, number>>;
  /** Files by kind of secret, dropped or masked. */
  readonly secrets: Readonly<Record<string, number>>;
  /** Copies that were dropped, and pairs of near-duplicates that stay in one split. */
  readonly exactCopies: number;
  readonly nearPairs: number;
  readonly nearFiles: number;
  readonly counterparts: number;
  /** Files by the strongest rule that says they are tested. */
  readonly tests: Readonly<Record<string, number>>;
  readonly since: SinceReport;
}

/** What was added since a commit; '' and 0 where nobody asks. */
export interface SinceReport {
  readonly commit: string;
  readonly files: number;
  readonly lines: number;
}

/** Others count words in other ways: what is nearly a near-duplicate stays in one split as well. */
const MARGIN = 0.1;

export async function survey(
  plan: ExportPlan,
  work: Pick<FileWork, 'look'>,
  signal: AbortSignal,
  progress: Progress,
): Promise<Survey> {
  const added = plan.since === undefined ? undefined : await addedSince(plan.root, plan.since, signal);
  const { paths, links } = await listFiles(plan.root, signal);
  const sources = paths.filter(wantedOf(plan));
  if (added !== undefined && !sources.some((path) => added.rows.has(path)))
    throw new ExportFailure(
      1,
      `Of what commits since ${plan.since ?? ''} have added, nothing is in the source files of ${plan.root}.`,
    );
  const judge = new Judge(plan, await projectLicence(plan.root));
  judge.dropped.add('symlink', links);
  const kept: KeptFile[] = [];
  const looked: LookedAt[] = [];
  let at = 0;
  for await (const source of work.look(sources)) {
    progress('read', at, sources.length);
    const file = judge.judge(sources[at++] ?? '', source);
    if (file === undefined || 'reason' in source) continue;
    kept.push(file);
    looked.push(source);
  }
  const names = kept.map(({ path }) => path);
  const near = pairsOf(
    plan,
    kept,
    looked.flatMap(({ signature }) => signature ?? []),
  );
  const pairs = counterparts(names);
  const clusters = clustersOf(names, plan.splitBy, [...near.map(({ one, other }) => [one, other] as const), ...pairs]);
  const duplicates = near.filter(({ similarity }) => similarity >= (plan.dedup ?? 1));
  const tests = plan.testedOnly
    ? testedBy(
        looked.flatMap(({ named }) => named ?? []),
        await autoloadOf(plan.root),
      )
    : undefined;
  const all = kept.map((file, at) => {
    const cluster = clusters[at] ?? file.path;
    const split = splitOf(plan.name === '' ? cluster : `${plan.name}/${cluster}`, plan.seed, plan.valSplit);
    return { ...file, cluster, split, testedBy: tests?.get(file.path) ?? [], added: added?.rows.get(file.path) ?? [] };
  });
  const files = tests === undefined ? all : all.filter((file) => file.testedBy.length > 0);
  judge.dropped.add('untested', all.length - files.length);
  return {
    files,
    tests: countedRules(files),
    since: sinceReport(added, files),
    listed: sources.length,
    dropped: judge.dropped.counts,
    secrets: judge.secrets.counts,
    exactCopies: judge.dropped.get('duplicate'),
    nearPairs: duplicates.length,
    nearFiles: new Set(duplicates.flatMap(({ one, other }) => [one, other])).size,
    counterparts: pairs.length,
  };
}

export function sinceReport(
  added: Pick<AddedLines, 'commit'> | undefined,
  files: readonly SurveyedFile[],
): SinceReport {
  const rows = files.flatMap((file) => file.added);
  return {
    commit: added?.commit ?? '',
    files: files.filter((file) => file.added.length > 0).length,
    lines: rows.reduce((sum, [from, end]) => sum + end - from, 0),
  };
}

type KeptFile = Omit<SurveyedFile, 'cluster' | 'split' | 'testedBy' | 'added'>;

/** Decides about one file after the other, and counts why it refuses some. */
class Judge {
  readonly dropped = new Tally<DropReason>();
  readonly secrets = new Tally();
  readonly #plan: ExportPlan;
  readonly #usualLicence: string;
  readonly #hashes = new Set<string>();

  constructor(plan: ExportPlan, usualLicence: string) {
    this.#plan = plan;
    this.#usualLicence = usualLicence;
  }

  judge(path: string, source: LookedAt | Refused): KeptFile | undefined {
    for (const kind of 'reason' in source ? (source.kinds ?? []) : source.masked) this.secrets.add(kind);
    if ('reason' in source) return this.#drop(source.reason);
    const { sha256, bytes } = source;
    const license = source.license || this.#usualLicence;
    const { licenses } = this.#plan;
    if (licenses.length > 0 && !licenses.includes(license)) return this.#drop('licence');
    if (this.#hashes.has(sha256)) return this.#drop('duplicate');
    this.#hashes.add(sha256);
    return { path, sha256, bytes, license };
  }

  #drop(reason: DropReason): undefined {
    this.dropped.add(reason);
  }
}

export function countedRules(files: readonly SurveyedFile[]): Readonly<Record<string, number>> {
  const tally = new Tally();
  const rules: readonly TestRule[] = ['covers', 'mirror', 'name+import'];
  for (const file of files) {
    const strongest = rules.find((rule) => file.testedBy.some((test) => test.rule === rule));
    if (strongest !== undefined) tally.add(strongest);
  }
  return tally.counts;
}

/** From which on two files are in one cluster. */
export function leastSimilarity(dedup: number): number {
  return Math.max(MARGIN, dedup - MARGIN);
}

function pairsOf(
  { root, dedup }: ExportPlan,
  files: readonly { readonly path: string }[],
  signatures: readonly Uint32Array[],
): readonly NearPair[] {
  if (dedup === undefined) return [];
  const shinglesAt = (index: number): Uint32Array =>
    shinglesOf(readFileSync(join(root, files[index]?.path ?? ''), 'utf8'));
  return nearPairs(signatures, shinglesAt, leastSimilarity(dedup));
}

function wantedOf({ root, include, exclude, languages, secretFiles }: ExportPlan): (path: string) => boolean {
  const isSecret = globMatcher(secretFiles);
  const isIncluded = include.length === 0 ? () => true : globMatcher(include);
  const isExcluded = globMatcher(exclude);
  return (path) => {
    const language = languageOf({ filetype: '', path });
    if (language === undefined || (languages.length > 0 && !languages.includes(language.id))) return false;
    const absolute = resolve(root, path);
    return isIncluded(`/${path}`) && !isExcluded(`/${path}`) && !isSecret(absolute);
  };
}

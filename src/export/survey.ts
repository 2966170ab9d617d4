/** Goes through a project's files once: which of them a dataset is made of, in which cluster and split, and why not the others. Keeps no texts. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { languageOf } from '../syntax/registry.ts';
import { globMatcher } from '../text/glob.ts';
import { clustersOf, type Split, splitOf } from './clusters.ts';
import { counterparts } from './counterparts.ts';
import { type DropReason, judgePath, tokensOf } from './judge.ts';
import { licenceIn, projectLicence } from './licence.ts';
import { byCodeUnits, listFiles } from './list.ts';
import { type NearPair, nearPairs } from './near-duplicates.ts';
import type { ExportPlan, Progress } from './plan.ts';
import { minHash, shinglesOf } from './shingles.ts';
import { readSource } from './source-reader.ts';

export interface SurveyedFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly license: string;
  readonly cluster: string;
  readonly split: Split;
}

export interface Survey {
  /** Sorted by path. */
  readonly files: readonly SurveyedFile[];
  /** Source files that were looked at. */
  readonly listed: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Files by kind of secret, dropped or masked. */
  readonly secrets: Readonly<Record<string, number>>;
  /** Copies that were dropped, and pairs of near-duplicates that stay in one split. */
  readonly exactCopies: number;
  readonly nearPairs: number;
  readonly nearFiles: number;
  readonly counterparts: number;
}

/** Others count words in other ways: what is nearly a near-duplicate stays in one split as well. */
const MARGIN = 0.1;

export async function survey(plan: ExportPlan, signal: AbortSignal, progress: Progress): Promise<Survey> {
  const { paths, links } = await listFiles(plan.root, signal);
  const wanted = wantedOf(plan);
  const sources = paths.filter(wanted);
  const tokens = tokensOf(plan.family);
  const usualLicence = await projectLicence(plan.root);
  const dropped = new Map<DropReason, number>();
  const secrets = new Map<string, number>();
  const byHash = new Map<string, string>();
  const kept: Omit<SurveyedFile, 'cluster' | 'split'>[] = [];
  const signatures: Uint32Array[] = [];
  const drop = (reason: DropReason): void => void dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
  if (links > 0) dropped.set('symlink', links);
  for (const [at, path] of sources.entries()) {
    signal.throwIfAborted();
    progress('read', at, sources.length);
    const byName = judgePath(path);
    if (byName !== undefined) {
      drop(byName);
      continue;
    }
    const source = await readSource(plan, path, tokens);
    for (const kind of 'reason' in source ? (source.kinds ?? []) : source.masked)
      secrets.set(kind, (secrets.get(kind) ?? 0) + 1);
    if ('reason' in source) {
      drop(source.reason);
      continue;
    }
    const license = licenceIn(source.text) || usualLicence;
    if (plan.licenses.length > 0 && !plan.licenses.includes(license)) {
      drop('licence');
      continue;
    }
    if (byHash.has(source.sha256)) {
      drop('duplicate');
      continue;
    }
    byHash.set(source.sha256, path);
    if (plan.dedup !== undefined) signatures.push(minHash(shinglesOf(source.text)));
    kept.push({ path, sha256: source.sha256, bytes: source.bytes, license });
  }
  const near = pairsOf(plan, kept, signatures);
  const pairs = counterparts(kept.map(({ path }) => path));
  const linked = [...near.map(({ one, other }) => [one, other] as const), ...pairs];
  const clusters = clustersOf(
    kept.map(({ path }) => path),
    plan.splitBy,
    linked,
  );
  const duplicates = near.filter(({ similarity }) => similarity >= (plan.dedup ?? 1));
  return {
    files: kept.map((file, at) => {
      const cluster = clusters[at] ?? file.path;
      return { ...file, cluster, split: splitOf(cluster, plan.seed, plan.valSplit) };
    }),
    listed: sources.length,
    dropped: sorted(dropped),
    secrets: sorted(secrets),
    exactCopies: dropped.get('duplicate') ?? 0,
    nearPairs: duplicates.length,
    nearFiles: new Set(duplicates.flatMap(({ one, other }) => [one, other])).size,
    counterparts: pairs.length,
  };
}

function pairsOf(
  { root, dedup }: ExportPlan,
  files: readonly { readonly path: string }[],
  signatures: readonly Uint32Array[],
): readonly NearPair[] {
  if (dedup === undefined) return [];
  const shinglesAt = (index: number): Uint32Array =>
    shinglesOf(readFileSync(join(root, files[index]?.path ?? ''), 'utf8'));
  return nearPairs(signatures, shinglesAt, Math.max(MARGIN, dedup - MARGIN));
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

function sorted<K extends string>(counts: ReadonlyMap<K, number>): Record<K, number> {
  const entries = [...counts].sort(([a], [b]) => byCodeUnits(a, b));
  return Object.fromEntries(entries) as Record<K, number>;
}

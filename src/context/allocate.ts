/** Divides the tokens of a context among its sources and asks them in turn. What a source does not need goes on to those behind it. */
import type { Snippet, SourceName } from '../text/snippet.ts';
import type { ProjectView } from './project.ts';
import type { SourceReport } from './service.ts';
import type { Moment, Source } from './source.ts';

/** Share of the budget that stays for similar code, whatever the sources before it could use (RETRIEVAL.md §7). */
const KEPT_FOR_SIMILAR = 0.3;
/** Less is no snippet. In tokens. */
const LEAST_ROOM = 8;

export interface Allocation {
  readonly snippets: readonly Snippet[];
  readonly reports: readonly SourceReport[];
}

export interface AllocationWorld {
  readonly project: ProjectView;
  /** Milliseconds of any clock that only moves on. */
  readonly now: () => number;
  /** Sources that have not been asked by then are left out, in the clock's time. */
  readonly deadline: number;
  /** What was not fit for a prompt: told, never thrown. */
  readonly failed: (source: SourceName, error: unknown) => void;
}

/** Asks `sources` in their order; each gets at most its share, and the last ones what is left. */
export function allocate(sources: readonly Source[], moment: Moment, world: AllocationWorld): Allocation {
  const snippets: Snippet[] = [];
  const reports: SourceReport[] = [];
  const kept = sources.some(({ name }) => name === 'similar') ? moment.budget * KEPT_FOR_SIMILAR : 0;
  let left = moment.budget;
  let isBeforeSimilar = true;
  for (const source of sources) {
    if (source.name === 'similar') isBeforeSimilar = false;
    const begun = world.now();
    const isLate = begun > world.deadline;
    const free = isBeforeSimilar ? left - kept : left;
    const room = isLate ? 0 : Math.min(free, moment.budget * shareOf(source, moment, world));
    const found =
      room < LEAST_ROOM ? [] : collect(source, moment, room, world).filter((one) => !isShown(one, snippets));
    const tokens = found.reduce((sum, snippet) => sum + snippet.tokens, 0);
    left -= tokens;
    snippets.push(...found);
    reports.push({ source: source.name, ms: world.now() - begun, tokens, snippets: found.length, isLate });
  }
  return { snippets, reports };
}

/** Whether another source has shown all of it: the type before an arrow is in reach as well. */
function isShown({ path, kind, text }: Snippet, before: readonly Snippet[]): boolean {
  if (kind !== 'signatures') return false;
  const lines = new Set(before.filter((one) => one.path === path).flatMap((one) => linesOf(one.text)));
  return linesOf(text).every((line) => lines.has(line));
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim());
}

function shareOf(source: Source, moment: Moment, world: AllocationWorld): number {
  try {
    return source.share(moment);
  } catch (error) {
    world.failed(source.name, error);
    return 0;
  }
}

/** What a source has, cut to its room: one source's mistake is not the prompt's. */
function collect(source: Source, moment: Moment, room: number, world: AllocationWorld): readonly Snippet[] {
  try {
    const fitting: Snippet[] = [];
    let left = room;
    for (const snippet of source.collect(moment, world.project, room)) {
      if (snippet.tokens > left) continue;
      left -= snippet.tokens;
      fitting.push(snippet);
    }
    return fitting;
  } catch (error) {
    world.failed(source.name, error);
    return [];
  }
}

/** The source `map`: what else there is in the project, when tokens are left. Never computes within a request: it shows the map made before. */
import type { Snippet } from '../../text/snippet.ts';
import type { RepoMap } from '../map/repo-map.ts';
import { runInSlices } from '../map/steps.ts';
import type { MapResult } from '../service.ts';
import type { Moment, Source } from '../source.ts';

/** With less room a map is a list of two classes. In tokens. */
const LEAST_ROOM = 100;
/** Rooms are rounded down to that, so that one map serves many requests. In tokens. */
const ROOM_STEP = 100;
/** Changes of files after which a map is made anew: it is the same while somebody types. */
const STALE_AFTER = 40;
/** Requests wait for so long at most while one is made. In ms. */
const SLICE_MS = 4;
/** Maps that are kept: one for each of the last files and rooms. */
const MOST_MAPS = 32;

export interface RepoMapSourceWorld {
  readonly map: RepoMap;
  /** Does it soon, when nobody waits. */
  readonly later: (job: () => void) => void;
  /** Absolute paths of files that were edited lately. */
  readonly edited?: () => readonly string[];
  /** Whether all files have been read; before that no map is worth its time. */
  readonly isComplete?: () => boolean;
  /** Milliseconds of a clock that only moves on. */
  readonly now?: () => number;
}

interface Made {
  readonly snippet: Snippet | undefined;
  readonly version: number;
}

export function createRepoMapSource(world: RepoMapSourceWorld): Source {
  const { map, later, edited = () => [], isComplete = () => true, now = () => performance.now() } = world;
  const made = new Map<string, Made>();
  const waiting = new Set<string>();

  const make = (key: string, moment: Moment, room: number): void => {
    const { version } = map;
    const focus = moment.path === '' ? [] : [moment.path];
    const request = { tokens: room, focus, charsPerToken: charsPerToken(moment) };
    const steps = map.steps(request, { edited: edited(), header: commentLine(moment) });
    const done = ({ text, tokens }: MapResult): void => {
      waiting.delete(key);
      made.delete(key);
      made.set(key, { snippet: text === '' ? undefined : snippetOf(text, tokens), version });
      const [oldest] = made.keys();
      if (made.size > MOST_MAPS && oldest !== undefined) made.delete(oldest);
    };
    runInSlices(steps, { sliceMs: SLICE_MS, now, later, done });
  };

  return {
    name: 'map',
    share: () => 1,
    collect(moment, _project, room) {
      if (room < LEAST_ROOM) return [];
      const step = Math.floor(room / ROOM_STEP) * ROOM_STEP;
      const key = `${step} ${moment.path}`;
      const known = made.get(key);
      const isStale = known === undefined || map.version - known.version > STALE_AFTER;
      if (isStale && isComplete() && !waiting.has(key)) {
        waiting.add(key);
        later(() => make(key, moment, step));
      }
      return known?.snippet === undefined ? [] : [known.snippet];
    },
  };
}

function snippetOf(text: string, tokens: number): Snippet {
  return {
    source: 'map',
    id: 'map',
    path: '',
    text,
    kind: 'signatures',
    score: 0.2,
    reason: 'what the project is made of, seen from this file',
    stability: 'project',
    tokens,
  };
}

function commentLine({ language }: Moment): (path: string) => string {
  const comment = language?.lineComment ?? '//';
  return (path) => `${comment} ${path}`;
}

/** Estimates are proportional for plain code: one piece tells the rate. */
function charsPerToken({ estimate }: Moment): number {
  const piece = 'a'.repeat(100);
  return piece.length / estimate(piece);
}

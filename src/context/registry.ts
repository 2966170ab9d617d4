/** The context sources, in the order in which they are asked. A new one is a file in `sources/` and a line here. */
import { setImmediate as soon } from 'node:timers';
import type { EditTracker } from './edits/tracker.ts';
import type { RepoMap } from './map/repo-map.ts';
import type { SearchIndex } from './search/search-index.ts';
import type { Source } from './source.ts';
import { clipboardSource } from './sources/clipboard.ts';
import { dependencies } from './sources/dependencies.ts';
import { createEditsSource } from './sources/edits.ts';
import { membersSource } from './sources/members.ts';
import { createRepoMapSource } from './sources/repo-map.ts';
import { scope } from './sources/scope.ts';
import { createSimilarSource } from './sources/similar.ts';

/** What some of them need besides the project's view. */
export interface SourceWorld {
  readonly search: SearchIndex;
  readonly edits: EditTracker;
  readonly map: RepoMap;
  /** Everything that is known of is in the index. */
  readonly isComplete: boolean;
}

/** @param later does a job soon, when nobody waits */
export function createSources(
  world: SourceWorld,
  later: (job: () => void) => void = (job) => void soon(job),
): readonly Source[] {
  const { search, edits, map } = world;
  const edited = (): readonly string[] => [...new Set(edits.hunks().map(({ path }) => path))];
  return [
    membersSource,
    createEditsSource(edits),
    scope,
    dependencies,
    clipboardSource,
    createSimilarSource(search),
    createRepoMapSource({ map, later, edited, isComplete: () => world.isComplete }),
  ];
}

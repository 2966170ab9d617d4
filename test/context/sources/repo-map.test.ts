/** The source `map`: there when it was made before, never made while somebody waits. */
import { describe, expect, it } from 'vitest';
import { ProjectIndex } from '../../../src/context/index/project-index.ts';
import { Recency } from '../../../src/context/index/recency.ts';
import { RepoMap } from '../../../src/context/map/repo-map.ts';
import { momentOf } from '../../../src/context/moment.ts';
import { createRepoMapSource } from '../../../src/context/sources/repo-map.ts';
import { NO_SYMBOLS } from '../../../src/context/symbols.ts';
import { languageOf } from '../../../src/syntax/registry.ts';
import { absolute, type SmallProject, worldOf } from '../map/small-project.ts';

const project: SmallProject = {
  'src/Order.php': { types: { Order: ['total'] }, refers: ['Money'] },
  'src/Money.php': { types: { Money: ['cents'] } },
};

const view = new ProjectIndex({
  root: '/project',
  text: () => undefined,
  usage: () => 0,
  loadLibraryType: () => false,
  loadLibraryFunction: () => false,
  recency: new Recency(),
});

const moment = momentOf({
  request: { path: absolute('src/Order.php'), row: 0, col: 0, window: [0, 0], budget: 1000 },
  relative: 'src/Order.php',
  language: languageOf({ filetype: 'php', path: '' }),
  lines: [''],
  text: '',
  symbols: NO_SYMBOLS,
  member: undefined,
});

function stage(isComplete = true) {
  const jobs: (() => void)[] = [];
  let time = 0;
  // Each look at the clock takes a millisecond: the map is made in slices.
  const now = (): number => time++;
  const world = worldOf(project);
  const map = new RepoMap(world, world);
  const source = createRepoMapSource({ map, later: (job) => jobs.push(job), isComplete: () => isComplete, now });
  return {
    jobs,
    map,
    collect: (room: number) => source.collect(moment, view, room).map(({ text }) => text),
    wait: () => {
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) job();
    },
  };
}

const MAP = '// src/Money.php\nclass Money\n  function cents()';

describe('the source of the map', () => {
  it('has nothing at first, and the map the next time', () => {
    const { collect, wait } = stage();
    expect(collect(500)).toEqual([]);
    wait();
    expect(collect(500)).toEqual([MAP]);
  });

  it('makes one map for requests with about the same room', () => {
    const { collect, wait, jobs } = stage();
    collect(500);
    collect(510);
    expect(jobs).toHaveLength(1);
    wait();
    expect(collect(599)).toEqual([MAP]);
    expect(jobs).toHaveLength(0);
  });

  it('stays the same while somebody types, and follows a branch switch', () => {
    const { collect, wait, jobs, map } = stage();
    collect(500);
    wait();
    for (let key = 0; key < 20; key++) map.changed(absolute('src/Order.php'));
    expect(collect(500)).toEqual([MAP]);
    expect(jobs).toHaveLength(0);
    for (let file = 0; file < 100; file++) map.changed(absolute(`src/${file}.php`));
    expect(collect(500)).toEqual([MAP]);
    expect(jobs).toHaveLength(1);
  });

  it('waits until all files have been read', () => {
    const { collect, jobs } = stage(false);
    expect(collect(500)).toEqual([]);
    expect(jobs).toHaveLength(0);
  });

  it('asks for no map where it could not be shown', () => {
    const { collect, jobs } = stage();
    expect(collect(99)).toEqual([]);
    expect(jobs).toHaveLength(0);
  });
});

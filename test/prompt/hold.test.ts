import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdSnippets, NO_MARGIN, WIDE_MARGIN } from '../../src/prompt/hold.ts';
import type { Snippet, SourceName, Stability } from '../../src/text/snippet.ts';

const STABILITIES: readonly Stability[] = ['project', 'file', 'session', 'block', 'cursor'];

function snippet(id: string, score = 0.5, over: Partial<Snippet> = {}): Snippet {
  return {
    source: 'similar',
    id,
    path: `${id}.php`,
    text: id,
    kind: 'code',
    score,
    reason: '',
    stability: 'block',
    tokens: 10,
    ...over,
  };
}

const ids = (
  held: readonly Snippet[],
  fresh: readonly Snippet[],
  budget: number,
  margin = WIDE_MARGIN,
): readonly string[] => holdSnippets(held, fresh, { budget, margin, cost: ({ tokens }) => tokens }).map(({ id }) => id);

describe('holdSnippets', () => {
  it('orders by stability, then the best nearest to the cursor', () => {
    const fresh = [
      snippet('members', 1, { source: 'members', stability: 'cursor' }),
      snippet('best', 0.9),
      snippet('good', 0.4),
      snippet('map', 1, { source: 'map', stability: 'project' }),
      snippet('types', 0.8, { source: 'scope', stability: 'file' }),
    ];
    expect(ids([], fresh, 100)).toEqual(['map', 'types', 'good', 'best', 'members']);
  });

  it.each([
    [
      'keeps what is among the best again in its place',
      ['a', 'b'],
      [
        ['b', 0.9],
        ['a', 0.4],
      ],
      20,
      ['a', 'b'],
    ],
    [
      'adds what is new behind it',
      ['a', 'b'],
      [
        ['c', 0.9],
        ['b', 0.5],
      ],
      30,
      ['a', 'b', 'c'],
    ],
    [
      'keeps a place that a rival wins by little',
      ['a', 'b'],
      [
        ['b', 0.5],
        ['c', 0.6],
      ],
      20,
      ['a', 'b'],
    ],
    [
      'gives it to one that wins by much',
      ['a', 'b'],
      [
        ['b', 0.5],
        ['c', 0.7],
      ],
      20,
      ['b', 'c'],
    ],
    [
      'lets the last go where two are beaten by one',
      ['a', 'b'],
      [
        ['c', 0.9],
        ['d', 0.5],
      ],
      20,
      ['a', 'c'],
    ],
  ] as const)('%s', (_, held, fresh, budget, want) => {
    const before = held.map((id) => snippet(id));
    expect(
      ids(
        before,
        fresh.map(([id, score]) => snippet(id, score)),
        budget,
      ),
    ).toEqual(want);
  });

  it('keeps nothing far from the place before but what is among the best again', () => {
    expect(ids([snippet('a'), snippet('b')], [snippet('c', 0.1), snippet('b', 0.1)], 20, NO_MARGIN)).toEqual([
      'b',
      'c',
    ]);
  });

  it('never takes the room of another source', () => {
    const types = snippet('types', 0.1, { source: 'scope', stability: 'file' });
    expect(ids([snippet('a'), snippet('b')], [types, snippet('c', 0.5)], 20)).toEqual(['types', 'a']);
  });

  it('takes what has another text by now as it is now', () => {
    const [kept] = holdSnippets([snippet('a')], [snippet('a', 0.5, { text: 'new' })], {
      budget: 20,
      margin: WIDE_MARGIN,
      cost: ({ tokens }) => tokens,
    });
    expect(kept?.text).toBe('new');
  });

  it('keeps no members of another place', () => {
    const members = snippet('m', 1, { source: 'members', stability: 'cursor' });
    expect(ids([members], [snippet('c')], 100)).toEqual(['c']);
  });

  it('never exceeds the budget that the best keep to, holds nothing twice, and asks for the same order again', () => {
    // What has the same id and text has the same source and size.
    const made = (id: string, score: number): Snippet =>
      snippet(id, score, {
        source:
          (['similar', 'scope', 'edits'] as const satisfies readonly SourceName[])[id.charCodeAt(0) % 3] ?? 'similar',
        stability: STABILITIES[id.charCodeAt(0) % 5] ?? 'block',
        tokens: (id.charCodeAt(0) * 7) % 40,
      });
    const any = fc.tuple(fc.constantFrom(...'abcdefghijklmno'), fc.double({ min: 0, max: 1, noNaN: true }));
    const list = fc
      .uniqueArray(any, { selector: ([id]) => id, maxLength: 10 })
      .map((all) => all.map(([id, score]) => made(id, score)));
    fc.assert(
      fc.property(
        list,
        list,
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom(WIDE_MARGIN, NO_MARGIN),
        (held, fresh, spare, margin) => {
          const budget = fresh.reduce((sum, { tokens }) => sum + tokens, 0) + spare;
          const next = holdSnippets(held, fresh, { budget, margin, cost: ({ tokens }) => tokens });
          expect(next.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(budget);
          expect(new Set(next.map(({ id }) => id)).size).toBe(next.length);
          const ranks = next.map(({ stability }) => STABILITIES.indexOf(stability));
          expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
          const again = holdSnippets(next, next, { budget, margin, cost: ({ tokens }) => tokens });
          expect(again).toEqual(next);
        },
      ),
    );
  });
});

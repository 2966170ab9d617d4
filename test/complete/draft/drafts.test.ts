import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Offer } from '../../../src/complete/completion.ts';
import type { DraftSource } from '../../../src/complete/draft/source.ts';
import { FimError } from '../../../src/text/error.ts';
import { engineStage, type ModelPlay, tokens } from '../engine-stage.ts';

/** A source that always has `text`. */
const proposes = (text: string | null): DraftSource => ({
  name: 'scripted',
  propose: async () => (text === null ? null : { text, confidence: 1 }),
});

/** What was offered, as `confirmed|draft`; '' for nothing. Each picture once. */
function pictures(offers: readonly (Offer | undefined)[]): string[] {
  const all = offers.map((offer) =>
    offer === undefined ? '' : `${offer.text.slice(0, offer.confirmed)}|${offer.text.slice(offer.confirmed)}`,
  );
  return all.filter((picture, i) => picture !== all[i - 1]);
}

/** How often what was shown did more than grow. What was confirmed must stay each time. */
function replacements(offers: readonly (Offer | undefined)[]): number {
  const shown = offers.map((offer) => offer ?? { text: '', confirmed: 0 });
  let count = 0;
  for (const [i, { text }] of shown.entries()) {
    const before = shown[i - 1] ?? { text: '', confirmed: 0 };
    expect(text.startsWith(before.text.slice(0, before.confirmed).trimEnd())).toBe(true);
    if (!text.startsWith(before.text.trimEnd())) count++;
  }
  return count;
}

function stageWith(draft: string | null, play: Partial<ModelPlay> & Pick<ModelPlay, 'says'>, debounce = 100) {
  const slow = { firstTokenMs: 300, tokenMs: 20, ...play };
  return engineStage('$x = |\n', slow, { debounce }, { drafts: () => proposes(draft) });
}

describe('an instant draft', () => {
  it('is there with the key, before the pause and before anybody is asked', async () => {
    const stage = stageWith('$a + $b;', { says: () => ['$a + $b;'] });
    stage.request();
    await stage.clock.pass(0);
    expect(pictures(stage.offers)).toEqual(['|$a + $b;']);
    expect(stage.backend.sent).toHaveLength(0);
  });

  it('is confirmed piece by piece by a target that agrees', async () => {
    const stage = stageWith('$a + $b;', { says: () => ['$a', ' + ', '$b', ';'] });
    stage.request();
    await stage.clock.pass(1000);
    expect(pictures(stage.offers)).toEqual(['|$a + $b;', '$a| + $b;', '$a +| $b;', '$a + $b|;', '$a + $b;|']);
    expect(stage.engine.offer?.final).toBe(true);
  });

  it('is replaced once, when what takes its place can be read', async () => {
    const stage = stageWith('$a + $b;', { says: () => ['$a', ' - ', '$c', ' - ', '$d', ';'] });
    stage.request();
    await stage.clock.pass(1000);
    expect(pictures(stage.offers)).toEqual([
      '|$a + $b;',
      '$a| + $b;',
      '$a |+ $b;',
      '$a - $c|',
      '$a - $c -|',
      '$a - $c - $d|',
      '$a - $c - $d;|',
    ]);
  });

  it('is replaced 60 ms behind the difference by a target that is slow to go on', async () => {
    const stage = stageWith('$a + $b;', { says: () => ['$a -', ' $c;'], tokenMs: 500 });
    stage.request();
    await stage.clock.pass(459);
    expect(stage.shown).toBe('$a + $b;');
    await stage.clock.pass(1);
    expect(stage.shown).toBe('$a -');
  });

  it('is cut by a target that ends earlier, and goes where it says nothing', async () => {
    const short = stageWith('$a + $b;', { says: () => ['$a'] });
    short.request();
    await short.clock.pass(1000);
    expect(pictures(short.offers)).toEqual(['|$a + $b;', '$a| + $b;', '$a|']);
    const silent = stageWith('$a + $b;', { says: () => [] });
    silent.request();
    await silent.clock.pass(1000);
    expect(pictures(silent.offers)).toEqual(['|$a + $b;', '']);
  });

  it('is typed through while the target is on its way, which is asked once', async () => {
    const stage = stageWith('$a + $b;', { says: () => ['$a', ' + ', '$b', ';'] });
    stage.request();
    await stage.clock.pass(0);
    await stage.type('$a +', 10);
    expect(stage.shown).toBe(' $b;');
    await stage.clock.pass(1000);
    expect(stage.backend.sent).toHaveLength(1);
    expect(pictures(stage.offers).at(-1)).toBe(' $b;|');
  });

  it('goes with the key that disagrees', async () => {
    const drafts = (): DraftSource => proposes(stage.now.situation.prefix.endsWith('z') ? null : '$a + $b;');
    const stage = engineStage('$x = |\n', { says: () => ['$z;'], firstTokenMs: 300 }, { debounce: 100 }, { drafts });
    stage.request();
    await stage.clock.pass(0);
    expect(stage.shown).toBe('$a + $b;');
    await stage.type('z');
    await stage.clock.pass(0);
    expect(stage.shown).toBeUndefined();
  });

  it('that the user follows is left when the target has gone another way', async () => {
    const stage = stageWith('$a + $b;', { says: ({ prefix }) => (prefix.endsWith('= ') ? ['$c'] : [' - 1;']) });
    stage.request();
    await stage.clock.pass(0);
    await stage.type('$a', 10);
    await stage.clock.pass(2000);
    expect(stage.backend.sent.map(({ ask }) => ask.situation.prefix)).toEqual(['$x = ', '$x = $a']);
    expect(pictures(stage.offers).at(-1)).toBe(' - 1;|');
  });

  it('stays, as a draft, where the target fails', async () => {
    const error = new FimError('server-error', { what: '', next: '' });
    const stage = stageWith('$a + $b;', { says: () => ['$a'], error });
    stage.request();
    await stage.clock.pass(1000);
    expect(stage.events.at(-1)).toBe('settled');
    expect(pictures(stage.offers).at(-1)).toBe('$a| + $b;');
  });

  it('is no answer for who asks by hand: the target is asked at once', async () => {
    const stage = stageWith('$a + $b;', { says: () => ['$a + $b;'] }, 2000);
    stage.request();
    await stage.clock.pass(10);
    stage.request('manual');
    await stage.clock.pass(0);
    expect(stage.backend.sent).toHaveLength(1);
    expect(stage.shown).toBe('$a + $b;');
  });

  it('is proposed no more by a source that is mostly wrong, for a while', async () => {
    const stage = stageWith('$wrong;', { says: () => ['$a;'], firstTokenMs: 0 }, 0);
    for (let i = 0; i < 31; i++) {
      stage.offers.length = 0;
      await stage.type('x');
      await stage.clock.pass(100);
    }
    expect(pictures(stage.offers)).toEqual(['$a;|']);
    expect(stage.engine.acceptance).toEqual([
      { source: 'scripted', filetype: '', proposed: 30 * 7, confirmed: 30, isSuspended: true },
    ]);
    await stage.clock.pass(10 * 60_000);
    stage.offers.length = 0;
    await stage.type('x');
    await stage.clock.pass(100);
    expect(pictures(stage.offers)[0]).toBe('|$wrong;');
  });

  it('is not wanted where the answer is known', async () => {
    const stage = stageWith('$wrong;', { says: () => ['$a;'] });
    stage.request();
    await stage.clock.pass(1000);
    await stage.type('q');
    await stage.erase(1);
    expect(pictures(stage.offers.slice(-1))).toEqual(['$a;|']);
  });

  it('that comes when the target has spoken is not shown', async () => {
    const late: DraftSource = {
      name: 'late',
      propose: async (_, signal) => {
        await stage.clock.sleep(500, signal);
        return { text: '$wrong;', confidence: 1 };
      },
    };
    const stage = engineStage('$x = |\n', { says: () => ['$a;'] }, { debounce: 0 }, { drafts: () => late });
    stage.request();
    await stage.clock.pass(1000);
    expect(pictures(stage.offers)).toEqual(['$a;|']);
  });
});

describe('a target that says something else', () => {
  const DRAFT = "$b->c($d, ['e']);";
  const ends = ['', ';', '->f()', " . 'x';", '\n'];

  it.each(ends)(
    'from any character on, with %j: what it has confirmed stays, one replacement, its own text at last',
    async (end) => {
      for (let at = 0; at <= DRAFT.length; at++) {
        const said = tokens(DRAFT.slice(0, at) + end, 3);
        const alone = stageWith(null, { says: () => said });
        const stage = stageWith(DRAFT, { says: () => said });
        for (const each of [alone, stage]) {
          each.request();
          await each.clock.pass(5000);
        }
        expect(stage.shown).toBe(alone.shown);
        expect(replacements(stage.offers)).toBeLessThanOrEqual(1);
      }
    },
  );
});

describe('whatever draft and target say, and however the stream is cut', () => {
  const code = fc.array(fc.constantFrom('$a', '->b', '(', ')', ';', ' + ', '\n    ', '}', 'λ', '😀', ','), {
    maxLength: 10,
  });
  const play = fc.record({
    both: code,
    draft: code,
    target: code,
    size: fc.integer({ min: 1, max: 5 }),
    tokenMs: fc.constantFrom(0, 10, 100),
  });

  it('what is shown at last is what the target alone would have given; confirmed text never changes; one replacement', async () => {
    await fc.assert(
      fc.asyncProperty(play, async ({ both, draft, target, size, tokenMs }) => {
        const said = tokens([...both, ...target].join(''), size);
        const alone = stageWith(null, { says: () => said, tokenMs });
        const stage = stageWith([...both, ...draft].join(''), { says: () => said, tokenMs });
        for (const each of [alone, stage]) {
          each.request();
          await each.clock.pass(20_000);
        }
        expect(stage.shown).toBe(alone.shown);
        // A filter may take back what it has let through, draft or not: an opening bracket that nothing closes.
        fc.pre(alone.offers.every((offer, i) => (offer?.text ?? '').startsWith(alone.offers[i - 1]?.text ?? '')));
        expect(replacements(stage.offers)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

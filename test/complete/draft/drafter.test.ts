import { describe, expect, it } from 'vitest';
import type { Answerer, Offer } from '../../../src/complete/completion.ts';
import type { Proposal } from '../../../src/complete/draft/source.ts';
import { FimError } from '../../../src/text/error.ts';
import { engineStage, type ModelPlay, TimedBackend } from '../engine-stage.ts';
import { answererOf } from '../notation.ts';

/** What was offered, as `confirmed|draft`; '' for nothing. Each picture once. */
function pictures(offers: readonly (Offer | undefined)[]): string[] {
  const all = offers.map((offer) =>
    offer === undefined ? '' : `${offer.text.slice(0, offer.confirmed)}|${offer.text.slice(offer.confirmed)}`,
  );
  return all.filter((picture, i) => picture !== all[i - 1]);
}

const SLOW: ModelPlay = { says: () => ['$a', ' + ', '$b', ';'], firstTokenMs: 400, tokenMs: 50 };
const QUICK: ModelPlay = { says: () => ['$a', ' + ', '$b', ';'], firstTokenMs: 50, tokenMs: 10 };

/** A target whose time to the first token is known, with a small model beside it. */
async function stageWith(target: ModelPlay, small: ModelPlay, proposal: Proposal | null = null) {
  let drafter: Answerer | undefined;
  const stage = engineStage(
    '$x = |\n',
    target,
    { debounce: 0 },
    { drafter: () => drafter, drafts: () => ({ name: 'instant', propose: async () => proposal }) },
  );
  const backend = new TimedBackend(stage.clock, small);
  stage.request();
  await stage.clock.pass(3000);
  drafter = { ...answererOf(backend), model: 'small' };
  stage.offers.length = 0;
  return { stage, backend };
}

describe('a draft model', () => {
  it('says what the target may say while that is silent, and ends when the target has overtaken it', async () => {
    const { stage, backend } = await stageWith(SLOW, QUICK);
    await stage.type(' ');
    await stage.clock.pass(3000);
    expect(pictures(stage.offers)).toEqual([
      '|$a',
      '|$a +',
      '|$a + $b',
      '|$a + $b;',
      '$a| + $b;',
      '$a +| $b;',
      '$a + $b|;',
      '$a + $b;|',
    ]);
    expect(backend.sent.map(({ ask }) => [ask.model, ask.prompt, ask.temperature])).toEqual([
      ['small', stage.backend.sent[1]?.ask.prompt, 0],
    ]);
    expect(stage.engine.acceptance.at(-1)).toMatchObject({ source: 'small', proposed: 8, confirmed: 8 });
  });

  it('is ended at the socket when the target says something else, and its text replaced once', async () => {
    const endless: ModelPlay = {
      says: () => ['$a', ...Array.from({ length: 99 }, () => ' * 2')],
      firstTokenMs: 50,
      tokenMs: 90,
    };
    const { stage, backend } = await stageWith(SLOW, endless);
    await stage.type(' ');
    await stage.clock.pass(3000);
    expect(backend.sent[0]?.abortedAt).toBeDefined();
    const shown = pictures(stage.offers);
    expect(shown.at(-1)).toBe('$a + $b;|');
    expect(shown.filter((picture, i) => i > 0 && !plain(picture).startsWith(plain(shown[i - 1] ?? '')))).toHaveLength(
      1,
    );
  });

  it.each<[string, ModelPlay, ModelPlay, Proposal | null]>([
    ['a quick target', { ...SLOW, firstTokenMs: 250 }, QUICK, null],
    ['a sure instant draft', SLOW, QUICK, { text: '$a + $b;', confidence: 0.5 }],
  ])('is not asked beside %s', async (_, target, small, proposal) => {
    const { stage, backend } = await stageWith(target, small, proposal);
    await stage.type(' ');
    await stage.clock.pass(3000);
    expect(backend.sent).toHaveLength(0);
  });

  it('goes on from an instant draft that is not sure, and never replaces it', async () => {
    const same = await stageWith(SLOW, QUICK, { text: '$a +', confidence: 0.3 });
    await same.stage.type(' ');
    await same.stage.clock.pass(300);
    expect(pictures(same.stage.offers)).toEqual(['|$a +', '|$a + $b', '|$a + $b;']);
    const other = await stageWith(SLOW, QUICK, { text: '$c', confidence: 0.3 });
    await other.stage.type(' ');
    await other.stage.clock.pass(300);
    expect(pictures(other.stage.offers)).toEqual(['|$c']);
  });

  it('that takes more than half as long as the target is not asked again', async () => {
    const { stage, backend } = await stageWith(SLOW, { ...QUICK, firstTokenMs: 210 });
    for (let i = 0; i < 2; i++) {
      await stage.type(' ');
      await stage.clock.pass(3000);
    }
    expect(backend.sent).toHaveLength(1);
  });

  it('that fails is missed by nobody', async () => {
    const error = new FimError('server-error', { what: '', next: '' });
    const { stage } = await stageWith(SLOW, { says: () => [], error });
    await stage.type(' ');
    await stage.clock.pass(3000);
    expect(stage.events.some((event) => event.startsWith('failed'))).toBe(false);
    expect(pictures(stage.offers).at(-1)).toBe('$a + $b;|');
  });

  it('is ended with the key that wants something else', async () => {
    const { stage, backend } = await stageWith(SLOW, QUICK);
    await stage.type(' ');
    await stage.clock.pass(10);
    stage.engine.cancel();
    expect(backend.sent[0]?.abortedAt).toBe(stage.clock.now());
  });
});

const plain = (picture: string): string => picture.replace('|', '').trimEnd();

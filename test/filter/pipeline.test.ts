import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterStream, type runFilters } from '../../src/filter/pipeline.ts';
import { createSyntax, grammarsFolder } from '../../src/syntax/block-reader.ts';
import { LANGUAGES } from '../../src/syntax/registry.ts';
import { cut, filter, nowhere, piece, said, seeds, stream, type Where, where } from './stream.ts';

/** However it is cut, the result is that of the whole. */
function expectInvariant(text: string, at: Where, places: readonly number[]): void {
  const whole = filter(text, at);
  expect(stream(cut(text, places), at).final.text).toBe(whole.text);
  expect(stream(text.split(''), at).final.text).toBe(whole.text);
}

/** Nothing that was shown goes again, unless a check drops all of it or a circle is found behind its beginning. */
function expectNothingTakenBack(text: string, at: Where): void {
  const { shown, final } = stream(text.split(''), at);
  for (const [i, now] of shown.slice(0, -1).entries()) {
    const next = shown[i + 1] ?? '';
    const isLast = i + 2 === shown.length && final.ended;
    if (!(isLast && mayTakeBack(final))) expect(next.startsWith(now) ? '' : [now, next]).toBe('');
  }
  if (!mayTakeBack(final)) expect(final.text.startsWith(shown.at(-1) ?? '')).toBe(true);
}

function mayTakeBack({ dropped, endedBy }: ReturnType<typeof runFilters>): boolean {
  return dropped === 'extreme-repetition' || endedBy === 'repeated-runs' || endedBy === 'repeated-lines';
}

describe('all filters', () => {
  it('give the same text however the stream is cut', () => {
    fc.assert(
      fc.property(said, seeds, where, (text, places, at) => expectInvariant(text, at, places)),
      { numRuns: 3000 },
    );
  });

  it('never take back what they have shown', () => {
    fc.assert(fc.property(said, where, expectNothingTakenBack), { numRuns: 3000 });
  });

  it('give as a stream what they give for the whole', async () => {
    await fc.assert(
      fc.asyncProperty(said, seeds, where, async (text, places, at) => {
        const whole = filter(text, at);
        if (mayTakeBack(whole)) return;
        let streamed = '';
        for await (const news of filterStream(cut(text, places), at)) streamed += news;
        expect(streamed).toBe(whole.text);
      }),
      { numRuns: 1000 },
    );
  });

  it('let no control character, escape or half character through', () => {
    const code = fc.integer({ min: 0, max: 0x9f }).map((unit) => String.fromCharCode(unit));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, code)), where, (pieces, at) => {
        expect(filter(pieces.join(''), at).text).not.toMatch(/[^\P{Cc}\t\n]|\p{Cs}/u);
      }),
      { numRuns: 1000 },
    );
  });

  it('let nothing behind a stop string through', () => {
    fc.assert(
      fc.property(said, said, fc.constantFrom('<|end|>', 'STOP', '\n\n'), where, (before, after, stop, at) => {
        const stopping = { ...at, stop: [stop] };
        const { text } = filter(before + stop + after, stopping);
        // An empty line may also be one whose blanks were removed.
        if (stop.trim() !== '') expect(text).not.toContain(stop);
        expect(text).toBe(filter(before + stop, stopping).text);
      }),
      { numRuns: 1000 },
    );
  });

  it('leave a stream as soon as its text is final', async () => {
    const read: string[] = [];
    let isLeft = false;
    async function* chunks() {
      try {
        for (const chunk of ['a();', '\n}', '\n', 'b();', '\n']) {
          read.push(chunk);
          yield chunk;
        }
      } finally {
        isLeft = true;
      }
    }
    let text = '';
    for await (const news of filterStream(chunks(), { ...nowhere, prefix: 'if (a) {\n    ' })) text += news;
    expect(text).toBe('a();\n}');
    expect(read).toEqual(['a();', '\n}', '\n']);
    expect(isLeft).toBe(true);
  });
});

describe('all filters, with a grammar', () => {
  const syntax = createSyntax(grammarsFolder());
  beforeAll(async () => {
    for (const language of LANGUAGES) await syntax.load(language);
  });
  afterAll(() => syntax.dispose());

  it.each(LANGUAGES.map((language) => [language.id, language] as const))('give the same text in %s', (_, language) => {
    const at = where.map((place) => ({
      ...place,
      path: `a${language.extensions[0]}`,
      syntax: syntax.reader(language),
    }));
    fc.assert(
      fc.property(said, seeds, at, (text, places, place) => {
        expectInvariant(text, place, places);
        expectNothingTakenBack(text, place);
      }),
      { numRuns: 300 },
    );
  });
});

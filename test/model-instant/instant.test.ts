import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restOfLine, shownPart } from '../../src/model/instant/complete.ts';
import { Corpus } from '../../src/model/instant/corpus.ts';
import { Lexer } from '../../src/model/instant/lexer.ts';
import { rulesOf } from '../../src/model/instant/rules.ts';
import { runAtOnce } from '../../src/model/instant/slices.ts';
import { SORTED_TOKENS, sortSuffixes } from '../../src/model/instant/suffixes.ts';
import { TokenIndexBuilder } from '../../src/model/instant/token-index.ts';

const PHP = rulesOf('php');

function tokensOf(line: string, kind = 'php'): string[] {
  const tokens: string[] = [];
  new Lexer(rulesOf(kind)).line(line, (start, end) => tokens.push(line.slice(start, end)));
  return tokens;
}

function corpusOf(files: Readonly<Record<string, string>>): Corpus {
  const builder = new TokenIndexBuilder(PHP);
  for (const [path, text] of Object.entries(files)) builder.add({ path, text });
  return new Corpus(PHP, runAtOnce(builder.finish()));
}

/** `|` is the cursor. */
function ask(corpus: Corpus, text: string, path = 'now.php'): ReturnType<typeof restOfLine> {
  const [prefix = '', suffix = ''] = text.split('|');
  return restOfLine(corpus, { path, prefix, suffix });
}

describe('the lexer', () => {
  it.each([
    [
      'keeps marks of variables and arrows',
      'php',
      '  $this->find($id) ?? null;',
      ['$this', '->', 'find', '(', '$id', ')', ' ??', ' null', ';'],
    ],
    ['takes several blanks as a token', 'php', '$a   = 1;  ', ['$a', '   ', '=', ' 1', ';']],
    ['reads any language by words and signs', 'unknown', 'foo <bar> ünïcode', ['foo', ' <', 'bar', '>', ' ünïcode']],
  ])('%s', (_, kind, line, want) => expect(tokensOf(line, kind)).toEqual(want));

  it('loses nothing but the blanks around a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const line = text.replaceAll('\n', '');
        expect(tokensOf(line).join('')).toBe(line.replace(/^[ \t\r]+|[ \t\r]+$/gu, ''));
      }),
    );
  });
});

describe('the order of suffixes', () => {
  it('is that of their first tokens', () => {
    const stream = fc.array(fc.nat({ max: 3 }), { maxLength: 120 });
    fc.assert(
      fc.property(stream, (tokens) => {
        const order = [...runAtOnce(sortSuffixes(Uint16Array.from(tokens), 4))];
        expect([...order].sort((a, b) => a - b)).toEqual([...tokens.keys()]);
        const begins = order.map((at) =>
          String.fromCharCode(...tokens.slice(at, at + SORTED_TOKENS).map((id) => id + 65)),
        );
        expect(begins).toEqual([...begins].sort());
      }),
    );
  });
});

describe('the instant engine', () => {
  const line = '$order = $this->orders->findById($orderId);';
  const project = { 'a.php': `<?php\n${line}\n`, 'b.php': `<?php\n${line}\nreturn $order;\n` };

  it.each([
    ['goes on to the end of the line', `<?php\n$order = $this->|`, 'orders->findById($orderId);'],
    ['completes the word under the cursor', `<?php\n$order = $this->ord|`, 'ers->findById($orderId);'],
    ['goes on behind a space', `<?php\n$order |`, '= $this->orders->findById($orderId);'],
  ])('%s', (_, text, want) => expect(ask(corpusOf(project), text).text).toBe(want));

  it('learns from below the cursor', () => {
    expect(ask(corpusOf({}), '<?php\n$cache->fo|\n$x = 1;\n$cache->forgetEverything($now);\n').text).toBe(
      'rgetEverything($now);',
    );
  });

  it('prefers the variables of the function that is typed in', () => {
    const body = (name: string, item: string): string =>
      `function ${name}() {\n    $${item} = 1;\n    save($${item});\n}\n`;
    const text = `<?php\n${body('one', 'item')}${body('two', 'item')}${body('three', 'other').slice(0, -2)}    save(|\n}\n`;
    expect(ask(corpusOf({}), text).text).toBe('$other);');
  });

  it('prefers what stands near the cursor', () => {
    const call = (argument: string): string => `$x = [1, 2, 3];\n$y = 2;\n$log->add(${argument});\n`;
    const text = `<?php\n${call('$far').repeat(3)}${'$x = [1, 2, 3];\n'.repeat(90)}${call('$near')}$x = [1, 2, 3];\n$y = 2;\n$log->|\n`;
    expect(ask(corpusOf({}), text).text).toBe('add($near);');
  });

  it("leaves the file's own old version out", () => {
    const corpus = corpusOf({ 'now.php': '<?php\n$legacy->callOldThing();\n' });
    expect(ask(corpus, '<?php\n$legacy->|', 'other.php').text).toBe('callOldThing();');
    expect(ask(corpus, '<?php\n$legacy->|').text).toBe('');
  });

  it('forgets what a saved file does not hold any more, and knows what it holds', () => {
    const corpus = corpusOf({ 'a.php': '<?php\n$mailer->sendOld($to);\n' });
    corpus.put({ path: 'a.php', text: '<?php\n$mailer->sendNew($to);\n' });
    expect(ask(corpus, '<?php\n$mailer->|').text).toBe('sendNew($to);');
    corpus.remove('a.php');
    expect(ask(corpus, '<?php\n$mailer->|').text).toBe('');
  });

  it('answers any text, the same each time', () => {
    const corpus = corpusOf(project);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (prefix, suffix) => {
        const situation = { path: 'now.php', prefix, suffix };
        expect(restOfLine(corpus, situation)).toEqual(restOfLine(corpus, situation));
      }),
    );
  });
});

describe('what is shown', () => {
  const pieces = [
    { text: '->find', p: 0.9 },
    { text: '($id', p: 0.4 },
    { text: '', p: 0.9 },
  ];
  const rest = { pieces, text: '->find($id', confidence: 0.324, isBlankBefore: false };
  it.each([
    ['the sure part of a doubtful line', rest, '->find'],
    ['a whole line that is likely', { ...rest, confidence: 0.5 }, '->find($id'],
    [
      'no more than is likely all together',
      { ...rest, pieces: Array.from({ length: 9 }, (_, at) => ({ text: `->step${at}`, p: 0.7 })) },
      '->step0',
    ],
    ['nothing short', { ...rest, pieces: [{ text: '->', p: 0.9 }, ...pieces.slice(1)] }, ''],
    ['nothing behind bare indentation', { ...rest, confidence: 0.6, isBlankBefore: true }, ''],
  ])('%s', (_, given, want) => expect(shownPart(given)).toBe(want));
});

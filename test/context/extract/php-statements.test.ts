import { describe, expect, it } from 'vitest';
import { areApart, phpStatements } from '../../../src/context/extract/php-statements.ts';

/** What an edit touches: ⟨…⟩ stands around that. */
function touched(written: string): string {
  const [before = '', edited = '', after = ''] = written.split(/[⟨⟩]/u);
  const body = before + edited + after;
  const { start, end } = phpStatements(body).around(before.length, before.length + edited.length);
  return body.slice(start, end).trim();
}

describe('the statements that an edit touches', () => {
  it.each([
    ['end with a semicolon', 'one(); two(⟨1⟩); three();', 'two(1);'],
    ['end with a block', 'if ($a) { one(); }\n// then\n$b = ⟨2⟩; two();', '// then\n$b = 2;'],
    ['stand in a block', 'if ($a) { one(); two(⟨1⟩); three(); } four();', 'two(1);'],
    ['begin a block', 'if ($a) { one(⟨1⟩); two(); } three();', 'one(1);'],
    ['end a block', 'if ($a) { one(); return ⟨1⟩; } three();', 'return 1;'],
    ['stand in a function', '$a = map(function () { one(); two(⟨1⟩); }, $b); three();', 'two(1);'],
    ['lose their end', 'one(); two(1)⟨;⟩ three(); four();', 'two(1); three();'],
    ['are not cut apart before an else', 'if ($a) one(); else two(⟨1⟩); three();', 'if ($a) one(); else two(1);'],
    ['are not cut apart in a loop', 'do one(⟨1⟩); while ($a); two();', 'do one(1); while ($a);'],
    ['are not cut apart in the head of a loop', 'for (; $a < ⟨1⟩; $a++) { } one();', 'for (; $a < 1; $a++) { }'],
    ['are no arms of a match', '$a = match ($b) { 1 => ⟨2⟩, }; one();', '$a = match ($b) { 1 => 2, };'],
    ['are no labels', 'switch ($a) { case ⟨1⟩: one(); } two();', 'switch ($a) { case 1: one(); }'],
    [
      'go on behind a function that is a value',
      '$a = function () { one(); } ?? ⟨1⟩; two();',
      '$a = function () { one(); } ?? 1;',
    ],
    [
      'are all of them where a block has no braces',
      'one(); if ($a): two(⟨1⟩); endif;',
      'one(); if ($a): two(1); endif;',
    ],
    ['are all of them where a string holds code', 'one("{$a["b"]}"); two(⟨1⟩);', 'one("{$a["b"]}"); two(1);'],
  ])('%s', (_, body, expected) => {
    expect(touched(body)).toBe(expected);
  });
});

describe('statements that are no code by themselves', () => {
  it.each([
    ['are none anywhere', 'one(,);', true],
    ['are some behind others', 'else { one(); }', false],
    ['are some in a switch', 'case 1: one();', false],
    ['go on in what follows', '$a = one() // two();', false],
    ['go on as a string', "one('two);", false],
    ['have a bracket that another one needs', 'one(();', false],
  ])('%s', (_, statements, expected) => {
    expect(areApart(statements)).toBe(expected);
  });
});

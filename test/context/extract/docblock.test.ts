import { describe, expect, it } from 'vitest';
import { docTags, splitType } from '../../../src/context/extract/docblock.ts';

describe('the tags of a comment', () => {
  it('are its lines that begin with @, with the lines that an open bracket goes on in', () => {
    const comment =
      '/**\n * Does it.\n * @param array{\n *   a: int,\n * } $x the x\n * @phpstan-return list<int>\n */';
    expect(docTags(comment)).toEqual([
      { name: 'param', text: 'array{ a: int, } $x the x', isExact: false, row: 2 },
      { name: 'return', text: 'list<int>', isExact: true, row: 5 },
    ]);
  });

  it.each([['/* @var int $a */'], ['// @var int'], ['/** nothing */'], ['']])('are none in %s', (comment) => {
    expect(docTags(comment)).toEqual([]);
  });
});

describe('the type of a tag', () => {
  it.each([
    ['int $a what it is', 'int', '$a what it is'],
    ['array<int, string> $a', 'array<int, string>', '$a'],
    ['int | string $a', 'int | string', '$a'],
    ['callable(Order): bool $filter', 'callable(Order): bool', '$filter'],
    ['(A|B)[] $list', '(A|B)[]', '$list'],
    ['Order', 'Order', ''],
  ])('ends where it ends: %s', (text, type, rest) => {
    expect(splitType(text)).toEqual([type, rest]);
  });
});

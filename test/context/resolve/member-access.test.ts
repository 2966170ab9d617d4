import { describe, expect, it } from 'vitest';
import { memberAccess } from '../../../src/context/resolve/member-access.ts';

function at(text: string, id: string): string | undefined {
  const before = text.slice(0, text.indexOf('|')).split('\n');
  const lines = text.replace('|', '').split('\n');
  const access = memberAccess(lines, before.length - 1, before.at(-1)?.length ?? 0, { id });
  return access && `${access.receiver} ${access.operator} ${access.typed}`;
}

describe('a member access in PHP', () => {
  it.each([
    ['$a->|', '$a -> '],
    ['$a->fo|', '$a -> fo'],
    ['$this->a?->b|', '$this->a ?-> b'],
    ['f(1, $b->c(2)[0])->|', 'f(1, $b->c(2)[0]) -> '],
    ['x($y->|', '$y -> '],
    ['$x = $y->|', '$y -> '],
    ['return $y->|', '$y -> '],
    ['!$y->|', '$y -> '],
    ['A\\B::|', 'A\\B :: '],
    ['self::$ca|', 'self :: $ca'],
    ['new Foo()->|', 'new Foo() -> '],
    ['(new Foo)->|', '(new Foo) -> '],
    ["$a['x->y']->|", "$a['x->y'] -> "],
    ['$a\n    ->b()\n    ->|', '$a\n    ->b() -> '],
    ['$a // why\n    ->|', '$a -> '],
    ['foo(\n    $a->b(),\n    $c->|', '$c -> '],
  ])('is read backwards: %s', (text, want) => {
    expect(at(text, 'php')).toBe(want);
  });

  it.each(["'$a->|", '// $a->|', '$a|', ' * $a->|', '->|'])('is none: %s', (text) => {
    expect(at(text, 'php')).toBeUndefined();
  });
});

describe('in other languages', () => {
  it.each([
    ['typescript', 'this.repo.|', 'this.repo . '],
    ['typescript', 'await a?.b().|', 'a?.b() . '],
    ['python', 'self.orders[0].|', 'self.orders[0] . '],
    ['lua', 'M.a:|', 'M.a : '],
    ['rust', 'Foo::new().|', 'Foo::new() . '],
    ['go', 'o.Customer().|', 'o.Customer() . '],
  ])('%s: %s', (id, text, want) => {
    expect(at(text, id)).toBe(want);
  });

  it('is none where nothing is known of the language', () => {
    expect(at('a.|', 'cobol')).toBeUndefined();
  });
});

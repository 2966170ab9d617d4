import { describe, expect, it } from 'vitest';
import { clipboardSource } from '../../../src/context/sources/clipboard.ts';
import { momentAt, NO_PROJECT } from '../edits/moment.ts';

const pasted = (clipboard: string, text = '<?php\n|', room = 50): readonly string[] =>
  clipboardSource.collect({ ...momentAt(text), clipboard }, NO_PROJECT, room).map((snippet) => snippet.text);

describe('what was copied last', () => {
  it.each([
    ['$this->repo->find($id)'],
    ['Order::create()'],
    ['$total = $order->total();'],
    ['foreach ($items as $item) {\n    $item->save();\n}'],
    ['const total = order.total'],
    ['use App\\Models\\Order;'],
    ['return [1, 2];'],
    ['def total(self):'],
  ])('is shown where it is code: %j', (clipboard) => {
    expect(pasted(clipboard)).toEqual([clipboard]);
  });

  it.each([
    [''],
    ['hello'],
    ['A sentence, as people write them to each other.'],
    ['https://example.com/a?b=c'],
    ['kR7;x9=Qw!m2'],
    ['aGVsbG8gd29ybGQ='],
    ['Tr0ub4dor&3'],
    ['/home/me/notes.txt'],
    ['$a = 1;\n'.repeat(30)],
    [`$a = ${'1'.repeat(100_000)};`],
    ['\n\n'],
  ])('is not shown where it is none, may be a password, or is long: %j', (clipboard) => {
    expect(pasted(clipboard)).toEqual([]);
  });

  it('is not shown where the window shows it, however it is indented there', () => {
    const text = '<?php\nfunction f() {\n    $all = get();\n    put($all);\n    |\n}';
    expect(pasted('$all = get();\nput($all);', text)).toEqual([]);
    expect(pasted('$all = get();\nput($one);', text)).toEqual(['$all = get();\nput($one);']);
  });

  it('is indented as little as it can be, also where it begins within a line', () => {
    expect(pasted('        if ($a) {\r\n            b();\r\n        }\r\n')).toEqual(['if ($a) {\n    b();\n}']);
    expect(pasted('if ($a) {\n            b();\n        }')).toEqual(['if ($a) {\n    b();\n}']);
  });

  it('takes a small share, none without a clipboard, and never more than its room', () => {
    const moment = momentAt('|');
    expect(clipboardSource.share(moment)).toBe(0);
    expect(clipboardSource.share({ ...moment, clipboard: 'f($a)' })).toBe(0.05);
    expect(pasted('$total = $order->total($year, $month);', '|', 5)).toEqual([]);
  });
});

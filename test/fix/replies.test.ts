import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/fix/refusal.ts';
import { contentOf } from '../../src/fix/source-text.ts';
import { repair, scripted, staged } from './stage.ts';

const PHP = `<?php

namespace App;

use App\\Models\\User;

class Invoices
{
    private array $rows = [];

    public function total(User $user): int
    {
        $sum = 0;
        foreach ($this->rows as $row) {
            if ($row->user === $user) {
                $sum += $row->⟦ammount⟧;
            }
        }

        return $sum;
    }

    public function clear(): void
    {
        $this->rows = [];
    }
}
`;
const REPORT = { message: "Undefined property '$ammount'.", code: 'P1014', source: 'intelephense' };

const FIXED = `public function total(User $user): int
{
    $sum = 0;
    foreach ($this->rows as $row) {
        if ($row->user === $user) {
            $sum += $row->amount;
        }
    }

    return $sum;
}`;

const fence = (code: string, word = 'php'): string => `The name was misspelled.\n\n\`\`\`${word}\n${code}\n\`\`\`\n`;
const changed = (from: string | RegExp, to: string): string => fence(FIXED.replace(from, to));
const deep = (code: string): string => code.replace(/^(?=.)/gmu, '    ');

const EXPECTED = PHP.replace(/⟦ammount⟧/u, 'amount');

describe('what comes of a reply', () => {
  it.each<[string, string]>([
    ['the region as asked for', fence(FIXED)],
    ['with the indentation of the file', fence(deep(FIXED))],
    ['with another unit of indentation', fence(FIXED.replace(/^ +/gmu, (blanks) => ' '.repeat(blanks.length / 2)))],
    ['with tabs', fence(FIXED.replace(/ {4}/gu, '\t'))],
    ['with carriage returns', fence(FIXED).replaceAll('\n', '\r\n')],
    ['without an end of its fence', `Fixed.\n\`\`\`php\n${FIXED}`],
    ['with blank lines around', fence(`\n${FIXED}\n`)],
    ['without a language', fence(FIXED, '')],
    ['with a path at the fence', fence(FIXED, 'php title="src/Invoices.php"')],
    ['with an opening tag', fence(`<?php\n\n${FIXED}`)],
    ['with thoughts', `<think>\nLet me see.\n\`\`\`php\nfoo();\n\`\`\`\n</think>\n${fence(FIXED)}`],
    ['with the end of thoughts only', `Let me see.\n</think>\n${fence(FIXED)}`],
    [
      'with the region as it was before it',
      `It was:\n${fence(FIXED.replace('amount', 'ammount'))}\nNow:\n${fence(FIXED)}`,
    ],
    ['with a command beside it', `${fence(FIXED)}\n\`\`\`bash\nphp -l x.php\n\`\`\`\n`],
    ['with the class around it', fence(`class Invoices\n{\n    private array $rows = [];\n\n${deep(FIXED)}\n}`)],
    ['with the whole file', fence(EXPECTED.trimEnd())],
    ['with the method below', fence(`${FIXED}\n\npublic function clear(): void\n{\n    $this->rows = [];\n}`)],
    ['in tildes', fence(FIXED).replaceAll('```', '~~~')],
  ])('takes one %s', async (_, reply) => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    const { candidates, tries } = await repair(scene, scripted([reply]));
    expect(tries.map(({ result }) => (isRefusal(result) ? result : result.label))).toEqual(['syntax only']);
    expect(contentOf(candidates[0]?.after ?? scene.source)).toBe(EXPECTED);
    expect(candidates[0]?.edits).toEqual([{ first: 15, last: 16, lines: ['                $sum += $row->amount;'] }]);
  });

  it.each<[string, string, string]>([
    ['no-op', 'the region as it was', changed('amount', 'ammount')],
    ['no-op', 'another comment', changed(/amount;/u, 'ammount; // the amount')],
    ['no-op', 'other blanks', changed('$sum += $row->amount', '$sum  +=  $row->ammount')],
    ['lazy', 'a comment in place of code', changed(/ {4}foreach[\s\S]*?\n {4}\}\n/u, '    // ... existing code ...\n')],
    ['lazy', 'an ellipsis', changed('    $sum = 0;\n', '    ...\n')],
    [
      'lazy',
      'the rest in words',
      changed('    return $sum;\n', '    return $sum;\n    // rest of the method unchanged\n'),
    ],
    [
      'suppression',
      'an annotation',
      changed('            $sum', '            /** @phpstan-ignore-next-line */\n            $sum'),
    ],
    ['suppression', 'the operator', changed('+= $row', '+= @$row')],
    ['suppression', 'a type of everything', changed('User $user', 'mixed $user')],
    [
      'stub',
      'a body that throws',
      changed(/ {4}\$sum = 0;[\s\S]*\$sum;\n/u, "    throw new \\Exception('Not implemented');\n"),
    ],
    ['deleted-body', 'an empty body', changed(/ {4}\$sum = 0;[\s\S]*\$sum;\n/u, '    return 0;\n')],
    [
      'deleted-lines',
      'the condition gone',
      changed(/ {8}if[^\n]*\n( {12}[^\n]*)\n {8}\}\n/u, '').replace('    $sum = 0;\n', ''),
    ],
    [
      'too-many-lines',
      'everything anew',
      fence(
        FIXED.replace(
          '    return',
          `${Array.from({ length: 21 }, (_, n) => `    $a${n} = ${n};`).join('\n')}\n    return`,
        ),
      ),
    ],
    ['syntax', 'a bracket too few', changed('        }\n    }\n', '        }\n')],
    ['characters', 'a bidirectional mark', changed('$row->amount', '$row->amount /*\u202e*/')],
    ['characters', 'a zero-width blank', changed('amount', 'am\u200bount')],
    ['characters', 'a control', changed('amount;', "amount . '\u0007';")],
    ['several-blocks', 'two', fence(FIXED) + fence(FIXED.replace('amount', 'sum'))],
    ['no-code', 'prose', 'You should rename `ammount` to `amount`.'],
    ['empty', 'nothing', ' \n'],
    ['json', 'an object', JSON.stringify({ code: FIXED })],
    ['json', 'an object in a block', fence(JSON.stringify({ code: FIXED }), 'json')],
    ['json', 'an object in a block of PHP', fence(JSON.stringify({ code: FIXED }))],
    ['wrong-language', 'another language', fence('def total(self):\n    return 1', 'python')],
    ['wrong-language', 'a patch', fence('-a\n+b', 'diff')],
    ['syntax', 'another language that does not say so', fence('def total(self):\n    return 1\n'.repeat(6), '')],
    ['cut-off', 'thoughts without an end', '<think>\nThe name is'],
  ])('refuses as %s: %s', async (verdict, _, reply) => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    const { candidates, tries } = await repair(scene, scripted([reply]));
    expect(tries.map(({ result }) => (isRefusal(result) ? result.verdict : result.label))).toEqual([
      verdict,
      verdict,
      verdict,
    ]);
    expect(candidates).toEqual([]);
  });

  it('refuses a block that a limit cut off', async () => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    const { tries } = await repair(scene, scripted([`Fixed.\n\`\`\`php\n${FIXED.slice(0, 90)}`], true));
    expect(tries[0]?.result).toMatchObject({ verdict: 'cut-off' });
  });

  it('tells the model what came of it, and takes the second answer', async () => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    const chat = scripted([changed('amount', 'ammount'), fence(FIXED)]);
    const { candidates } = await repair(scene, chat);
    expect(candidates).toHaveLength(1);
    expect(chat.asked.map(({ temperature }) => temperature)).toEqual([0, 0.2]);
    const [first, second] = chat.asked.map(({ messages }) => messages[1]?.content ?? '');
    expect(second).toContain('It changes nothing.');
    // A server reads only what is new.
    const shared = (first ?? '').slice(0, (first ?? '').lastIndexOf('\n\n'));
    expect((second ?? '').startsWith(shared)).toBe(true);
  });

  it('puts a new import where imports stand', async () => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    const { candidates } = await repair(scene, scripted([fence(`use App\\Models\\Row;\n\n${FIXED}`)]));
    expect(contentOf(candidates[0]?.after ?? scene.source)).toBe(
      EXPECTED.replace('use App\\Models\\User;\n', 'use App\\Models\\User;\nuse App\\Models\\Row;\n'),
    );
  });

  it('keeps line ends, the missing one at the end, and what is not changed byte for byte', async () => {
    const odd = PHP.replace('        $sum = 0;\n', '        $sum = 0;   \n')
      .replace('$sum += ', "$sum += '🐘漢é' . ")
      .trimEnd()
      .replaceAll('\n', '\r\n');
    const scene = await staged('/p/Invoices.php', odd, REPORT);
    const reply = changed('$sum += ', "$sum += '🐘漢é' . ");
    const { candidates } = await repair(scene, scripted([reply]));
    expect(contentOf(candidates[0]?.after ?? scene.source)).toBe(odd.replace(/⟦ammount⟧/u, 'amount'));
  });
});

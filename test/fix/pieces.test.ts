/** Answers in pieces to search and replace: what is found, what is refused, and that only large models are asked for them. */
import { describe, expect, it } from 'vitest';
import { regionFor } from '../../src/fix/fix.ts';
import { isRefusal } from '../../src/fix/refusal.ts';
import { contentOf } from '../../src/fix/source-text.ts';
import { repair, scripted, staged } from './stage.ts';

const filler = Array.from({ length: 150 }, (_, n) => `        $a${n} = ${n};`).join('\n');
const PHP = `<?php

class A
{
    public function f(): int
    {
        $sum = 1;
${filler}
        if ($sum > 2) {
            return $⟦smu⟧;
        }
        $twice = 1;
        $twice = 1;

        return $sum;
    }
}
`;
const EXPECTED = PHP.replace('⟦smu⟧', 'sum');

const piece = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;

async function made(reply: string, billions = 14): Promise<{ verdict: string; text: string; asked: string }> {
  const size = regionFor(billions);
  const scene = await staged('/p/a.php', PHP, { message: 'Undefined variable.' }, size.limit, size.inPieces);
  const chat = scripted([reply]);
  const { tries, candidates } = await repair(scene, chat);
  const [first] = tries;
  const verdict = first === undefined ? '' : isRefusal(first.result) ? first.result.verdict : first.result.label;
  const [best] = candidates;
  const asked = chat.asked[0]?.messages.map(({ content }) => content).join('\n') ?? '';
  return { verdict, text: best === undefined ? '' : contentOf(best.after), asked };
}

describe('an answer in pieces', () => {
  it('is asked for where the model is large and the function is long', async () => {
    expect((await made('')).asked).toContain('<<<<<<< SEARCH');
    expect((await made('', 7)).asked).not.toContain('<<<<<<< SEARCH');
    expect((await made('')).asked).toContain('$a149 = 149;');
    const short = await staged('/p/a.php', '<?php\nfunction f() {\n    return ⟦a⟧;\n}\n', { message: 'm' }, 120, true);
    expect(short.form).toBe('region');
  });

  it.each<[string, string]>([
    ['exactly', piece('        return $smu;', '        return $sum;')],
    ['in a fence', `Fixed.\n\n\`\`\`php\n${piece('        return $smu;', '        return $sum;')}\`\`\`\n`],
    ['with blanks behind its lines', piece('        return $smu;   ', '        return $sum;')],
    ['deeper than it stands', piece('                return $smu;', '                return $sum;')],
    ['less deep than it stands', piece('if ($sum > 2) {\n    return $smu;\n}', 'if ($sum > 2) {\n    return $sum;\n}')],
    ['in two pieces', piece('    $a0 = 0;', '    $a0 = 0;') + piece('        return $smu;', '        return $sum;')],
    ['in carriage returns', piece('        return $smu;', '        return $sum;').replaceAll('\n', '\r\n')],
    [
      'behind thoughts',
      `<think>\n${piece('a', 'b')}</think>\n${piece('        return $smu;', '        return $sum;')}`,
    ],
  ])('is taken: %s', async (_, reply) =>
    expect(await made(reply)).toMatchObject({ verdict: 'syntax only', text: EXPECTED }),
  );

  it.each<[string, string, string]>([
    ['no-match', 'what stands nowhere', piece('        return $other;', 'x();')],
    ['no-match', 'what is nearly there', piece('        return $smU;', '        return $sum;')],
    ['no-match', 'nothing to search for', piece('', 'x();')],
    ['many-matches', 'what stands twice', piece('    $twice = 1;', '    $twice = 2;')],
    ['no-op', 'the same again', piece('        return $smu;', '        return $smu;')],
    [
      'lazy',
      'a mark of what is left out',
      piece('        return $smu;', '        // ... existing code ...\n        return $sum;'),
    ],
    ['suppression', 'a suppression', piece('        return $smu;', '        return @$sum;')],
    ['no-code', 'another form', '<<<<<<< SEARCH\na\n>>>>>>> REPLACE\n'],
    ['no-code', 'prose', 'Rename it.'],
  ])('is refused as %s: %s', async (verdict, _, reply) =>
    expect(await made(reply)).toMatchObject({ verdict, text: '' }),
  );
});

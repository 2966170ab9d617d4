/** What comes of what models say, over HTTP in each dialect: the exact verdict, and the exact text. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/fix/fix.ts';
import { isRefusal } from '../../src/fix/refusal.ts';
import type { Scene } from '../../src/fix/scene.ts';
import { contentOf } from '../../src/fix/source-text.ts';
import { FimError } from '../../src/text/error.ts';
import { type ChatServer, DIALECTS, type Reply, startChatServer } from '../helpers/chat-server.ts';
import { waitUntil } from '../helpers/wait.ts';
import { repair, staged } from './stage.ts';

let server: ChatServer;
beforeAll(async () => {
  server = await startChatServer('ollama');
});
afterAll(() => server.close());

const verdicts = ({ tries }: Outcome): readonly string[] =>
  tries.map(({ result }) => (isRefusal(result) ? result.verdict : result.label));

const PHP = `<?php

namespace App;

use App\\Models\\User;

class Invoices
{
    private array $rows = [];

    /** The sum. */
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

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly options?: { readonly temperature: number };
}

function said(scene: Scene, ...replies: readonly (string | Reply)[]): Promise<Outcome> {
  server.say(...replies);
  return repair(scene, server.chat);
}

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
    ['in longer fences', fence(FIXED).replaceAll('```', '`````')],
    ['with a shorter end of its fence', fence(FIXED).replace('```php', '````php')],
    ['with the end of its fence behind the code', `Fixed.\n\n\`\`\`php\n${FIXED}\`\`\``],
    ['with the beginning of its fence behind words', `Here it is: \`\`\`php\n${FIXED}\n\`\`\`\n`],
    ['in a list', `1. Rename it:\n\n   \`\`\`php\n${FIXED.replace(/^(?=.)/gmu, '   ')}\n   \`\`\`\n`],
    ['in a quotation', `> Fixed.\n>\n> \`\`\`php\n${FIXED.replace(/^/gmu, '> ')}\n> \`\`\`\n`],
    ['with a path alone at the fence', fence(FIXED, 'src/Invoices.php')],
    ['with a language and a path at the fence', fence(FIXED, 'php:src/Invoices.php')],
    ['with a capital language', fence(FIXED, 'PHP')],
    ['with the first line at the left, the others as in the file', fence(deep(FIXED).trimStart())],
    ['with a comment as above it again', fence(`/** The sum. */\n${FIXED}`)],
    ['with the whole file, and words around', `Sure!\n\n${fence(EXPECTED)}\n## Why\n\n- It was \`ammount\`.\n`],
    ['with the whole file in carriage returns', fence(EXPECTED).replaceAll('\n', '\r\n')],
    ['with the faulty line before it', `${fence('$sum += $row->ammount;')}\nshould be\n\n${fence(FIXED)}`],
    ['twice', fence(FIXED) + fence(FIXED)],
    ['with thoughts that hold a fence and an end in a line', `<think>a\n\`\`\`\nb</think>${fence(FIXED)}`],
    ['with thoughts twice', `<think>\na\n</think>\n\n<think>\nb\n</think>\n${fence(FIXED)}`],
    ['with thoughts as others mark them', `[THINK]a[/THINK]\n${fence(FIXED)}`],
    [
      'with the class, and marks of what it left out of it',
      fence(`class Invoices\n{\n    // ... properties ...\n\n${deep(FIXED)}\n\n    // ... other methods\n}`),
    ],
    ['with marks of the code around', fence(`// ... existing code ...\n\n${FIXED}\n\n// ... rest of the class ...`)],
    ['with both tags', fence(`<?php\n${FIXED}\n?>`)],
    ['with an end tag', fence(`${FIXED}\n?>\n`)],
    ['with a stray fence behind', `${fence(FIXED)}\`\`\`\n`],
    ['with an empty block before', `\`\`\`\n\`\`\`\n${fence(FIXED)}`],
    ['with the token that ends a turn', `${fence(FIXED)}<|im_end|>\n<|im_start|>user\n${fence('$a = 1;')}`],
    ['with such a token in the block', `Fixed.\n\`\`\`php\n${FIXED}<｜end▁of▁sentence｜>`],
    ['with the end of a sequence', `${fence(FIXED)}</s>`],
    ['with words of thoughts behind', `${fence(FIXED)}\nI had to think: <think> is a tag.\n`],
  ])('takes one %s', async (_, reply) => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    server.say(reply);
    const outcome = await repair(scene, server.chat);
    expect(verdicts(outcome)).toEqual(['syntax only']);
    const { candidates } = outcome;
    expect(contentOf(candidates[0]?.after ?? scene.source)).toBe(EXPECTED);
    expect(candidates[0]?.edits).toEqual([{ first: 16, last: 17, lines: ['                $sum += $row->amount;'] }]);
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
    ['patch', 'a patch', fence('-a\n+b', 'diff')],
    ['syntax', 'another language that does not say so', fence('def total(self):\n    return 1\n'.repeat(6), '')],
    ['wrong-language', 'a command only', fence('php -l Invoices.php', 'bash')],
    ['patch', 'a patch in a block of PHP', fence('@@ -1,3 +1,3 @@\n-$sum += $row->ammount;\n+$sum += $row->amount;')],
    [
      'patch',
      'marked lines in a block of PHP',
      fence(' {\n-    $sum += $row->ammount;\n+    $sum += $row->amount;\n }'),
    ],
    [
      'patch',
      'the region with marked lines',
      changed(
        '            $sum += $row->amount;',
        '-            $sum += $row->ammount;\n+            $sum += $row->amount;',
      ),
    ],
    [
      'patch',
      'pieces to search and replace',
      fence('<<<<<<< SEARCH\n$sum += $row->ammount;\n=======\n$sum += $row->amount;\n>>>>>>> REPLACE'),
    ],
    ['no-code', 'code without a fence', FIXED],
    ['no-code', 'code that is indented', FIXED.replace(/^/gmu, '    ')],
    ['no-code', 'a command in the text', 'Run `php -l Invoices.php` and `rm -rf vendor`.'],
    ['json', 'an object that is none', `{"explanation": "a", "code": "${FIXED}"}`],
    ['json', 'a list of edits', fence(JSON.stringify([{ line: 16, text: '$sum += $row->amount;' }]), 'JSON')],
    ['empty', 'a block without lines', 'Fixed.\n\n```php\n```\n'],
    ['empty', 'a block of blanks', 'Fixed.\n\n```php\n  \n\n```\n'],
    [
      'no-op',
      'two blocks that are the region',
      fence(FIXED.replace('amount', 'ammount')) + fence(deep(FIXED.replace('amount', 'ammount'))),
    ],
    ['deleted-body', 'the corrected line alone', fence('$sum += $row->amount;')],
    ['lazy', 'our own mark', changed('    $sum = 0;\n', '    // … lines 13-13 left out\n')],
    [
      'lazy',
      'our own mark of the region',
      changed('    return', '    // lines 11-21: the region to correct, below\n    return'),
    ],
    ['lazy', 'a mark behind code', changed('return $sum;', 'return $sum; // ... rest')],
    ['lazy', 'a mark in brackets', changed('    $sum = 0;', '    /* ... */')],
    ['lazy', 'unchanged code in words', changed('    $sum = 0;', '    # (unchanged)')],
    ['lazy', 'for brevity', changed('    $sum = 0;', '    // omitted for brevity')],
    ['suppression', 'an ignored line of PHPStan', changed('amount;', 'amount; // @phpstan-ignore-line')],
    [
      'suppression',
      'a disregard of intelephense',
      changed('            $sum', '            /** @disregard P1014 */\n            $sum'),
    ],
    [
      'suppression',
      'of Psalm',
      changed('    $sum = 0', '    /** @psalm-suppress UndefinedPropertyFetch */\n    $sum = 0'),
    ],
    ['suppression', 'a setting', changed('    $sum = 0', '    error_reporting(0);\n    $sum = 0')],
    ['suppression', 'a result of everything', changed('): int', '): mixed')],
    ['stub', 'a comment in place of code', changed('$sum += $row->amount;', '$sum += 1; // TODO: the amount')],
    ['stub', 'a body that says so', changed(/return \$sum/u, 'throw new \\LogicException("Not yet implemented")')],
    ['stub', 'a place for code', changed('    return', '    // Your code here\n    return')],
    ['characters', 'an invisible separator', changed('amount', 'am\u2063ount')],
    ['characters', 'an isolate', changed('$row->amount', "$row->amount . '\u2066'")],
    ['characters', 'a blank that is none', changed('    return', '\u00a0\u00a0 \u00a0return')],
    ['characters', 'a filler', changed('amount', 'amount\u3164')],
    ['characters', 'a byte order mark', fence(`\ufeff${FIXED}`)],
    ['characters', 'an escape of terminals', changed('amount;', "amount . '\u001b[2J';")],
    ['several-blocks', 'a repair and an example', `${fence(FIXED)}Use it:\n\n${fence('$i = new Invoices();')}`],
    [
      'syntax',
      'line numbers',
      fence(
        FIXED.split('\n')
          .map((line, n) => `${n + 11} | ${line}`)
          .join('\n'),
      ),
    ],
    [
      'syntax',
      'words inside of the block',
      fence(`${FIXED}\n\nThis will repair the problem, as the name is right now.`),
    ],
    ['syntax', 'entities in place of operators', changed('$row->amount', '$row-&gt;amount')],
    ['outside', 'the end of the class, and another', fence(`${FIXED}\n}\n\nclass Other\n{`)],
    ['cut-off', 'thoughts without an end', '<think>\nThe name is'],
  ])('refuses as %s: %s', async (verdict, _, reply) => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    server.say(reply);
    const outcome = await repair(scene, server.chat);
    expect(verdicts(outcome)).toEqual([verdict, verdict, verdict]);
    expect(outcome.candidates).toEqual([]);
  });

  it('tells the model what came of it, and takes the second answer', async () => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    server.say(changed('amount', 'ammount'), fence(FIXED));
    const outcome = await repair(scene, server.chat);
    expect(verdicts(outcome)).toEqual(['no-op', 'syntax only']);
    expect(server.asked.map(({ body }) => (body as Body).options?.temperature)).toEqual([0, 0.2]);
    const [first = '', second = ''] = server.asked.map(({ body }) => (body as Body).messages[1]?.content ?? '');
    expect(second).toContain('It changes nothing.');
    // A server reads only what is new.
    expect(second.startsWith(first.slice(0, first.lastIndexOf('\n\n')))).toBe(true);
  });

  it.each<[string, readonly (string | Reply)[], readonly string[]]>([
    ['right at once', [fence(FIXED)], ['syntax only']],
    [
      'right on the third',
      ['No idea.', changed('+=', '+= @'), fence(FIXED)],
      ['no-code', 'suppression', 'syntax only'],
    ],
    ['never right', ['a', '', changed(/;/u, '')], ['no-code', 'empty', 'syntax']],
    [
      'right after an answer that was too long',
      [{ text: fence(FIXED).slice(0, 120), end: 'length' }, fence(FIXED)],
      ['cut-off', 'syntax only'],
    ],
    [
      'right after a server that failed midway',
      [{ text: fence(FIXED).slice(0, 120), end: 'error' }, fence(FIXED)],
      ['cut-off', 'syntax only'],
    ],
    [
      'right after a connection that broke inside the block',
      [{ text: `Fixed.\n\`\`\`php\n${FIXED}`, end: 'vanished' }, fence(FIXED)],
      ['cut-off', 'syntax only'],
    ],
    [
      'right after a stream that ended without its last line',
      [{ text: `Fixed.\n\`\`\`php\n${FIXED}`, end: 'mute' }, fence(FIXED)],
      ['cut-off', 'syntax only'],
    ],
    ['a whole block before the limit', [{ text: `${fence(FIXED)}And so`, end: 'length' }], ['syntax only']],
    [
      'thoughts that the limit cut off',
      [{ text: '<think>\nHm', end: 'length' }, fence(FIXED)],
      ['cut-off', 'syntax only'],
    ],
    [
      'prose that the limit cut off',
      [{ text: 'The problem is', end: 'length' }, fence(FIXED)],
      ['cut-off', 'syntax only'],
    ],
    [
      'a server that does not keep to the limit',
      [{ text: `Fixed.\n\`\`\`php\n${'$a = 1;\n'.repeat(4000)}`, end: 'hang' }, fence(FIXED)],
      ['cut-off', 'syntax only'],
    ],
  ])('goes on until it is %s', async (_, replies, expected) => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    server.say(...replies);
    const outcome = await repair(scene, server.chat);
    expect(verdicts(outcome)).toEqual(expected);
    expect(outcome.candidates.map(({ after }) => contentOf(after))).toEqual(
      expected.at(-1) === 'syntax only' ? [EXPECTED] : [],
    );
    expect(outcome.reason === '').toBe(expected.at(-1) === 'syntax only');
  });

  it('ends after the time that all tries have together', async () => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    server.say('No idea.', { text: 'The', end: 'hang' });
    const outcome = await repair(scene, server.chat, { limitMs: 1500 });
    expect(verdicts(outcome)).toEqual(['no-code']);
    expect(outcome.reason).toContain('did not answer within');
    await waitUntil(() => server.asked[1]?.isGone);
  });

  it('says what the server says, where it says nothing else', async () => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    server.say({ text: '', end: 'error' });
    await expect(repair(scene, server.chat)).rejects.toThrow(FimError);
    server.say('No idea.', { text: '', end: 'error' });
    const outcome = await repair(scene, server.chat);
    expect(verdicts(outcome)).toEqual(['no-code']);
    expect(outcome.reason).toContain('unexpectedly stopped');
  });

  it('puts a new import among the others, in their order', async () => {
    const scene = await staged('/p/Invoices.php', PHP, REPORT);
    const { candidates } = await said(scene, fence(`use App\\Models\\Row;\n\n${FIXED}`));
    expect(contentOf(candidates[0]?.after ?? scene.source)).toBe(
      EXPECTED.replace('use App\\Models\\User;\n', 'use App\\Models\\Row;\nuse App\\Models\\User;\n'),
    );
  });

  it('keeps line ends, the missing one at the end, and what is not changed byte for byte', async () => {
    const odd = PHP.replace('        $sum = 0;\n', '        $sum = 0;   \n')
      .replace('$sum += ', "$sum += '🐘漢é' . ")
      .trimEnd()
      .replaceAll('\n', '\r\n');
    const scene = await staged('/p/Invoices.php', odd, REPORT);
    const reply = changed('$sum += ', "$sum += '🐘漢é' . ");
    const { candidates } = await said(scene, reply);
    expect(contentOf(candidates[0]?.after ?? scene.source)).toBe(odd.replace(/⟦ammount⟧/u, 'amount'));
  });
});

describe.each(DIALECTS)('a server of %s', (dialect) => {
  it('is asked in messages, and its answer is read however it is torn', async () => {
    const own = await startChatServer(dialect);
    try {
      const text = PHP.replace('$sum += ', "$sum += '🐘漢é' . ");
      const scene = await staged('/p/Invoices.php', text, REPORT);
      own.say('Prose.', { text: fence(FIXED).slice(0, 99), end: 'length' }, changed('$sum += ', "$sum += '🐘漢é' . "));
      const outcome = await repair(scene, own.chat);
      expect(verdicts(outcome)).toEqual(['no-code', 'cut-off', 'syntax only']);
      expect(outcome.candidates.map(({ after }) => contentOf(after))).toEqual([text.replace(/⟦ammount⟧/u, 'amount')]);
      expect(own.asked.map(({ path }) => path)).toEqual(Array(3).fill(PATHS[dialect]));
      for (const { body } of own.asked) expect(body).toMatchObject({ ...BODIES[dialect], stream: true });
      const roles = own.asked.map(({ body }) => (body as Body).messages.map(({ role }) => role));
      expect(roles).toEqual(Array(3).fill(['system', 'user']));
    } finally {
      await own.close();
    }
  });

  it.each<[NonNullable<Reply['end']>, string]>([
    ['vanished', 'syntax only'],
    ['mute', 'syntax only'],
    ['error', 'syntax only'],
  ])('may end badly: %s', async (end, last) => {
    const own = await startChatServer(dialect);
    try {
      const scene = await staged('/p/Invoices.php', PHP, REPORT);
      own.say({ text: `Fixed.\n\`\`\`php\n${FIXED}`, end }, fence(FIXED));
      expect(verdicts(await repair(scene, own.chat))).toEqual(['cut-off', last]);
    } finally {
      await own.close();
    }
  });
});

const PATHS = { ollama: '/api/chat', llamacpp: '/v1/chat/completions', openai: '/v1/chat/completions' };
const BODIES = {
  ollama: { think: false, options: { num_predict: expect.any(Number), num_ctx: expect.any(Number) } },
  llamacpp: { max_tokens: expect.any(Number), cache_prompt: true, chat_template_kwargs: { enable_thinking: false } },
  openai: { max_tokens: expect.any(Number) },
};

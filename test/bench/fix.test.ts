/** The parts of `bench:fix` that decide: pairs out of a history, the other mode's way to change a text, and what the tables say. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorApply, anchorAsk } from '../../bench/fix/anchor.ts';
import { type Case, mined, mutants } from '../../bench/fix/cases.ts';
import { chart } from '../../bench/fix/chart.ts';
import { type FixSample, markdown } from '../../bench/fix/report.ts';
import { scriptedModel } from '../../bench/fix/scripted.ts';
import type { Diagnostic } from '../../src/fix/diagnostic.ts';

const TARGET: Diagnostic = {
  row: 2,
  col: 4,
  endRow: 2,
  endCol: 6,
  severity: 1,
  message: 'Wrong.',
  code: 'x',
  source: 'y',
  related: [],
};
const FILE = 'function f() {\n    a();\n    b();\n\n    a();\n}\n';
const fence = (text: string): string => `\`\`\`php\n${text}\n\`\`\``;
const change = (find: string, replace: string): string => `---FIND\n${fence(find)}\n---REPLACE\n${fence(replace)}\n`;

describe('the other mode', () => {
  it.each<[string, string, string | undefined]>([
    ['what is found is replaced', change('    b();', '    c();'), FILE.replace('b()', 'c()')],
    ['the first place wins', change('a();', 'c();'), FILE.replace('a()', 'c()')],
    [
      'indentation is the file’s',
      change('b();\na();', 'b();\nif (x) {\n    c();\n}'),
      FILE.replace('\n\n    a();', '\n    if (x) {\n        c();\n    }'),
    ],
    ['what is not found is not shown', change('d();', 'c();'), undefined],
    ['lazy lines are not shown', change('a();\n...\n}', 'c();'), undefined],
    ['nothing to find is put in at the line', change('', 'c();'), FILE.replace('    b', 'c();\n    b')],
    ['two changes', change('b();', 'c();') + change('}', '};'), FILE.replace('b()', 'c()').replace('}', '};')],
    ['without fences', '---FIND\nb();\n---REPLACE\nc();\n---COMPLETE\n', FILE.replace('b()', 'c()')],
    ['no change is none', change('b();', 'b();'), undefined],
    ['prose is none', 'Rename it.', undefined],
  ])('%s', (_, reply, expected) =>
    expect(anchorApply(FILE, `One sentence.\n\n${reply}---COMPLETE\n`, TARGET)).toBe(expected),
  );

  it('sends the whole file and the message', () => {
    const { messages } = anchorAsk('a.php', 'php', FILE, TARGET);
    expect(messages[1]?.content).toContain(FILE);
    expect(messages[1]?.content).toContain('<compileError>\nWrong.\n</compileError>');
  });
});

describe('a history', () => {
  let repo: string;
  beforeAll(() => {
    repo = mkdtempSync(join(tmpdir(), 'fim-bench-fix-'));
    const git = (...args: string[]): unknown =>
      execFileSync('git', ['-C', repo, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    const commit = (text: string, message: string): void => {
      writeFileSync(join(repo, 'a.php'), text);
      git('add', '-A');
      git('commit', '-qm', message);
    };
    git('init', '-q');
    commit(FILE, 'first');
    commit(FILE.replace('b()', 'c()'), 'small');
    commit(`${'x();\n'.repeat(30)}${FILE}`, 'large');
    writeFileSync(join(repo, 'a.txt'), 'x');
    commit(FILE, 'back');
  });
  afterAll(() => rmSync(repo, { recursive: true, force: true }));

  it('gives files before and after commits of a few lines', async () => {
    const found: Case[] = [];
    const wishes = { root: repo, under: '', languageId: 'php', extensions: ['.php'], seed: 1 };
    for await (const one of mined(wishes, '2000-01-01')) found.push(one);
    expect(found).toEqual([
      { kind: 'history', path: join(repo, 'a.php'), faulty: FILE, wanted: FILE.replace('b()', 'c()'), isMined: true },
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['missing argument', '$this->f([1, 2], $b);', ['$this->f([1, 2]);']],
    ['missing argument', '$this->f([1, 2]);', []],
    ['missing argument', "$this->f('a, b');", []],
    ['swapped arguments', "$this->f('a, b');", []],
    ['swapped arguments', '$this->f($a, $b);', ['$this->f($b, $a);']],
  ])('knows of a comma what it separates: %s, %s', (kind, line, made) => {
    writeFileSync(join(repo, 'm.php'), `<?php\n${line}\n`);
    const wishes = { root: repo, under: '', languageId: 'php', extensions: ['.php'], seed: 1 };
    const lines = [...mutants(wishes, [kind])].flatMap((group) =>
      [...group].map(({ faulty }) => faulty.split('\n')[1]),
    );
    expect(lines).toEqual(made);
  });

  it('gives mutants of files, the same for the same seed', () => {
    writeFileSync(join(repo, 'm.php'), '<?php\n$total = sum($value);\n$other = $value;\n');
    const all = (seed: number): readonly (readonly Case[])[] =>
      [
        ...mutants({ root: repo, under: '', languageId: 'php', extensions: ['.php'], seed }, ['typo of a variable']),
      ].map((group) => [...group]);
    expect(all(3)).toEqual(all(3));
    expect(all(3).flat().length).toBeGreaterThan(0);
    expect(
      all(3)
        .flat()
        .every(({ faulty, wanted }) => faulty !== wanted),
    ).toBe(true);
  });
});

describe('the scripted model', () => {
  it('errs in about half of its first answers, and in the same way for the same fault', async () => {
    const model = scriptedModel(1);
    const ask = { model: '', messages: [], maxTokens: 1, temperature: 0, contextTokens: 1 };
    const said = async (n: number): Promise<string> => {
      model.begin({
        kind: 'k',
        path: '/a',
        faulty: `${FILE}${n}`,
        wanted: `${FILE.replace('b()', 'c()')}${n}`,
        isMined: false,
      });
      let text = '';
      for await (const chunk of model.chat(ask, new AbortController().signal)) text += chunk.text;
      return text;
    };
    let right = 0;
    for (let n = 0; n < 200; n++) {
      const text = await said(n);
      expect(await said(n)).toBe(text);
      const made = anchorApply(`${FILE}${n}`, text, TARGET);
      // Blanks aside: blank lines are not compared in that mode.
      if (made?.replace(/\s/gu, '') === `${FILE.replace('b()', 'c()')}${n}`.replace(/\s/gu, '')) right++;
    }
    expect(right).toBeGreaterThan(70);
    expect(right).toBeLessThan(150);
  });
});

describe('what came of it', () => {
  const sample: FixSample = {
    kind: 'typo',
    path: 'a.php',
    row: 1,
    isDetected: true,
    isTold: true,
    code: 'P1',
    acceptsUnfixed: false,
    hasControl: true,
    isVerified: true,
    isEqual: true,
    isAmong: true,
    origin: 'model',
    ms: 10,
    verifyMs: 2,
    tries: ['no-op', 'verified'],
    promptTokens: 1000,
    answerTokens: 100,
    anchor: { isShown: true, holds: false, isEqual: false, promptTokens: 2000, answerTokens: 50, ms: 1 },
  };
  const missed: FixSample = {
    ...sample,
    kind: 'brace <',
    isTold: false,
    isVerified: false,
    isEqual: false,
    origin: '',
    tries: ['lazy', 'lazy', 'lazy'],
  };
  const text = markdown([sample, { ...sample, isEqual: false }, missed]);

  it('is told by kind, with what was shown and was not the text before', () => {
    expect(text).toContain('| typo | 2 | 2 | 0 | 2 | 100 % | 100 % | 1 | 50 % | 2 | 1 | 10 | 10 | 2 | 2 |');
    expect(text).toContain('| all | 3 | 3 | 1 | 2 | 67 % | 100 % |');
  });

  it('is told of the model: tries, tokens, verdicts', () => {
    expect(text).toContain('| 3 | 2 | 0 | 2 | 0 | 1 | 2.3 | 1000.0 | 100.0 |');
    expect(text).toContain('Answers: lazy 3, no-op 2, verified 2.');
  });

  it('is told of both modes on the same faults', () => {
    expect(text).toContain('| fim | 3 | 2 | 2 | 0 | 1 | 1 | 1000.0 | 100.0 | 10 | 10 |');
    expect(text).toContain(
      '| anchor: whole file, find and replace, not verified | 3 | 3 | 0 | 3 | 0 | 3 | 2000.0 | 50.0 | 1 | 1 |',
    );
  });

  it('is drawn', () => {
    const svg = chart([sample, missed], 'a & b');
    expect(svg).toContain('a &amp; b');
    expect(svg).toContain('brace &lt;');
    expect(svg).toContain('1 + 0 of 1');
    expect(svg).not.toContain('NaN');
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASELINES, ROWS } from '../../../bench/retrieval/rows.ts';
import { type RunResult, run } from '../../../bench/retrieval/run.ts';
import { REPO_ROOT } from '../../helpers/nvim-binaries.ts';

const repo = mkdtempSync(join(tmpdir(), 'fim-replay-'));
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', repo, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { encoding: 'utf8' });

function commit(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repo, path)), { recursive: true });
    writeFileSync(join(repo, path), text);
  }
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
}

const LEDGER = `<?php
namespace App;

class Ledger
{
    public function registerInvoice(int $invoiceNumber): void
    {
    }
}
`;
const shop = (body: string): string => `<?php
namespace App;

class Shop
{
    public function close(Ledger $ledger): void
    {
${body}    }
}
`;

let result: RunResult;

beforeAll(async () => {
  git('init', '-q');
  commit({ 'src/Ledger.php': LEDGER, 'src/Shop.php': shop('        $oldWay = 1;\n') });
  commit({
    'src/Bank.php': '<?php\nnamespace App;\n\nclass Bank\n{\n    public const HIGHEST_LOAN = 7;\n}\n',
    'src/Shop.php': shop('        $ledger->registerInvoice(Bank::HIGHEST_LOAN);\n'),
  });
  result = await run({
    repo,
    since: '2000-01-01',
    n: 10,
    members: 10,
    seed: 1,
    budgets: [512, 1024],
    budget: 1024,
    rows: ROWS,
    edits: 'others',
    vendor: undefined,
    grammarsDir: `${REPO_ROOT}/grammars`,
    builtinsDir: `${REPO_ROOT}/bench/retrieval/builtins`,
    progress: () => undefined,
  });
});

afterAll(() => rmSync(repo, { recursive: true }));

describe('a replay', () => {
  it('draws two cursors of a commit at most, none of the first commit, and asks every row at every budget', () => {
    expect(result.commits).toBe(1);
    expect(result.samples).toHaveLength(2);
    for (const { answers } of result.samples) {
      expect(Object.keys(answers).toSorted()).toEqual(ROWS.map(({ name }) => name).toSorted());
      for (const byBudget of Object.values(answers)) expect(Object.keys(byBudget)).toEqual(['512', '1024']);
    }
  });

  it('shows no row what is typed next, unless another hunk of the commit has it', () => {
    for (const { names, answers } of result.samples) {
      for (const [at, { name, isExisting }] of names.entries()) {
        if (isExisting) continue;
        expect([name, answers['all without edits']?.[1024]?.found.includes(at)]).toEqual([name, false]);
        expect([name, answers[BASELINES.plain]?.[1024]?.found.includes(at)]).toEqual([name, false]);
      }
    }
  });

  it('keeps to the budget', () => {
    for (const { answers } of result.samples) {
      for (const { name, isUncut } of ROWS) {
        if (isUncut !== true) expect(answers[name]?.[512]?.tokens).toBeLessThanOrEqual(512);
      }
    }
  });

  it('looks behind arrows: the class, its list, what is printed', () => {
    const members = new Map(result.members.map((sample) => [sample.member, sample]));
    expect([...members.keys()].toSorted()).toEqual(['HIGHEST_LOAN', 'registerInvoice']);
    expect(members.get('registerInvoice')).toMatchObject({
      type: 'App\\Ledger',
      isDeclared: true,
      isListed: true,
      isPrinted: true,
      isWrong: false,
    });
    // At the parent nobody declares it; only the edits show it.
    expect(members.get('HIGHEST_LOAN')).toMatchObject({
      type: '',
      isDeclared: false,
      isListed: false,
      isPrinted: false,
      isPrintedAnywhere: true,
      isWrong: false,
    });
  });
});

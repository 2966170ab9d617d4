/** Faults of all kinds, with a real server: none is taken for a repair of itself, and a text that was right a moment ago vouches for nothing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, mutate } from '../../bench/fix/mutants.ts';
import { randomOf } from '../../bench/retrieval/random.ts';
import { check, control } from '../../src/fix/check.ts';
import type { Diagnostic } from '../../src/fix/diagnostic.ts';
import { isRefusal } from '../../src/fix/refusal.ts';
import { readSource } from '../../src/fix/source-text.ts';
import { grownIn } from '../../src/fix/verdict.ts';
import { type LspServer, lspServer } from '../../src/fix/verify/lsp-verifier.ts';
import { serversFor } from '../../src/fix/verify/servers/registry.ts';
import type { Verifier } from '../../src/fix/verify/verifier.ts';

const modules = process.env['FIM_TEST_SERVERS'] ?? '';
const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'fim-mutants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PHP = `<?php

namespace App;

use App\\Model\\Order;

class Invoice
{
    private const MOST_ROWS = 3;

    private array $rows = ['🐘é' => 1];

    public function total(Order $order, string $label): int
    {
        $amount = $order->amountOf(1, $label);
        if ($amount === 2) {
            if ($amount > self::MOST_ROWS) {
                return $this->first($amount);
            }

            $amount += array_sum($this->rows);
        }

        $order->note($label, $amount);
        $other = new Order();
        $this->second($other, $label);

        return $amount;
    }

    public function first(int $amount): int
    {
        return $amount + strlen('é');
    }

    public function second(Order $order, string $label): void
    {
        $order->note($label, $order->amountOf(2, $label));
        Order::create($label);
    }
}
`;
const FILES: Readonly<Record<string, string>> = {
  'src/Model/Order.php':
    '<?php\n\nnamespace App\\Model;\n\nclass Order\n{\n    public function amountOf(int $count, string $label): int\n    {\n        return $count;\n    }\n\n    public function note(string $label, int $amount): void\n    {\n    }\n\n    public static function create(string $label): self\n    {\n        return new self();\n    }\n}\n',
  'src/Invoice.php': PHP,
};

/** Faults to people alone: nothing is reported of an assignment in a condition but a hint. */
const UNSEEN = new Set(['= for ===']);
/** Of a kind some places are no fault: a method that is static without need. */
const MOST_SEEDS = 10;
type Kind = NonNullable<(typeof KINDS)[string]>[number];

describe.runIf(modules !== '')('faults of PHP under intelephense', () => {
  let server: LspServer;
  let verifier: Verifier;
  beforeAll(async () => {
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const [spec] = serversFor('php');
    if (spec === undefined) throw new Error('no server');
    const command = [process.execPath, join(modules, 'intelephense/lib/intelephense.js'), '--stdio'];
    server = lspServer(spec, { command, root: folder, storage: join(folder, '.storage') });
    verifier = server.verifier(join(folder, 'src/Invoice.php'), 'php');
    await verifier.diagnose(PHP, signal);
  }, 180_000);
  afterAll(() => server.dispose());

  /** The first mutant that comes with a report; without one the last. */
  async function firstSeen(kind: Kind): Promise<{ readonly text: string; readonly target: Diagnostic | undefined }> {
    const before = await verifier.diagnose(PHP, signal);
    let text = '';
    for (let seed = 1; seed <= MOST_SEEDS; seed++) {
      const mutant = mutate(kind, PHP, randomOf(seed));
      if (mutant === undefined) throw new Error('the text has no place for it');
      ({ text } = mutant);
      const [target] = grownIn(before, await verifier.diagnose(text, signal));
      if (target !== undefined) return { text, target };
    }
    return { text, target: undefined };
  }

  it.each(KINDS['php']?.map((kind) => [kind.name, kind] as const) ?? [])(
    '%s: is seen, is not repaired by itself, and is after the right text what it was before',
    async (_, kind) => {
      const { text, target } = await firstSeen(kind);
      expect(target === undefined).toBe(UNSEEN.has(kind.name));
      if (target === undefined) return;
      const faulty = readSource(text);
      const right = readSource(PHP);
      const judge = await control(verifier, faulty, target, signal);
      expect(judge.target).toBeDefined();
      const verdictOf = async (after: typeof faulty): Promise<string> => {
        const found = await check(judge, { after, edits: [] }, signal);
        return isRefusal(found) ? found.verdict : found.label;
      };
      const verdicts = [await verdictOf(faulty), await verdictOf(right), await verdictOf(faulty)];
      expect(verdicts).toEqual(['still-there', 'verified', 'still-there']);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { Connection, type Method } from '../../src/server/connection.ts';
import { abortError } from '../../src/text/error.ts';

const METHODS: Readonly<Record<string, Method>> = {
  echo: async (params) => params ?? null,
  fail: async () => {
    throw new Error('the disk is full');
  },
  hang: (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(abortError()), { once: true });
    }),
};

async function answers(...lines: readonly string[]): Promise<unknown[]> {
  const written: unknown[] = [];
  const connection = new Connection({
    methods: METHODS,
    write: async (value) => {
      written.push(JSON.parse(JSON.stringify(value)));
    },
    log: () => undefined,
  });
  for (const text of lines) connection.receive({ text });
  await connection.settled();
  return written;
}

const error = (id: unknown, code: number) => ({ jsonrpc: '2.0', id, error: expect.objectContaining({ code }) });

describe('a request', () => {
  it.each([['1'], ['"a"'], ['null'], ['1.5'], ['true'], ['{"a":[1]}'], ['[1,2]'], ['""']])(
    'is answered with its own id, whatever that is: %s',
    async (id) => {
      expect(await answers(`{"jsonrpc":"2.0","id":${id},"method":"echo","params":{"a":1}}`)).toEqual([
        { jsonrpc: '2.0', id: JSON.parse(id), result: { a: 1 } },
      ]);
    },
  );

  it.each<[string, string, unknown, number]>([
    ['no JSON', '{"jsonrpc":', null, -32700],
    ['a number', '1', null, -32600],
    ['a text', '"echo"', null, -32600],
    ['null', 'null', null, -32600],
    ['an empty batch', '[]', null, -32600],
    ['no version', '{"id":1,"method":"echo"}', 1, -32600],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"echo"}', 1, -32600],
    ['no method', '{"jsonrpc":"2.0","id":1}', 1, -32600],
    ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":7}', 1, -32600],
    ['parameters that are a number', '{"jsonrpc":"2.0","id":1,"method":"echo","params":7}', 1, -32600],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"nope"}', 1, -32601],
    ['a name that every object has', '{"jsonrpc":"2.0","id":1,"method":"constructor"}', 1, -32601],
    ['a method that fails', '{"jsonrpc":"2.0","id":1,"method":"fail"}', 1, -32000],
  ])('that is wrong is answered with an error, and the next one is served: %s', async (_, line, id, code) => {
    const told = await answers(line, '{"jsonrpc":"2.0","id":"next","method":"echo","params":[]}');
    // In any order: each is answered when its answer is there.
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(error(id, code));
    expect(told).toContainEqual({ jsonrpc: '2.0', id: 'next', result: [] });
  });

  it('can be cancelled', async () => {
    const hang = '{"jsonrpc":"2.0","id":7,"method":"hang"}';
    const cancel = '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":7}}';
    expect(await answers(hang, cancel)).toEqual([error(7, -32800)]);
  });
});

describe('a notification', () => {
  it.each([
    ['{"jsonrpc":"2.0","method":"echo"}'],
    ['{"jsonrpc":"2.0","method":"nope"}'],
    ['{"jsonrpc":"2.0","method":"fail"}'],
    ['[{"jsonrpc":"2.0","method":"echo"},{"jsonrpc":"2.0","method":"fail"}]'],
    [''],
  ])('is never answered: %s', async (line) => {
    expect(await answers(line)).toEqual([]);
  });
});

describe('a batch', () => {
  it('is answered by an array, also where only one has an answer', async () => {
    const batch = '[{"jsonrpc":"2.0","id":1,"method":"echo","params":[1]},{"jsonrpc":"2.0","method":"echo"}]';
    expect(await answers(batch)).toEqual([[{ jsonrpc: '2.0', id: 1, result: [1] }]]);
  });

  it('may hold wrong requests among right ones', async () => {
    const batch = '[1,{"jsonrpc":"2.0","id":2,"method":"nope"},{"jsonrpc":"2.0","id":3,"method":"echo","params":{}}]';
    expect(await answers(batch)).toEqual([
      [error(null, -32600), error(2, -32601), { jsonrpc: '2.0', id: 3, result: {} }],
    ]);
  });
});

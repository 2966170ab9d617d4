/** The licence of a file: what it says itself, else what the project's own files say. '' where nobody says. Judges no terms. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SPDX = /SPDX-License-Identifier:\s*([\w.+-]+(?:\s+(?:OR|AND|WITH)\s+[\w.+-]+)*)/u;
const HEAD_UNITS = 3000;
const MANIFESTS = ['composer.json', 'package.json'];
const TOML = ['pyproject.toml', 'Cargo.toml'];
const TEXTS = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'COPYING'];

/** The first that fits wins; by sentences that only that licence has. */
const BY_TEXT: readonly (readonly [id: string, pattern: RegExp])[] = [
  ['AGPL-3.0', /GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3/u],
  ['LGPL-3.0', /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3/u],
  ['LGPL-2.1', /GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1/u],
  ['GPL-3.0', /GNU GENERAL PUBLIC LICENSE\s+Version 3/u],
  ['GPL-2.0', /GNU GENERAL PUBLIC LICENSE\s+Version 2/u],
  ['Apache-2.0', /Apache License\s+Version 2\.0/u],
  ['MPL-2.0', /Mozilla Public License,? [Vv]ersion 2\.0/u],
  ['BSD-3-Clause', /Neither the name of[\s\S]{0,200}may be used to endorse/u],
  ['BSD-2-Clause', /Redistribution and use in source and binary forms/u],
  ['ISC', /Permission to use, copy, modify, and\/?(?:or)? distribute this software/u],
  ['MIT', /Permission is hereby granted, free of charge/u],
];

/** What a file says of itself. */
export function licenceIn(text: string): string {
  return SPDX.exec(text.slice(0, HEAD_UNITS))?.[1] ?? '';
}

/** @param root absolute folder of the project */
export async function projectLicence(root: string): Promise<string> {
  const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8').catch(() => '');
  for (const name of MANIFESTS) {
    const id = /"license"\s*:\s*"([^"]{1,80})"/u.exec(await read(name))?.[1];
    if (id !== undefined) return id;
  }
  for (const name of TOML) {
    const id = /^license\s*=\s*(?:\{\s*text\s*=\s*)?"([^"]{1,80})"/mu.exec(await read(name))?.[1];
    if (id !== undefined) return id;
  }
  for (const name of TEXTS) {
    const text = await read(name);
    const id = BY_TEXT.find(([, pattern]) => pattern.test(text))?.[0];
    if (id !== undefined) return id;
  }
  return '';
}

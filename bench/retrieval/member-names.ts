/** The names of members that libraries declare, by the looks of their PHP: for knowing what could have been found, never for finding it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../src/context/discover/disk.ts';
import { isTest, LARGEST_FILE } from './kinds.ts';

const DECLARES = [
  /\bfunction\s+&?\s*([A-Za-z_]\w*)\s*\(/gu,
  /\b(?:public|protected|private|readonly|static|var)\s+(?:[\w\\|?&()]+\s+)?\$([A-Za-z_]\w*)/gu,
  /\bconst\s+(?:[\w\\|?]+\s+)?([A-Za-z_]\w*)\s*=/gu,
  /^\s*case\s+([A-Za-z_]\w*)\s*[=;]/gmu,
  /@(?:method|property(?:-read|-write)?)\s+[^\n]*?\$?([A-Za-z_]\w*)\s*(?:\(|$)/gmu,
];

/** @param folder absolute */
export function memberNamesBelow(folder: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const text = path.endsWith('.php') && !isTest(path) ? readText(join(folder, path), LARGEST_FILE) : undefined;
    if (text === undefined) continue;
    for (const pattern of DECLARES) for (const [, name] of text.matchAll(pattern)) if (name) names.add(name);
  }
  return names;
}

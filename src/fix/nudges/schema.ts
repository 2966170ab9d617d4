/** What an entry of the cookbook may say: data files beside this one hold one entry a code. Checked when they are read. */
import { z } from 'zod';

/** What is looked up beside the region. */
const CONTEXTS = ['callee', 'parent', 'members', 'related', 'interface'] as const;
/** What a repair without a model may try; `tier0/` holds them. */
const RULES = [
  'nearest-name',
  'add-import',
  'punctuation',
  'argument-order',
  'static',
  'strict-equality',
  'interface-methods',
  'unused-import',
  'missing-return',
  'missing-argument',
] as const;
/** What the request forbids in words. */
const FORBIDS = ['delete', 'cast', 'suppress', 'stub', 'visibility', 'invent'] as const;
/** Gates that the entry opens: its repair is to take lines away, or to change many. */
const ALLOWS = ['deletion', 'many-lines'] as const;

const entrySchema = z.strictObject({
  /** One or two sentences for the model. */
  nudge: z.string().min(10).max(400),
  context: z.array(z.enum(CONTEXTS)).default([]),
  region: z.enum(['function', 'class']).default('function'),
  tier0: z.array(z.enum(RULES)).default([]),
  forbid: z.array(z.enum(FORBIDS)).default([]),
  allow: z.array(z.enum(ALLOWS)).default([]),
  /** Said in place of the reporter's own message, which leads astray. */
  replaceMessage: z.string().min(10).optional(),
  /** No text that a model writes repairs it. */
  noModel: z.string().min(10).optional(),
});

export type Rule = (typeof RULES)[number];
export type Forbidden = (typeof FORBIDS)[number];
export type Nudge = z.output<typeof entrySchema>;

/** Code → entry. */
export const tableSchema = z.record(z.string(), entrySchema);

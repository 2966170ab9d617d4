#!/usr/bin/env node
/** What `fim` runs. The process ends by itself when everything is written. */
import { main } from './main.ts';

void main(process.argv).then((status) => {
  process.exitCode = status;
});

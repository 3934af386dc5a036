import { writeFileSync } from 'node:fs';
import { readmeFile, readmeFromCode } from '#test/readme-tables.ts';

writeFileSync(readmeFile, readmeFromCode());

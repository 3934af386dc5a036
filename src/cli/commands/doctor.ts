import type { Command } from 'commander';
import { examples } from '#cli/examples.ts';
import type { Ending, Room } from '#cli/room.ts';
import { ShopError } from '#domain/errors.ts';
import { examine, worstOf } from './doctor/checks.ts';
import type { Finding } from './doctor/finding.ts';
import { setScene } from './doctor/scene.ts';
import { findingShape, reportShape } from './doctor/text.ts';

export const prints = findingShape;

// The keychain is given up after four seconds, a silent server after five: both are told in their own words.
const patience = 8_000;

export const endings: Ending[] = ['auth', 'conflict', 'unavailable'];

export function register(command: Command, { shop, out, stdout, abandon }: Room) {
  command.action(async () => {
    await using scene = setScene(shop, stdout, patience);
    const { findings, faults } = await examine(scene);
    if (out.format === 'table' && !out.chosen) await out.print(findings, reportShape);
    else await out.list([findings], findingShape);
    // A name that is looked up, or a connection that nobody answers, would keep the process for as long as it takes.
    if (scene.overdue) abandon();
    const [fault] = faults;
    if (fault && worstOf(findings)?.code === 'unexpected') throw fault.error;
    refuse(findings);
  });
  command.addHelpText('after', about);
  examples(command, [
    'shop doctor',
    'shop doctor --json | jq -r \'.[] | select(.status == "problem") | .next\'',
  ]);
}

function refuse(findings: readonly Finding[]) {
  const worst = worstOf(findings);
  if (!worst?.code || worst.code === 'unexpected') return;
  const checks = findings.flatMap(({ status, check }) => (status === 'problem' ? [check] : []));
  const names = [...new Set(checks)].join(', ');
  throw new ShopError(
    worst.code,
    `${checks.length === 1 ? 'A problem' : `${checks.length} problems`}: ${names}.`,
    {
      details: { checks },
    },
  );
}

const about = `
Looks at everything at once, starts and makes nothing, and asks the model
nothing that costs. Exits with 0 when nothing is a problem, warnings included;
else as a command would that ran into the first problem.`;

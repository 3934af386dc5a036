import { examine } from '#cli/commands/doctor/checks.ts';
import type { Finding } from '#cli/commands/doctor/finding.ts';
import { setScene } from '#cli/commands/doctor/scene.ts';
import { openShop } from '#shop.ts';

/** What `shop doctor` finds in this environment, by the name of the check, as it finds it in a pipe. */
export async function examineIn(
  env: NodeJS.ProcessEnv,
  patience = 30_000,
): Promise<(check: string) => Finding[]> {
  await using shop = openShop(env, { say: () => {} });
  const stdout = Object.assign(Object.create(process.stdout), { isTTY: false });
  await using scene = setScene(shop, stdout, patience);
  const { findings, faults } = await examine(scene);
  if (faults.length > 0) throw faults[0]?.error;
  return (check) => findings.filter((finding) => finding.check === check);
}

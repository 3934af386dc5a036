import { type Found, fine, problem } from './finding.ts';

const needed = [22, 12] as const;

/** `bin/shop.js` refuses an older one before any of this is loaded; another way in may not. */
export async function checkNode(): Promise<Found> {
  const { versions, platform, arch } = process;
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  const details = { version: versions.node, platform, arch };
  if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
    return problem('unavailable', `Node ${versions.node} is too old.`, {
      next: `Install Node ${needed.join('.')} or newer.`,
      details,
    });
  }
  return fine(`Node ${versions.node} on ${platform} ${arch}.`, details);
}

import type { Hook } from './proxy.ts';

/** Where a race begins: nobody passes a statement that begins so before all have come to it, or have given up before. */
export function startLine(statement: string, runners: number): { hook: Hook; giveUp(): void } {
  const { promise: start, resolve: go } = Promise.withResolvers<void>();
  let missing = runners;
  const oneLess = () => {
    missing -= 1;
    if (missing === 0) go();
  };
  return {
    hook: ({ text }) => {
      if (!text.startsWith(statement)) return undefined;
      oneLess();
      return start;
    },
    giveUp: oneLess,
  };
}

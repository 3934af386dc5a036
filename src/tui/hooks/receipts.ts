/** What was bought while the shop was open, for the screen after leaving; `forShell`: where there is a shell to go on in. */
export function createReceipts({ forShell = true } = {}) {
  const lines = new Map<number, string>();
  return {
    bought(orderId: number) {
      const again = forShell ? ` To look at it again: shop orders show ${orderId}` : '';
      lines.set(orderId, `Order ${orderId} is yours.${again}`);
    },
    /** An order of this visit that was taken back is no longer anybody's; earlier ones are none of this list's. */
    cancelled(orderId: number) {
      if (lines.has(orderId)) lines.set(orderId, `Order ${orderId} is cancelled.`);
    },
    lines: (): readonly string[] => [...lines.values()],
  };
}

export type Receipts = ReturnType<typeof createReceipts>;

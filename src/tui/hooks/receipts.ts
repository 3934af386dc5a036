/** What was bought while the shop was open, for the shell's own screen after leaving. */
export function createReceipts() {
  const lines = new Map<number, string>();
  return {
    bought(orderId: number) {
      lines.set(orderId, `Order ${orderId} is yours. To look at it again: shop orders show ${orderId}`);
    },
    /** An order of this visit that was taken back is no longer anybody's; earlier ones are none of this list's. */
    cancelled(orderId: number) {
      if (lines.has(orderId)) lines.set(orderId, `Order ${orderId} is cancelled.`);
    },
    lines: (): readonly string[] => [...lines.values()],
  };
}

export type Receipts = ReturnType<typeof createReceipts>;

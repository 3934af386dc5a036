import { useEffect, useRef, useState } from 'react';

const SETTLED = 150;

/**
 * The value once it has stayed for a moment: whoever walks through a list asks for nothing of what is passed by, not even
 * when it has stayed before.
 */
export function useSettled<Value>(value: Value): Value | undefined {
  const latest = useRef({ value });
  if (latest.current.value !== value) latest.current = { value };
  const stay = latest.current;
  const [settled, setSettled] = useState<typeof stay>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(stay), SETTLED);
    return () => clearTimeout(timer);
  }, [stay]);
  return settled === stay ? value : undefined;
}

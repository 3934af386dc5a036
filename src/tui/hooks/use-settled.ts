import { useEffect, useState } from 'react';

const SETTLED = 150;

/** The value once it has stayed for a moment: whoever walks through a list asks for nothing of what is passed by. */
export function useSettled<Value>(value: Value): Value | undefined {
  const [settled, setSettled] = useState<Value>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

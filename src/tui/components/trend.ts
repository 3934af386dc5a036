import { useEffect, useRef, useState } from 'react';

/** Which way a figure has gone just now. */
export type Trend = 'up' | 'down';

/** Long enough to be seen by somebody who looks elsewhere, short enough that it stands for news. */
const NEWS = 2_500;

/** For a moment after the figure of a subject has changed, which way it went. Another subject is no change. */
export function useTrend(subject: unknown, figure: number | undefined): Trend | undefined {
  const before = useRef({ subject, figure });
  const [trend, setTrend] = useState<Trend>();
  useEffect(() => {
    const old = before.current;
    before.current = { subject, figure };
    if (old.subject !== subject || old.figure === undefined || figure === undefined)
      return setTrend(undefined);
    if (old.figure === figure) return;
    setTrend(figure > old.figure ? 'up' : 'down');
    const timer = setTimeout(() => setTrend(undefined), NEWS);
    return () => clearTimeout(timer);
  }, [subject, figure]);
  return trend;
}

/** The mark before a figure that has changed; nothing is told by colour alone. */
export const markOf = (trend: Trend | undefined): string =>
  trend === undefined ? '' : { up: '▲ ', down: '▼ ' }[trend];

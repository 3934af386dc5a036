import { Box, Text } from 'ink';
import { useEffect, useState } from 'react';
import type { Lost } from '#tui/hooks/live.ts';
import { fitted } from './foreign.tsx';
import { useTheme } from './theme-context.ts';
import { wrapped } from './wrapped.ts';

/** Says that the database is lost and when it is tried again; what is on the screen is what was known before. */
export function Banner({ lost, columns }: { lost: Lost; columns: number }) {
  const theme = useTheme();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((lost.nextTry - now) / 1000);
  const next = seconds > 0 ? `Next try in ${seconds} s.` : 'Trying again…';
  return (
    <Box height={bannerHeight(lost, columns)} width={columns}>
      <Text inverse bold color={theme.bad} wrap="truncate">
        {wordsOf(lost, next, columns)
          .map((line) => fitted(` ${line}`, columns))
          .join('\n')}
      </Text>
    </Box>
  );
}

const wordsOf = ({ error }: Lost, next: string, columns: number) =>
  wrapped(`${error.message} ${next} ${error.next ?? ''}`, columns - 2).slice(0, 2);

/** Two rows where one would cut what can be done about it. The longest of its sentences decides, so that nothing jumps. */
export const bannerHeight = (lost: Lost, columns: number): number =>
  wordsOf(lost, 'Next try in 15 s.', columns).length;

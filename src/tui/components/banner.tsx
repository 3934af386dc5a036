import { Box, Text } from 'ink';
import { useEffect, useState } from 'react';
import type { Lost } from '#tui/hooks/live.ts';
import { fitted } from './foreign.tsx';
import { useTheme } from './theme-context.ts';

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
    <Box height={1} width={columns}>
      <Text inverse bold color={theme.bad} wrap="truncate">
        {fitted(` ${lost.error.message} ${next} ${lost.error.next ?? ''}`, columns)}
      </Text>
    </Box>
  );
}

import { Text } from 'ink';
import { fitted } from './foreign.tsx';

type Props = {
  keys: string;
  text: string;
  /** Why it cannot be done just now. */
  why: string | undefined;
  marked: boolean;
  width: number;
};

const KEYS = 14;

/** What can be done, its keys, and, where it cannot be done now, why. */
export function CommandRow({ keys, text, why, marked, width }: Props) {
  const words = why ? `${text} – ${why}` : text;
  return (
    <Text wrap="truncate" inverse={marked} bold={marked} dimColor={why !== undefined && !marked}>
      {`${marked ? '› ' : '  '}${fitted(words, width - KEYS - 3)} ${fitted(keys, KEYS)}`}
    </Text>
  );
}

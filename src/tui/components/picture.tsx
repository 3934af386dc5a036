import { Box, type DOMElement, measureElement, Text } from 'ink';
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import { useServices } from '#tui/hooks/services.ts';
import { useKeyboard } from '#tui/hooks/use-keys.ts';
import type { Drawn } from '#tui/pictures/draw.ts';

/** A picture: text as any other, or blanks that the terminal draws over, unless something stands above them. */
export function PictureBox({ drawn }: { drawn: Drawn }) {
  const { pictures } = useServices();
  const keyboard = useKeyboard();
  const covered = useSyncExternalStore(keyboard.subscribe, () => !keyboard.hears('screen'));
  const ref = useRef<DOMElement>(null);
  useLayoutEffect(() => {
    if (covered || drawn.kind !== 'sequence') return;
    // Asked for when it is drawn: only then is the layout known.
    return pictures?.canvas.put({ drawn, place: () => ref.current && measureElement(ref.current) });
  }, [pictures, drawn, covered]);
  return (
    <Box ref={ref} width={drawn.columns} height={drawn.rows} marginBottom={1} flexShrink={0}>
      <Text>{drawn.kind === 'lines' ? drawn.lines.join('\n') : ' '}</Text>
    </Box>
  );
}

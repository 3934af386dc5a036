import { Box, type DOMElement, measureElement, Text, useCursor } from 'ink';
import { useLayoutEffect, useRef, useState } from 'react';
import stringWidth from 'string-width';
import { fitted } from './foreign.tsx';
import type { Edited } from './text-edit.ts';

type Props = {
  value: Edited;
  width: number;
  /** Whether it is typed into: the terminal's own cursor then stands in it, where input methods look for it. */
  focused: boolean;
  secret?: boolean;
  placeholder?: string;
};

/** One line of text that scrolls sideways under its cursor. It draws; `text-edit.ts` edits. */
export function TextField({ value, width, focused, secret = false, placeholder = '' }: Props) {
  const shown = secret ? masked(value) : value;
  const { text, column } = sight(shown, width);
  const empty = value.text === '';
  return (
    <Box width={width} height={1} flexShrink={0}>
      {focused && <Caret column={column} />}
      <Text wrap="truncate" underline={!empty || focused} dimColor={empty}>
        {fitted(empty && !focused ? placeholder : text, width)}
      </Text>
    </Box>
  );
}

/** Puts the terminal's cursor `column` cells right of its own place, wherever the layout has put that. */
function Caret({ column }: { column: number }) {
  const place = useRef<DOMElement>(null);
  const [origin, setOrigin] = useState<{ x: number; y: number }>();
  const { setCursorPosition } = useCursor();
  setCursorPosition(origin && { x: origin.x + column, y: origin.y });
  useLayoutEffect(() => {
    if (!place.current) return;
    const { x, y } = measureElement(place.current);
    setOrigin((old) => (old?.x === x && old.y === y ? old : { x, y }));
  });
  return <Box ref={place} width={0} height={1} flexShrink={0} />;
}

const masked = ({ text, at }: Edited): Edited => {
  const left = [...text.slice(0, at)].length;
  return { text: '•'.repeat([...text].length), at: left };
};

/** The part of the line that is in sight, and the cursor's column in it. One cell is kept for the cursor at the end. */
export function sight({ text, at }: Edited, width: number): { text: string; column: number } {
  let start = 0;
  while (stringWidth(text.slice(start, at)) > width - 1) start = nextStart(text, start);
  return { text: text.slice(start), column: stringWidth(text.slice(start, at)) };
}

function nextStart(text: string, start: number): number {
  const code = text.codePointAt(start) ?? 0;
  return start + (code > 0xffff ? 2 : 1);
}

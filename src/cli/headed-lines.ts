/** A line of stdin as it came, and as an object where a header says what its cells are. */
export type InputLine = { number: number; text: string; meant: string };

// `itemId` before `id`: the lines of a cart or an order name their item so.
const naming = ['itemId', 'id', 'item', 'name'];

/**
 * Understands what `-o csv` writes: when the first line is a header that names the item, each further record becomes an
 * object of its cells. Any other lines go through as they are.
 */
export async function* underHeader(
  lines: AsyncIterable<{ number: number; text: string }>,
): AsyncGenerator<InputLine> {
  let header: { names: string[]; delimiter: string } | undefined;
  let isFirst = true;
  let open: { number: number; text: string } | undefined;
  for await (const { number, text } of lines) {
    if (isFirst) header = headerOf(text);
    const record = open ? { number: open.number, text: `${open.text}\n${text}` } : { number, text };
    open = header && isOpen(record.text) ? record : undefined;
    if (header && !isFirst && !open) yield { ...record, meant: await objectOf(record.text, header) };
    if (!header) yield { number, text, meant: text };
    isFirst = false;
  }
  if (open) yield { ...open, meant: open.text };
}

function headerOf(text: string): { names: string[]; delimiter: string } | undefined {
  const delimiter = [',', '\t', ';'].find((one) => text.includes(one)) ?? ',';
  const names = text.split(delimiter).map((name) => name.replace(/^"(.*)"$/, '$1'));
  const isHeader =
    names.every((name) => /^[A-Za-z]+$/.test(name)) && names.some((name) => naming.includes(name));
  return isHeader && (names.length > 1 || names[0] === 'id' || names[0] === 'itemId')
    ? { names, delimiter }
    : undefined;
}

// Within quotes a line break belongs to the cell.
const isOpen = (text: string) => (text.split('"').length - 1) % 2 === 1;

/** A record that cannot be read stays as it is, and is refused as the line that it is. */
async function objectOf(text: string, { names, delimiter }: { names: string[]; delimiter: string }) {
  const { parse } = await import('csv-parse/sync');
  const [cells = []] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true });
  const filled = names.map((name, at) => [name, cells[at] ?? '']).filter(([, cell]) => cell !== '');
  return JSON.stringify(Object.fromEntries(filled));
}

/** The first `limit` values of a list that comes in pages. */
export async function* upTo<Value>(limit: number, pages: AsyncIterable<readonly Value[]>) {
  let left = limit;
  for await (const page of pages) {
    yield page.slice(0, left);
    left -= page.length;
    if (left <= 0) return;
  }
}

/** Works through a list, so many at once. @returns what each came to, in the order of the list */
export async function several<From, To>(
  list: readonly From[],
  atOnce: number,
  work: (one: From) => Promise<To>,
): Promise<To[]> {
  const results: To[] = [];
  const rest = list.entries();
  // Whoever is free takes the next: they share one iterator.
  const worker = async () => {
    for (const [at, one] of rest) results[at] = await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

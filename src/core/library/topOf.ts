/**
 * The first `count` items in the order of `compare`, without sorting all of them. Ties come in no particular order: give an order
 * that has none.
 */
export function topOf<T>(items: Iterable<T>, count: number, compare: (a: T, b: T) => number): T[] {
  if (count <= 0) return [];
  const heap: T[] = [];
  for (const item of items) {
    if (heap.length < count) {
      heap.push(item);
      raise(heap, heap.length - 1, compare);
    } else if (compare(item, heap[0] as T) < 0) {
      heap[0] = item;
      sink(heap, compare);
    }
  }
  return heap.sort(compare);
}

function raise<T>(heap: T[], index: number, compare: (a: T, b: T) => number): void {
  const item = heap[index] as T;
  let at = index;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (compare(item, heap[parent] as T) <= 0) break;
    heap[at] = heap[parent] as T;
    at = parent;
  }
  heap[at] = item;
}

function sink<T>(heap: T[], compare: (a: T, b: T) => number): void {
  const item = heap[0] as T;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1] as T, heap[child] as T) > 0) child++;
    if (compare(heap[child] as T, item) <= 0) break;
    heap[at] = heap[child] as T;
    at = child;
  }
  heap[at] = item;
}

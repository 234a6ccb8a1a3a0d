/** The items in order, in arrays of `size`; the last one may be shorter. */
export function chunksOf<Item>(items: Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

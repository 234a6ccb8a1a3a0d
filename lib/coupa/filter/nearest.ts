/** Names that an error shows at most. */
const MOST_SHOWN = 15;

/** Those of the names that look most like a word, the nearest first; the others follow in their own order, as far as there is room. */
export function nearest(word: string, names: readonly string[], most = MOST_SHOWN): string[] {
	const wanted = pairsOf(word);
	const ranked = names.map((name) => ({ name, likeness: likeness(wanted, pairsOf(name)) }));
	return ranked
		.sort((left, right) => right.likeness - left.likeness)
		.slice(0, most)
		.map(({ name }) => name);
}

/** `status, type, … and 12 more`, the nearest to a word first. */
export function nearestList(word: string, names: readonly string[], most = MOST_SHOWN): string {
	const shown = nearest(word, names, most).join(', ');
	return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** Letters side by side, by which words are compared (Dice): `abc` gives `ab`, `bc`. */
function pairsOf(word: string): Set<string> {
	const letters = word
		.slice(0, 100)
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
	return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, index) => letters.slice(index, index + 2)));
}

function likeness(left: Set<string>, right: Set<string>): number {
	const common = [...left].filter((pair) => right.has(pair)).length;
	return common === 0 ? 0 : (2 * common) / (left.size + right.size);
}

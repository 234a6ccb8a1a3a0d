/** Packages that are named. */
const MOST_NAMED = 5;

/** Packages with the keys of what is in them. One number may come thousands of times: none of them is looked at once for each of the others. */
export class Packages {
	private readonly keysIn = new Map<string, Set<string>>();
	/** By key, packages that hold nothing else. */
	private readonly holdOnly = new Map<string, number>();

	add(name: string, key: string): void {
		const keys = this.keysIn.get(name) ?? new Set<string>();
		if (keys.has(key)) return;
		const [only] = keys;
		if (keys.size === 0) this.count(key, 1);
		else if (keys.size === 1 && only !== undefined) this.count(only, -1);
		this.keysIn.set(name, keys.add(key));
	}

	/** Those that hold something else than this: the names of the first, and how many there are. */
	without(key: string): { first: string[]; count: number } {
		const first: string[] = [];
		for (const [name, keys] of this.keysIn) {
			if (first.length === MOST_NAMED) break;
			if (keys.size > 1 || !keys.has(key)) first.push(name);
		}
		return { first, count: this.keysIn.size - (this.holdOnly.get(key) ?? 0) };
	}

	private count(key: string, by: number): void {
		this.holdOnly.set(key, (this.holdOnly.get(key) ?? 0) + by);
	}
}

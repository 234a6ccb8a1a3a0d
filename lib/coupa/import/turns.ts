/** Lets jobs that share a name run one after the other, in the order they came; others run side by side. */
export class Turns {
	private readonly last = new Map<string, Promise<void>>();
	private readonly blocked = new Set<string>();

	async take(names: string[], job: () => Promise<void>): Promise<void> {
		const previous = Promise.all(names.map((name) => this.last.get(name) ?? Promise.resolve()));
		const turn = previous.then(job);
		for (const name of names) this.last.set(name, turn);
		await turn;
	}

	/** Marks a name whose last job ended in the dark: what follows must not build on it. */
	block(name: string): void {
		this.blocked.add(name);
	}

	isBlocked(name: string): boolean {
		return this.blocked.has(name);
	}
}

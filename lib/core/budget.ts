/**
 * Lets work begin, in the order in which it came, as long as the costs of all that is under way stay within a limit. What
 * costs more than the limit goes alone.
 */
export class Budget {
	private spent = 0;
	private readonly waiting: Array<{ cost: number; begin: () => void }> = [];

	constructor(private readonly limit: number) {}

	async spend<Result>(cost: number, work: () => Promise<Result>): Promise<Result> {
		const bounded = Math.min(cost, this.limit);
		await new Promise<void>((begin) => {
			this.waiting.push({ cost: bounded, begin });
			this.beginNext();
		});
		try {
			return await work();
		} finally {
			this.spent -= bounded;
			this.beginNext();
		}
	}

	private beginNext(): void {
		for (let next = this.waiting[0]; next && this.spent + next.cost <= this.limit; next = this.waiting[0]) {
			this.waiting.shift();
			this.spent += next.cost;
			next.begin();
		}
	}
}

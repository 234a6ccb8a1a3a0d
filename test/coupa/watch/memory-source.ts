import type { CoupaRecord } from '../../../lib/core';
import type { WatchSource } from '../../../lib/coupa';

/** A list in memory with a clock of its own, which changes while it is read. */
export class MemorySource implements WatchSource {
	/** Coupa's clock, ms since the epoch. */
	clock = Date.parse('2026-05-01T10:00:00Z');
	/** Called after each page; throws to break a poll off. */
	afterPage: () => void = () => undefined;
	/** Rows show up in lists this long after their time. */
	lagMs = 0;
	pageSize = 3;
	/** As where a gateway takes the time out of the answers. */
	isCoupasClock = true;
	pagesRead = 0;
	private readonly rows = new Map<number, CoupaRecord>();
	private versions = 0;

	constructor(private readonly time: 'created-at' | 'updated-at' = 'updated-at') {}

	/** Makes or changes a record now. */
	change(id: number, more: CoupaRecord = {}): void {
		const now = new Date(Math.floor(this.clock / 1000) * 1000).toISOString();
		const before = this.rows.get(id) ?? { 'created-at': now };
		this.rows.set(id, { ...before, id, 'updated-at': now, version: ++this.versions, ...more });
	}

	get all(): CoupaRecord[] {
		return [...this.rows.values()].sort((left, right) => Number(left.id) - Number(right.id));
	}

	async *pages({ since, afterId }: { since: number; afterId: number }): AsyncGenerator<CoupaRecord[]> {
		for (let last = afterId; ;) {
			const page = this.all
				.filter((row) => Number(row.id) > last && this.timeOf(row) >= since && this.timeOf(row) + this.lagMs <= this.clock)
				.slice(0, this.pageSize);
			if (page.length === 0) return;
			this.pagesRead += 1;
			yield page;
			this.afterPage();
			last = Number(page.at(-1)?.id);
		}
	}

	async *statuses(): AsyncGenerator<CoupaRecord[]> {
		yield this.all.toReversed();
	}

	async sample(): Promise<CoupaRecord[]> {
		return this.all.slice(0, 1);
	}

	start() {
		const { isCoupasClock } = this;
		return { startedAt: isCoupasClock ? this.clock : this.clock - 15 * 60_000, isCoupasClock, warning: null };
	}

	private timeOf(row: CoupaRecord): number {
		return Date.parse(String(row[this.time]));
	}
}

import type { CoupaRecord } from '../core';
import { PAGE_SIZE, type ListSource } from './list-source';

export interface NumberedPage {
	rows: CoupaRecord[];
	/** Whether the list ended with it when it was read. */
	isLast: boolean;
}

/**
 * The pages of a list from the second one on, asked for ahead of the caller: at most `list.mostAhead` of them are on their
 * way or waiting to be taken, so memory stays the same however slow the caller is. Starts with one and asks for more as
 * full pages come in, so that a short list costs few calls beyond its end.
 */
export class PagesAhead {
	private readonly waiting: Array<Promise<NumberedPage>> = [];
	private readonly underWay = new Map<number, AbortController>();
	private readonly step: number;
	private nextNumber = 1;
	private window = 1;
	private ended = false;

	private readonly lastUseful: number;
	/** The page with which the list is likely to end. */
	private lastLikely: number;

	/**
	 * @param pageSize rows of the first page: as many as this instance hands over at once
	 * @param limit rows the caller wants, the first page included
	 */
	constructor(
		private readonly list: ListSource,
		pageSize: number,
		limit: number,
	) {
		// The first row of a page is to be the last row of the one before.
		this.step = pageSize - 1;
		this.lastUseful = Math.ceil((limit - pageSize) / this.step);
		this.lastLikely = Math.ceil((list.likely - pageSize) / this.step);
	}

	/** The next page in order. Not to be called after the last page or a failure. */
	async next(): Promise<NumberedPage> {
		this.askAhead();
		const page = await (this.waiting.shift() ?? this.read(this.nextNumber++));
		this.askAhead();
		return page;
	}

	/** Asks for no further page, takes back what has not been sent yet, and lets the rest arrive: nothing goes on behind the caller's back. */
	async giveUp(): Promise<void> {
		this.endAt(0);
		await Promise.allSettled(this.waiting);
	}

	private askAhead(): void {
		const { list } = this;
		const most = Math.min(this.window, list.worthwhile(), list.mostAhead);
		const isLikely = () => this.nextNumber <= this.lastLikely || this.waiting.length === 0;
		while (!this.ended && this.nextNumber <= this.lastUseful && this.waiting.length < most && isLikely()) {
			const page = this.read(this.nextNumber++);
			// The caller gets the failure when it comes to this page, if ever.
			page.catch(() => undefined);
			this.waiting.push(page);
		}
	}

	private async read(number: number): Promise<NumberedPage> {
		const { list } = this;
		const controller = new AbortController();
		this.underWay.set(number, controller);
		try {
			const rows = await list.read(PAGE_SIZE, [['offset', String(number * this.step)]], controller.signal);
			const isLast = list.isLast(rows.length, PAGE_SIZE);
			if (isLast) this.endAt(number);
			else if (number >= this.lastLikely) this.lastLikely = Infinity;
			this.window += 1;
			return { rows, isLast };
		} catch (error) {
			this.endAt(number);
			throw error;
		} finally {
			this.underWay.delete(number);
		}
	}

	private endAt(number: number): void {
		this.ended = true;
		for (const [later, controller] of this.underWay) {
			if (later > number) controller.abort();
		}
	}
}

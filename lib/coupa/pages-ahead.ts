import type { CoupaRecord } from '../core';
import { Anchor } from './anchor';
import { PAGE_SIZE, type ListSource } from './list-source';
import { inOrder } from './paging-by-id';

export interface NumberedPage {
	/** In the order of rising ids, each once. */
	rows: CoupaRecord[];
	/** Whether the list ended with it when it was read. */
	isLast: boolean;
}

/**
 * The pages of a list from the second one on, asked for ahead of the caller: at most `list.mostAhead` of them are on their
 * way or waiting to be taken, so memory stays the same however slow the caller is. Starts with one and asks for more as
 * full pages come in, so that a short list costs few calls beyond its end. Each page is found by counting from the furthest page that
 * has come in, so no offset is larger than what is under way, however deep the list.
 */
export class PagesAhead {
	private readonly waiting: Array<Promise<NumberedPage>> = [];
	private readonly underWay = new Map<number, AbortController>();
	private readonly step: number;
	private nextNumber = 1;
	private window = 1;
	private ended = false;
	private anchor: Anchor;
	/** Number of the page that the anchor lies in. */
	private anchoredIn = 0;
	private readonly lastUseful: number;
	/** The page with which the list is likely to end. */
	private lastLikely: number;

	/**
	 * @param first the first page, as it came: it has as many rows as this instance hands over at once
	 * @param after the id it was asked for to begin beyond; null for the start of the list
	 * @param limit rows the caller wants, the first page included
	 */
	constructor(
		private readonly list: ListSource,
		first: CoupaRecord[],
		after: number | null,
		limit: number,
	) {
		const pageSize = first.length;
		// The first row of a page is to be the last row of the one before.
		this.step = pageSize - 1;
		this.anchor = Anchor.in(list, first, 0) ?? Anchor.at(after);
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
			const { anchor } = this;
			const page = await list.read(PAGE_SIZE, anchor.toPlace(number * this.step), controller.signal);
			const rows = inOrder(list, page, anchor.id);
			const isLast = list.isLast(page.length, PAGE_SIZE);
			if (isLast) this.endAt(number);
			else if (number >= this.lastLikely) this.lastLikely = Infinity;
			this.moveAnchor(page, number);
			this.window += 1;
			return { rows, isLast };
		} catch (error) {
			this.endAt(number);
			throw error;
		} finally {
			this.underWay.delete(number);
		}
	}

	/** Only forward, and never beyond the start of a page still to be asked for. */
	private moveAnchor(page: CoupaRecord[], number: number): void {
		if (number <= this.anchoredIn) return;
		const anchor = Anchor.in(this.list, page, number * this.step);
		if (anchor === null || !anchor.isBefore((number + 1) * this.step)) return;
		this.anchor = anchor;
		this.anchoredIn = number;
	}

	private endAt(number: number): void {
		this.ended = true;
		for (const [later, controller] of this.underWay) {
			if (later > number) controller.abort();
		}
	}
}

import type { Sliced } from '../../../core';
import type { Fonts } from './fonts';
import { PAGE, type Press, type Style } from './press';

const MARGIN = 40;
export const INNER = PAGE.width - 2 * MARGIN;
const BOTTOM = PAGE.height - 50;
const SIZE = 8.5;
/** Top of a line to its baseline, in sizes: what Noto Sans has above it. */
const ASCENT = 1.07;
/** Distance of lines to size. */
const LEADING = 1.32;
/** Pages of one invoice: 10,000 lines with all their terms take some 500. */
const MOST_PAGES = 1000;

export interface Cell {
	text: string;
	/** From the left margin. */
	x: number;
	width: number;
	style?: Style;
	size?: number;
	align?: 'right';
}

/** Where the next line stands: breaks pages, wraps cells, and counts. Without a press it only counts. */
export class Sheet {
	pages = 0;
	private y = BOTTOM;
	private header: Cell[] | null = null;

	/** @param total pages that there will be; null while they are counted */
	constructor(
		private readonly fonts: Fonts,
		private readonly press: Press | null,
		private readonly footer: string,
		private readonly total: number | null,
	) {}

	/** No page is left: nothing more is drawn. */
	isFull(): boolean {
		return this.pages >= MOST_PAGES && this.y + 2 * SIZE * LEADING > BOTTOM;
	}

	/** Draws cells side by side, line by line, so that a long one goes on over pages. */
	*row(cells: Cell[], gap = 1.5): Sliced<undefined> {
		if (this.isFull()) return undefined;
		const lines = cells.map(({ text, size = SIZE, width }) => this.fonts.lines(text, size, width));
		const height = Math.max(...cells.map(({ size = SIZE }) => size)) * LEADING;
		const count = Math.max(...lines.map((one) => one.length));
		for (let index = 0; index < count && !this.isFull(); index++) {
			yield;
			this.room(height);
			for (const [column, cell] of cells.entries()) this.draw(lines[column]?.[index] ?? '', cell, height);
			this.y += height;
		}
		this.y += gap;
		return undefined;
	}

	/** A heading, and a page break before it where little room is left. */
	*heading(text: string): Sliced<undefined> {
		this.header = null;
		this.y += 8;
		this.room(60);
		yield* this.row([{ text, x: 0, width: INNER, style: 'bold', size: 10.5 }], 1);
		this.rule();
		return undefined;
	}

	rule(): void {
		if (this.isFull()) return;
		this.press?.rule(MARGIN, this.y, INNER);
		this.y += 3;
	}

	/** The header of a table, drawn again on each page until the next heading. */
	*tableHeader(cells: Cell[]): Sliced<undefined> {
		this.header = null;
		yield* this.row(cells);
		this.header = cells;
		return undefined;
	}

	/** Ends the last page, and says so where something was left out. */
	close(text: string): void {
		this.foot();
		if (this.isFull()) this.press?.text(this.fonts.drawable(text), MARGIN, BOTTOM + 12, SIZE, 'bold');
	}

	private room(height: number): void {
		if (this.y + height <= BOTTOM || this.isFull()) return;
		if (this.pages > 0) this.foot();
		this.pages++;
		this.press?.page();
		this.y = MARGIN;
		if (!this.header) return;
		const lines = this.header.map((cell) => this.fonts.lines(cell.text, cell.size ?? SIZE, cell.width));
		for (let index = 0; index < Math.max(...lines.map((one) => one.length)); index++) {
			for (const [column, cell] of this.header.entries()) this.draw(lines[column]?.[index] ?? '', cell, SIZE * LEADING);
			this.y += SIZE * LEADING;
		}
	}

	private foot(): void {
		const page = `Page ${this.pages} of ${this.total ?? 0}`;
		const y = PAGE.height - 24;
		this.press?.text(this.fonts.lines(this.footer, 7, INNER - 80)[0] ?? '', MARGIN, y, 7, 'grey');
		this.press?.text(page, MARGIN + INNER - this.fonts.width(page, 7), y, 7, 'grey');
	}

	/** All of a row on one baseline, whatever their sizes. */
	private draw(line: string, { x, width, size = SIZE, style = 'plain', align }: Cell, height: number): void {
		if (line === '' || !this.press) return;
		const left = align === 'right' ? x + width - this.fonts.width(line, size) : x;
		this.press.text(line, MARGIN + left, this.y + (height / LEADING) * ASCENT, size, style);
	}
}

import type { Sliced } from '../../../core';
import type { Group } from '../../terms';
import { groupTitle, type Shown, type Terms } from './labels';
import { type Cell, INNER, type Sheet } from './sheet';

interface Column {
	title: string;
	x: number;
	width: number;
	align?: 'right';
}

const LINE: readonly Column[] = [
	{ title: 'No. (BT-126)', x: 0, width: 44 },
	{ title: 'Item (BT-153)', x: 50, width: 186 },
	{ title: 'Quantity (BT-129, BT-130)', x: 240, width: 64, align: 'right' },
	{ title: 'Net price (BT-146; per BT-149)', x: 310, width: 80, align: 'right' },
	{ title: 'VAT (BT-151, BT-152)', x: 398, width: 46 },
	{ title: 'Net amount (BT-131)', x: 446, width: INNER - 446, align: 'right' },
];

const VAT: readonly Column[] = [
	{ title: 'Category (BT-118)', x: 0, width: 60 },
	{ title: 'Rate (BT-119)', x: 64, width: 46, align: 'right' },
	{ title: 'Taxable (BT-116)', x: 116, width: 92, align: 'right' },
	{ title: 'Tax (BT-117)', x: 214, width: 88, align: 'right' },
	{ title: 'Exemption reason (BT-120, BT-121)', x: 312, width: INNER - 312 },
];

/** The lines as a table; below each what no column has. */
export function* lineTable(lines: readonly Group[], terms: Terms, sheet: Sheet): Sliced<undefined> {
	if (lines.length === 0) return undefined;
	yield* sheet.heading(`${groupTitle('BG-25')}: ${lines.length.toLocaleString('en')}`);
	yield* sheet.tableHeader(
		cells(
			LINE,
			LINE.map(({ title }) => title),
		).map((cell) => ({ ...cell, style: 'grey', size: 7 })),
	);
	for (const line of lines) {
		yield;
		const [price, vat] = [line.group('BG-29'), line.group('BG-30')];
		yield* sheet.row(
			cells(LINE, [
				terms.take(line, 'BT-126'),
				terms.take(line.group('BG-31'), 'BT-153'),
				joined(terms.take(line, 'BT-129'), terms.take(line, 'BT-130')),
				perBase(terms.take(price, 'BT-146'), joined(terms.take(price, 'BT-149'), terms.take(price, 'BT-150'))),
				joined(terms.take(vat, 'BT-151'), percent(terms.take(vat, 'BT-152'))),
				terms.take(line, 'BT-131'),
			]),
			0,
		);
		yield* details(terms.rest(line), sheet);
	}
	return undefined;
}

export function* vatTable(rates: readonly Group[], terms: Terms, sheet: Sheet): Sliced<undefined> {
	if (rates.length === 0) return undefined;
	yield* sheet.heading(groupTitle('BG-23'));
	yield* sheet.tableHeader(
		cells(
			VAT,
			VAT.map(({ title }) => title),
		).map((cell) => ({ ...cell, style: 'grey', size: 7 })),
	);
	for (const rate of rates) {
		yield* sheet.row(
			cells(VAT, [
				terms.take(rate, 'BT-118'),
				percent(terms.take(rate, 'BT-119')),
				terms.take(rate, 'BT-116'),
				terms.take(rate, 'BT-117'),
				joined(terms.take(rate, 'BT-120'), terms.take(rate, 'BT-121')),
			]),
		);
		yield* details(terms.rest(rate), sheet);
	}
	return undefined;
}

function cells(columns: readonly Column[], texts: readonly string[]): Cell[] {
	return columns.map(({ x, width, align }, index) => ({ text: texts[index] ?? '', x, width, ...(align && { align }) }));
}

/** Further terms of a row, one behind the other. */
function* details(shown: readonly Shown[], sheet: Sheet): Sliced<undefined> {
	if (shown.length > 0) {
		const text = shown.map(({ label, value }) => `${label}: ${value}`).join('  ·  ');
		yield* sheet.row([{ text, x: 50, width: INNER - 50, style: 'grey', size: 7.5 }], 0);
	}
	sheet.rule();
	return undefined;
}

const joined = (...texts: string[]): string => texts.filter((text) => text !== '').join(' ');
const percent = (rate: string): string => (rate === '' ? '' : `${rate} %`);
const perBase = (price: string, base: string): string => (base === '' ? price : `${price} per ${base}`);

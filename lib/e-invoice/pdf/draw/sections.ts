import type { Sliced } from '../../../core';
import type { EInvoice } from '../../e-invoice';
import type { Group, GroupId } from '../../terms';
import { groupTitle, type Shown, Terms } from './labels';
import { lineTable, vatTable } from './tables';
import { type Cell, INNER, type Sheet } from './sheet';

/** Types of invoices that have a name of their own (UNTDID 1001). */
const KINDS: ReadonlyMap<string, string> = new Map([
	['380', 'Invoice'],
	['381', 'Credit note'],
	['384', 'Corrected invoice'],
	['386', 'Prepayment invoice'],
	['389', 'Self-billed invoice'],
]);

/** Groups that have a place of their own; all others follow in the order of the document. */
const TOTALS: GroupId = 'BG-22';
const PLACED: ReadonlySet<GroupId> = new Set(['BG-1', 'BG-4', 'BG-7', 'BG-16', 'BG-20', 'BG-21', 'BG-22', 'BG-23', 'BG-25']);
const NOTE =
	'Drawn from the data of the e-invoice. This page is not the supplier’s document: what counts is the file that the supplier sent.';

/** All that a page of an invoice says, from top to bottom. */
export function* sections(invoice: EInvoice, title: string, missing: string, sheet: Sheet): Sliced<undefined> {
	const { document } = invoice;
	const terms = new Terms();
	yield* head(invoice, title, missing, sheet);
	yield* pairs([...terms.own(document), ...process(document, terms)], sheet);
	yield* parties(document, terms, sheet);
	yield* lineTable(document.many('BG-25'), terms, sheet);
	for (const id of ['BG-20', 'BG-21'] as const) yield* groups(id, document, terms, sheet);
	yield* vatTable(document.many('BG-23'), terms, sheet);
	yield* totals(document, terms, sheet);
	for (const id of ['BG-16', 'BG-1'] as const) yield* groups(id, document, terms, sheet);
	for (const [id] of document.entries().groups) if (!PLACED.has(id)) yield* groups(id, document, terms, sheet);
	yield* left(invoice, sheet);
	sheet.close('The page breaks off here, because it would grow too long: the rest stands in the file that the supplier sent.');
	return undefined;
}

function* head({ document, syntax, profile }: EInvoice, title: string, missing: string, sheet: Sheet): Sliced<undefined> {
	yield* sheet.row([{ text: NOTE, x: 0, width: INNER, style: 'grey' }], 0);
	yield* sheet.row([{ text: `Format: ${syntax}${profile === null ? '' : `, ${profile}`}`, x: 0, width: INNER, style: 'grey' }]);
	if (missing !== '') {
		const text = `Characters that cannot be shown here stand as \ufffd: ${missing}. They are in the data.`;
		yield* sheet.row([{ text, x: 0, width: INNER, style: 'bold' }]);
	}
	const kind = KINDS.get(document.text('BT-3') ?? '') ?? 'E-invoice';
	const number = document.text('BT-1');
	yield* sheet.row([{ text: number === undefined ? title : `${kind} ${number}`, x: 0, width: INNER, style: 'bold', size: 16 }], 2);
	const amounts = document.group(TOTALS);
	const currency = document.text('BT-5') ?? '';
	const columns = [
		['Issued', document.text('BT-2')],
		['Due', document.text('BT-9')],
		['Total with VAT', money(amounts?.text('BT-112'), currency)],
		['Amount due', money(amounts?.text('BT-115'), currency)],
	] as const;
	const cell = (index: number, text: string): Cell => ({ text, x: index * (INNER / 4), width: INNER / 4 - 8 });
	yield* sheet.row(
		columns.map(([label], index) => ({ ...cell(index, label), style: 'grey' as const })),
		0,
	);
	yield* sheet.row(columns.map(([, value], index) => ({ ...cell(index, value ?? '–'), size: 11 })));
	return undefined;
}

function money(amount: string | undefined, currency: string): string | undefined {
	return amount === undefined ? undefined : `${amount} ${currency}`;
}

/** Process control (BG-2) has no heading: it belongs to what the document says of itself. */
function process(document: Group, terms: Terms): Shown[] {
	return document.many('BG-2').flatMap((group) => terms.rest(group));
}

/** Two terms side by side; one with a long value has the row to itself. */
function* pairs(shown: readonly Shown[], sheet: Sheet): Sliced<undefined> {
	for (let index = 0; index < shown.length; index++) {
		const [first, second] = [shown[index], shown[index + 1]];
		if (!first) break;
		if (!second || isLong(first) || isLong(second)) {
			yield* sheet.row(pair(first, 0, INNER));
			continue;
		}
		yield* sheet.row([...pair(first, 0, INNER / 2 - 8), ...pair(second, INNER / 2, INNER / 2)]);
		index++;
	}
	return undefined;
}

function isLong({ value }: Shown): boolean {
	return value.length > 80;
}

/** Name in grey, value beside it. */
function pair({ label, value }: Shown, x: number, width: number): Cell[] {
	const named = INNER * 0.22;
	return [
		{ text: label, x, width: named, style: 'grey', size: 7.5 },
		{ text: value, x: x + named + 6, width: width - named - 6 },
	];
}

/** Seller and buyer side by side. */
function* parties(document: Group, terms: Terms, sheet: Sheet): Sliced<undefined> {
	const [sellers = [], buyers = []] = (['BG-4', 'BG-7'] as const).map((id) => document.many(id).flatMap((group) => terms.rest(group)));
	if (sellers.length + buyers.length === 0) return undefined;
	yield* sheet.heading('Seller and buyer (BG-4, BG-7)');
	const empty: Shown = { label: '', value: '' };
	for (let index = 0; index < Math.max(sellers.length, buyers.length); index++) {
		const [seller, buyer] = [sellers[index] ?? empty, buyers[index] ?? empty];
		yield* sheet.row([...pair(seller, 0, INNER / 2 - 8), ...pair(buyer, INNER / 2, INNER / 2)]);
	}
	return undefined;
}

function* totals(document: Group, terms: Terms, sheet: Sheet): Sliced<undefined> {
	const all = document.many(TOTALS).flatMap((group) => terms.rest(group));
	if (all.length === 0) return undefined;
	yield* sheet.heading(groupTitle(TOTALS));
	for (const { label, value } of all) {
		yield* sheet.row([
			{ text: label, x: 0, width: INNER - 170, style: 'grey' },
			{ text: value, x: INNER - 160, width: 160, align: 'right' },
		]);
	}
	return undefined;
}

/** Every group of a kind with all that is left of it and below it. */
function* groups(id: GroupId, document: Group, terms: Terms, sheet: Sheet): Sliced<undefined> {
	const all = document.many(id).map((group) => terms.rest(group));
	if (all.every((shown) => shown.length === 0)) return undefined;
	yield* sheet.heading(groupTitle(id));
	for (const [index, shown] of all.entries()) {
		if (index > 0) sheet.rule();
		yield* pairs(shown, sheet);
	}
	return undefined;
}

/** What could not be read, and what no term was found for. */
function* left({ problems, unread }: EInvoice, sheet: Sheet): Sliced<undefined> {
	if (problems.length > 0) yield* sheet.heading('Values that could not be read');
	for (const { message, path = '' } of problems) yield* pairs([{ label: path, value: message }], sheet);
	if (unread.length > 0) yield* sheet.heading('More that the file says');
	for (const { path, value } of unread) {
		yield* sheet.row([
			{ text: path, x: 0, width: INNER * 0.5, style: 'grey', size: 7 },
			{ text: value, x: INNER * 0.52, width: INNER * 0.48 },
		]);
	}
	return undefined;
}

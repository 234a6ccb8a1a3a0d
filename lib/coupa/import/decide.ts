import { keysOf, parseDecimal, possibleDays, textAt, type CoupaRecord, type Problem } from '../../core';
import { invoiceAddress } from '../instance';
import { computeTotals, decimalAt } from './amounts';
import { isCreditNote } from './checks/totals';
import { idOf, isDead, isDraft, isMarked, isUntouched, hasImage, statusOf } from './existing';
import type { ImportSettings } from './settings';

/** What to do with an invoice in the light of those that are in Coupa already. */
export type Decision =
	/** Nothing in the way: post it. `replacedKeys` are earlier versions of ours that were voided to make room, `voided` the last of them. */
	| { kind: 'create'; replacedKeys: string[]; voided?: CoupaRecord }
	/** Our own untouched draft: go on at the first missing step. `extra` are further drafts of the same delivery. */
	| { kind: 'resume'; draft: CoupaRecord; extra: CoupaRecord[] }
	/** Our untouched draft of an earlier version: the corrected resend takes its place. */
	| { kind: 'replace'; draft: CoupaRecord; replacedKeys: string[] }
	| { kind: 'alreadyThere'; invoice: CoupaRecord; extra: CoupaRecord[]; problems: Problem[] }
	/** It is in Coupa, but with another total than was delivered: whoever is right has to say so. */
	| { kind: 'otherTotal'; invoice: CoupaRecord; problem: Problem }
	| { kind: 'refuse'; problem: Problem };

/** The invoice to decide on. */
export interface DeliveredVersion {
	invoice: CoupaRecord;
	/** Key of its delivery. */
	key: string;
	/** Whether it came with a page image to upload. */
	bringsImage: boolean;
	settings: ImportSettings;
	/** Host of the Coupa instance. */
	instance: string;
	/** Whether our own user made an invoice; null where that is not known. */
	isOwn?(other: CoupaRecord): boolean | null;
}

/**
 * Judges the invoices of the same supplier and number, and those that carry the mark of this delivery at whatever supplier (both lowest
 * id first), by design §4, Import 1 and 2. A mark counts only on an invoice that our own user made: anybody can copy a note. Pure: the
 * answer depends on nothing but what Coupa shows and the settings.
 */
export function decide(delivered: DeliveredVersion, existing: CoupaRecord[], marked: CoupaRecord[] = existing): Decision {
	const key = delivered.key.toLowerCase();
	const own = marked.filter((other) => delivered.isOwn?.(other) !== false);
	const ours = own.filter((other) => keysOf(other).current.includes(key));
	const live = ours.filter((other) => !isDead(other));
	if (live.length > 0) return decideOurs(live, delivered);
	const replacement = own.find((other) => keysOf(other).replaced.includes(key));
	if (replacement !== undefined) {
		return {
			kind: 'alreadyThere',
			invoice: replacement,
			extra: [],
			problems: [
				warning(
					'replacedBefore',
					`A corrected version of this invoice has replaced it (Coupa ID ${idOf(replacement)}, ${statusOf(replacement)}); this older one is not imported.`,
				),
			],
		};
	}
	const [dead] = ours;
	if (dead !== undefined) {
		const message = `It was imported before and is ${statusOf(dead)} in Coupa (ID ${idOf(dead)}); it is not imported again. Have it sent as a new invoice if it is to be paid after all.`;
		return asItIs(dead, [], [warning('wasTakenOut', message)], delivered);
	}
	return decideOthers(existing, delivered);
}

/** It is there already, unless its total is another one by now. */
function asItIs(invoice: CoupaRecord, extra: CoupaRecord[], problems: Problem[], delivered: DeliveredVersion): Decision {
	if (sameTotal(delivered.invoice, invoice)) return { kind: 'alreadyThere', invoice, extra, problems };
	const where = `invoice ${idOf(invoice)}, ${statusOf(invoice) || 'status unknown'}, ${invoiceAddress(delivered.instance, idOf(invoice))}`;
	const total = textAt(invoice, 'supplier-total') ?? textAt(invoice, 'gross-total') ?? '';
	const message = `Coupa has this invoice with another total: ${total} instead of ${deliveredTotal(delivered.invoice)} (${where}). Somebody has changed it since it was imported, or copied its note: compare it with the page image.`;
	return {
		kind: 'otherTotal',
		invoice,
		problem: { ...error('otherTotal', delivered.invoice, message), value: deliveredTotal(delivered.invoice) },
	};
}

function deliveredTotal(invoice: CoupaRecord): string {
	return textAt(invoice, 'supplier-total') ?? computeTotals(invoice)?.total.toFixed() ?? '';
}

/** Of several drafts of one delivery the one that is submitted counts, else the lowest id. */
function decideOurs(live: CoupaRecord[], delivered: DeliveredVersion): Decision {
	const { bringsImage } = delivered;
	const kept = live.find((other) => !isDraft(other)) ?? live.find((other) => !isUntouched(other)) ?? live[0];
	if (kept === undefined) throw new RangeError('There is no invoice of ours to decide on.');
	const extra = live.filter((other) => other !== kept && isDraft(other) && isUntouched(other));
	if (isDraft(kept) && isUntouched(kept)) return { kind: 'resume', draft: kept, extra };
	const problems: Problem[] = [];
	const imageMissing = bringsImage && hasImage(kept) === false;
	if (isDraft(kept)) {
		problems.push(
			warning(
				'changedByOthers',
				`Somebody has changed the draft in Coupa since it was imported (${textAt(kept, 'updated-by', 'login') ?? 'unknown user'}); it is left as it is${imageMissing ? ', without its page image' : ''}.`,
			),
		);
	} else if (imageMissing) {
		problems.push(
			warning('imageMissingInCoupa', `The invoice is ${statusOf(kept)} in Coupa without its page image: upload the image there by hand.`),
		);
	}
	return asItIs(kept, extra, problems, delivered);
}

function decideOthers(existing: CoupaRecord[], delivered: DeliveredVersion): Decision {
	const earlier = existing.filter((other) => isMarked(other) && isUntouched(other) && delivered.isOwn?.(other) !== false);
	const ownDraft = earlier.find((other) => isDraft(other) && isCorrectionOf(delivered, other));
	if (ownDraft !== undefined) return { kind: 'replace', draft: ownDraft, replacedKeys: allKeysOf([ownDraft]) };
	// What this import voided itself to make room for a corrected resend is in nobody's way.
	const madeRoom = earlier.filter((other) => statusOf(other) === 'voided');
	const inTheWay = existing
		.filter((other) => !madeRoom.includes(other))
		.map((other) => objectionTo(delivered, other))
		.filter((problem) => problem !== null);
	const [problem] = inTheWay.sort((left, right) => Number(right.code === 'duplicate') - Number(left.code === 'duplicate'));
	if (problem !== undefined) return { kind: 'refuse', problem };
	return { kind: 'create', replacedKeys: allKeysOf(madeRoom), voided: madeRoom.at(-1) };
}

/**
 * A draft of ours with the same number is an earlier version of this invoice; where numbers are re-used, only when it is
 * of the same calendar year, which is how customers re-use them (rules.md §9).
 */
function isCorrectionOf({ invoice, settings }: DeliveredVersion, draft: CoupaRecord): boolean {
	if (typeOf(invoice) !== typeOf(draft)) return false;
	return settings.existing.numberReused === 'refuse' || haveInCommon(daysOf(invoice).map(yearOf), daysOf(draft).map(yearOf));
}

function objectionTo({ invoice, settings: { existing }, instance }: DeliveredVersion, other: CoupaRecord): Problem | null {
	const status = statusOf(other);
	if ((status === 'abandoned' || status === 'voided') && existing[status] === 'import') return null;
	if ((status === 'rejected' || status === 'disputed') && existing[status] === 'import') return null;
	const where = `invoice ${idOf(other)}, ${status || 'status unknown'}, ${invoiceAddress(instance, idOf(other))}`;
	if (isSameInvoice(invoice, other)) {
		return error(
			'duplicate',
			invoice,
			`The same invoice is already in Coupa: same supplier, number, date, total, currency and type (${where}).`,
		);
	}
	if (existing.numberReused === 'import') return null;
	const difference = differenceTo(invoice, other);
	return error(
		'numberReused',
		invoice,
		`The supplier has used this number before, for an invoice with another ${difference} (${where}). Check the number on the page image; to accept reused numbers, change the option "Existing Invoices".`,
	);
}

/** Same date, total, currency and type, as far as both sides give them. */
export function isSameInvoice(invoice: CoupaRecord, other: CoupaRecord): boolean {
	return differenceTo(invoice, other) === null;
}

/** Which of date, total, currency and type differs; null when none does. What one side does not say cannot differ. */
function differenceTo(invoice: CoupaRecord, other: CoupaRecord): string | null {
	if (!haveInCommon(daysOf(invoice), daysOf(other))) return 'date';
	if (!sameTotal(invoice, other)) return 'total';
	const [currency, otherCurrency] = [textAt(invoice, 'currency', 'code'), textAt(other, 'currency', 'code')];
	if (currency !== undefined && otherCurrency !== undefined && currency !== otherCurrency) return 'currency';
	return typeOf(invoice) === typeOf(other) ? null : 'document type';
}

function sameTotal(invoice: CoupaRecord, other: CoupaRecord): boolean {
	const stated = decimalAt(invoice, 'supplier-total');
	const ours = stated !== null ? [stated] : (computeTotals(invoice)?.accepted ?? []);
	const theirs = ['supplier-total', 'gross-total'].map((path) => parseDecimal(textAt(other, path) ?? '')).filter((total) => total !== null);
	return ours.length === 0 || theirs.length === 0 || ours.some((left) => theirs.some((right) => left.eq(right)));
}

/** The days that its date may mean, in whatever zone Coupa shows it; one that is no date stands for itself. */
function daysOf(invoice: CoupaRecord): string[] {
	const text = (textAt(invoice, 'invoice-date') ?? '').trim();
	const days = possibleDays(text);
	return days.length > 0 ? days : [text];
}

function yearOf(day: string): string {
	return day.slice(0, 4);
}

function haveInCommon(some: string[], others: string[]): boolean {
	return some.some((one) => others.includes(one));
}

function typeOf(invoice: CoupaRecord): string {
	return textAt(invoice, 'document-type') ?? (isCreditNote(invoice) ? 'Credit Note' : 'Invoice');
}

function allKeysOf(invoices: CoupaRecord[]): string[] {
	return invoices.flatMap((invoice) => [...keysOf(invoice).current, ...keysOf(invoice).replaced]);
}

function warning(code: string, message: string): Problem {
	return { severity: 'warning', code, column: 'Invoice Number', path: 'invoice-number', message };
}

function error(code: string, invoice: CoupaRecord, message: string): Problem {
	return { severity: 'error', code, column: 'Invoice Number', path: 'invoice-number', value: textAt(invoice, 'invoice-number'), message };
}

import { isRecord, textAt, type CoupaRecord } from '../../../core';
import { CHECK_LABELS } from '../master-data';
import { contractsOf, requesterOf, taxCodesOf, unitToCheck, type Named } from '../named';
import type { OptionalMatch } from '../optional-look-up';
import { isBefore } from '../service-period';
import { BUYER_LEVELS, type Check, type Finding } from './check';
import { perLine } from './order-lines';

export const quantityDecimals: Check = {
	name: 'quantityDecimals',
	label: CHECK_LABELS.quantityDecimals,
	description:
		'A quantity has no more decimals than its unit of measure allows: Coupa cuts the others off without a word, and the amount with them. That is why the usual level is error: no wrong quantity gets into Coupa.',
	default: 'error',
	levels: BUYER_LEVELS,
	find: (facts) =>
		perLine(facts, ({ line, match, path }) => {
			const orderLine = match.kind === 'matched' ? match.orderLine : null;
			const unit = unitToCheck(line, orderLine);
			const allowed = unit === null ? null : facts.references.masterData.precisionOf(unit.code, orderLine);
			if (unit === null || allowed === null || unit.decimals <= allowed) return null;
			const value = textAt(line, 'quantity') ?? '';
			return {
				column: 'Quantity',
				path: `${path}.quantity`,
				value,
				message: `The quantity ${value} has ${unit.decimals} decimals, but Coupa keeps ${allowed === 0 ? 'none' : allowed} of the unit ${unit.code} and cuts off the rest: use another unit, or have the buyer allow more decimals for it.`,
			};
		}),
};

export const taxCodeActive: Check = {
	name: 'taxCodeActive',
	label: CHECK_LABELS.taxCodeActive,
	description: 'Every tax code, of the country that is given with it, is an active tax code in Coupa.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: ({ invoice, references }) =>
		oncePerValue(taxCodesOf(invoice), (code) => {
			const country = textAt(code.owner, 'tax-code', 'country', 'code') ?? '';
			const place = country === '' ? '' : ` of the country ${country}`;
			const match = narrowed(
				references.masterData.taxCode(code.value),
				(row) => country === '' || textAt(row, 'country', 'code') === country,
			);
			return whyUnusable(match, {
				unknown: `Coupa has no tax code ${code.value}${place}: check what was captured, or have the buyer set it up.`,
				inactive: `The tax code ${code.value}${place} is not active in Coupa: use its successor, or have it activated.`,
			});
		}),
};

export const requesterActive: Check = {
	name: 'requesterActive',
	label: CHECK_LABELS.requesterActive,
	description: 'The requester e-mail is that of an active user in Coupa.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: ({ invoice, references }) =>
		oncePerValue(requesterOf(invoice), ({ value }) =>
			whyUnusable(references.masterData.user(value), {
				unknown: `Coupa has no user with the e-mail address ${value}: correct it, or enter the requester in Coupa.`,
				inactive: `The user with the e-mail address ${value} is not active in Coupa: name another requester.`,
			}),
		),
};

/** States in which a contract can be invoiced. Coupa's page lists none; these are the ones a connector in production accepts, and the state before publishing in which it is legally binding (page 0139). */
const IN_FORCE = ['published', 'approved', 'completed'];

export const contractInForce: Check = {
	name: 'contractInForce',
	label: CHECK_LABELS.contractInForce,
	description:
		'The contract that the invoice or a line names is known in Coupa, published or approved, not terminated, and runs on the invoice date.',
	default: 'draft',
	levels: BUYER_LEVELS,
	find: ({ invoice, references }) =>
		oncePerValue(contractsOf(invoice), ({ by, value }) => {
			const match = references.masterData.contract(by, value);
			if (match.kind === 'unfit') return match.reason;
			if (match.kind === 'notKnown') return null;
			if (match.kind === 'unknown') return `Coupa has no contract with the ${by} ${value}: check what was captured.`;
			const why = match.rows.map((contract) => whyNotInForce(contract, textAt(invoice, 'invoice-date') ?? null));
			return why.includes(null) ? null : `The contract ${value} ${why[0] ?? ''}: check the contract, or have the buyer extend it.`;
		}),
};

/** Null for one in force; the end of a contract that renews itself or never ends does not count. */
function whyNotInForce(contract: CoupaRecord, day: string | null): string | null {
	const status = textAt(contract, 'status') ?? '';
	if (status !== '' && !IN_FORCE.includes(status.toLowerCase())) return `is ${status} in Coupa, neither published nor approved`;
	if (textAt(contract, 'terminated') === 'true') return 'is terminated in Coupa';
	const [start = null, end = null] = ['start-date', 'end-date'].map((key) => textAt(contract, key) ?? null);
	if (isBefore(day, start)) return `begins on ${start ?? ''}, after the invoice date ${day ?? ''}`;
	const ends = (textAt(contract, 'term-type') ?? 'fixed') === 'fixed';
	return ends && isBefore(end, day) ? `ended on ${end ?? ''}, before the invoice date ${day ?? ''}` : null;
}

/** Why what an invoice names cannot be used; null where it can, and where nothing is known of it. */
function whyUnusable(match: OptionalMatch, { unknown, inactive }: { unknown: string; inactive: string }): string | null {
	switch (match.kind) {
		case 'notKnown':
			return null;
		case 'unfit':
			return match.reason;
		case 'unknown':
			return unknown;
		case 'found':
			return match.rows.some((row) => textAt(row, 'active') !== 'false') ? null : inactive;
	}
}

function narrowed(match: OptionalMatch, isMeant: (row: CoupaRecord) => boolean): OptionalMatch {
	if (match.kind !== 'found') return match;
	const rows = match.rows.filter(isMeant);
	return rows.length === 0 ? { kind: 'unknown' } : { kind: 'found', rows };
}

/** One finding for each value, at the first place that names it, with how many more there are. */
function oncePerValue<One extends Named>(named: One[], whyNot: (one: One) => string | null): Finding[] {
	const firsts = new Map<string, { one: One; places: number }>();
	for (const one of named) {
		const key = JSON.stringify([one.value, isRecord(one.owner) ? textAt(one.owner, 'tax-code', 'country', 'code') : '']);
		const first = firsts.get(key);
		if (first === undefined) firsts.set(key, { one, places: 1 });
		else first.places += 1;
	}
	return [...firsts.values()].flatMap(({ one, places }) => {
		const message = whyNot(one);
		if (message === null) return [];
		const more = places === 1 ? '' : ` It is named in ${places} places.`;
		return [{ column: one.column, path: one.path, value: one.value, message: `${message}${more}` }];
	});
}

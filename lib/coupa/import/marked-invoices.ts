import { lookUpKey, MARK_TEXT, shownName, textAt, type CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { queryPairs, type FieldSelection, type Filter } from '../query';
import { lookUpMany } from './lookup';
import type { ImportClient } from './types';

/** What is asked of Coupa about invoices that Scan One delivered. */
export interface MarkedQuestion {
	/** Numbers of delivered invoices. */
	numbers: string[];
	/** The period, ISO 8601: what the import has made within it is found by its mark, whatever its number is by now. */
	from: string;
	to: string;
	/** So far before the period open invoices are looked for, ISO 8601; null for not at all. */
	olderFrom: string | null;
	fields: FieldSelection;
}

export interface MarkedInvoices {
	/** By number or mark, each once. */
	found: CoupaRecord[];
	/** From before the period: neither paid nor ended, or ended within it. */
	older: CoupaRecord[];
	/** Why numbers could not be looked up, by `lookUpKey`. */
	notLookedUp: Map<string, string>;
	/** What could not be asked for or was cut, in words. */
	notices: string[];
}

const PATH = '/api/invoices';
const MARKED: Filter = { field: 'internal-note', operator: 'contains', value: MARK_TEXT };
const OPEN = [
	...['new', 'draft', 'processing', 'ap_hold', 'on_hold', 'booking_hold', 'pending_receipt', 'pending_approval', 'pending_action'],
	'disputed',
];
const ENDED = ['voided', 'abandoned', 'rejected', 'invalid'];
/** Invoices from before the period that are read. */
const MOST_OLDER = 1_000;

/**
 * What Coupa has of delivered invoices: by lists of numbers, as the import looks them up, and by the import's mark. Only reads.
 *
 * @throws CoupaError when Coupa cannot be read at all
 */
export async function readMarkedInvoices(client: ImportClient, question: MarkedQuestion): Promise<MarkedInvoices> {
	const { fields, from, to, olderFrom } = question;
	const notices: string[] = [];
	const lookUp = {
		path: PATH,
		field: 'invoice-number',
		label: 'invoice number',
		fields,
		anyLength: true,
		narrower: () => [queryPairs([MARKED])],
		valueOf: (row: CoupaRecord) => textAt(row, 'invoice-number'),
	};
	const { rows, failed } = await lookUpMany(client, lookUp, question.numbers);
	const period: Filter[] = [
		{ field: 'created-at', operator: 'gt_or_eq', value: from },
		{ field: 'created-at', operator: 'lt', value: to },
	];
	const listed = async (what: string, conditions: Filter[], limit?: number): Promise<CoupaRecord[]> => {
		try {
			return await allOf(client, [MARKED, ...conditions], fields, limit);
		} catch (error) {
			if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
			notices.push(`${what} could not be asked for: ${error.message}`);
			return [];
		}
	};
	const marked = await listed('Invoices by the mark of the import', period);
	const older: CoupaRecord[] = [];
	if (olderFrom !== null) {
		const before: Filter[] = [
			{ field: 'created-at', operator: 'gt_or_eq', value: olderFrom },
			{ field: 'created-at', operator: 'lt', value: from },
		];
		const open: Filter = { field: 'status', operator: 'in', value: OPEN };
		const unpaid: Filter[] = [
			{ field: 'status', value: 'approved' },
			{ field: 'paid', value: false },
		];
		const ended: Filter[] = [
			{ field: 'status', operator: 'in', value: ENDED },
			{ field: 'updated-at', operator: 'gt_or_eq', value: from },
		];
		for (const conditions of [[open], unpaid, ended]) {
			const some = await listed('Invoices from before the period', [...conditions, ...before], MOST_OLDER);
			if (some.length >= MOST_OLDER)
				notices.push(
					`More than ${MOST_OLDER} invoices from before the period are open or were ended: only those with the lowest IDs were looked at.`,
				);
			older.push(...some);
		}
	}
	const notLookedUp = new Map(
		[...failed].map(([number, error]) => [lookUpKey(number), `“${shownName(number)}” could not be looked up. ${error.message}`]),
	);
	const byId = new Map([...rows, ...marked].map((row) => [textAt(row, 'id') ?? '', row]));
	return { found: [...byId.values()], older, notLookedUp, notices: [...new Set(notices)] };
}

async function allOf(client: ImportClient, filters: Filter[], fields: FieldSelection, limit?: number): Promise<CoupaRecord[]> {
	const rows: CoupaRecord[] = [];
	for await (const page of client.pages(PATH, { query: queryPairs(filters), fields, ...(limit !== undefined && { limit }) }))
		rows.push(...page);
	return rows;
}

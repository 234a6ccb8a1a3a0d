import { lettersOf, lookUpKey, textAt, type CoupaRecord } from '../../../core';
import { CoupaError } from '../../errors';
import type { QueryPair } from '../../query';
import { lookUpMany } from '../lookup';
import type { ImportClient } from '../types';

/** Answers that say that this list, or this condition, is not for us, rather than that Coupa cannot be reached. */
const CLOSED: ReadonlyArray<number | null> = [400, 403, 404, 405, 410, 414, 422];
/** Values in one condition: tax numbers are short, and most of their spellings bring nothing. */
const VALUES_PER_QUERY = 250;

/** Fewer rows do not show whether Coupa took notice of a condition; they are read and do no harm. */
const TELLING_ROWS = 10;

/** A list of Coupa that is asked for by one condition, which Coupa does not have to know. */
export interface ListPlace {
	path: string;
	/** Condition, e.g. `remit-to-addresses.vat-number`. */
	field: string;
	/** What is looked for, as people call it: `VAT number of remit-to addresses`. */
	label: string;
	fields: string[];
	where?: QueryPair[];
	isName?: boolean;
	/** Known to work: where it does not, Coupa is out of order. */
	isProven?: boolean;
	/** No page is asked for after the one with which there are so many rows. */
	mostRows?: number;
	/** What a row is found by, as the list's field has it. */
	valuesOf: (row: CoupaRecord) => string[];
}

/**
 * Rows of a list by the values of one condition, each value asked for once in a run. Nothing that depends on it fails: where Coupa does not
 * know the condition, or takes no notice of it, that is told once and there are no rows.
 */
export class OpenList {
	private readonly rows = new Map<string, CoupaRecord>();
	private readonly asked = new Set<string>();
	/** Whether Coupa answers to it. */
	isClosed = false;
	/** Whether there are more rows than were read. */
	isCut = false;

	constructor(
		private readonly client: ImportClient,
		private readonly place: ListPlace,
		private readonly tell: (message: string) => void,
	) {}

	/**
	 * The rows that came with these values for the first time; none for those asked for before.
	 *
	 * @throws CoupaError when Coupa cannot be reached
	 */
	async load(values: Iterable<string>): Promise<CoupaRecord[]> {
		const missing = [...new Set(values)].filter((value) => !this.asked.has(value));
		if (this.isClosed || missing.length === 0) return [];
		const { label, mostRows = Infinity, valuesOf } = this.place;
		const keys = new Set(missing.map((value) => looseKey(value)));
		const seen = { ignored: false };
		const isEnough = (rows: CoupaRecord[]): boolean => {
			const others = rows.filter((row) => !valuesOf(row).some((value) => keys.has(looseKey(value))));
			seen.ignored = rows.length >= TELLING_ROWS && others.length * 2 > rows.length;
			this.isCut ||= rows.length >= mostRows;
			return seen.ignored || this.isCut;
		};
		try {
			const lookUp = { ...this.place, perQuery: VALUES_PER_QUERY, isEnough, valueOf: (row: CoupaRecord) => valuesOf(row)[0] };
			const { rows, failed } = await lookUpMany(this.client, lookUp, missing);
			for (const value of missing) this.asked.add(value);
			const [error] = failed.values();
			if (seen.ignored) return this.close(`${label}: Coupa takes no notice of the condition ${this.place.field}.`);
			if (error !== undefined) this.tell(`${label}: some could not be looked up. ${error.message}`);
			const added = rows.filter((row) => !this.rows.has(textAt(row, 'id') ?? ''));
			for (const row of added) this.rows.set(textAt(row, 'id') ?? '', row);
			return added;
		} catch (error) {
			// A condition that Coupa does not know may be an error of its server.
			const closed = this.place.isProven === true ? CLOSED : [...CLOSED, 500];
			if (!(error instanceof CoupaError) || !closed.includes(error.details.status)) throw error;
			return this.close(`${label}: Coupa does not open this look-up. ${error.message}`);
		}
	}

	private close(message: string): CoupaRecord[] {
		this.isClosed = true;
		this.tell(`${message} E-invoices are imported without it in this run.`);
		return [];
	}
}

/** Coupa may find more spellings than were asked for; any of them has the same letters and digits. */
function looseKey(value: string): string {
	return lettersOf(lookUpKey(value));
}

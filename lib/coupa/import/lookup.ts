import { chunksOf, lookUpKey, spellingsOf, type CoupaRecord } from '../../core';
import { CoupaError } from '../errors';
import { fieldsParameter, fitsInList, queryPairs, queryText, type FieldSelection, type QueryPair } from '../query';
import type { ImportClient } from './types';
import { LONGEST_TARGET, unfitReason } from './unfit-value';

/** Rows of a page. */
const PAGE_ROWS = 50;
/** Values in one `[in]` list: two spellings for each row of a page. */
const VALUES_PER_QUERY = 2 * PAGE_ROWS;
/** What the client adds for paging: order, limit and where the page begins. */
const PAGING_BYTES = 100;
/** What `narrower` conditions may add: 50 ids and their names. */
const NARROWER_BYTES = 700;
/** A comma between two values, encoded. */
const COMMA_BYTES = 3;
/** Values refused alone, with none answered, after which no more are tried: the query itself is taken to be at fault. */
const REFUSED_ALONE = 10;

/** One shared look-up of many values of a field. */
export interface LookUp {
	path: string;
	/** Field that is looked for, e.g. `po-number`. */
	field: string;
	/** What the analyst calls it, e.g. `PO number`. */
	label: string;
	fields: FieldSelection;
	/** Further conditions, e.g. the chart of accounts. */
	where?: QueryPair[];
	/** A value occurs once in Coupa: then no page is asked for after the one on which the last value is found. */
	unique?: boolean;
	/** No page is asked for after the one that makes the rows found for these values enough. */
	isEnough?(rows: CoupaRecord[], values: string[]): boolean;
	/** Values longer than Coupa documents are looked up all the same. */
	anyLength?: boolean;
	/** Asked for in lower case as well: Coupa does not say whether its conditions go by case. */
	anyCase?: boolean;
	/** Values in one condition, where it is not the usual number. */
	perQuery?: number;
	/** Blanks inside a value belong to it, as in names. */
	isName?: boolean;
	/**
	 * Asked after the first full page: lists of conditions that bring the rest in fewer pages, where most of what has one of the values is of
	 * no interest; null to read on.
	 */
	narrower?: (page: CoupaRecord[]) => QueryPair[][] | null;
	/** The value that a row was found by. */
	valueOf(row: CoupaRecord): string | undefined;
}

/** What became of the values of a look-up; those named in neither map were looked up. Both go by the value without blanks around it. */
export interface LookUpEnd {
	rows: CoupaRecord[];
	/** Values that Coupa cannot have, with what is wrong with them, as a sentence: they were not asked for. */
	unfit: Map<string, string>;
	/** Values that were refused even alone. */
	failed: Map<string, CoupaError>;
}

/**
 * Every row that has one of the values, as spelt or in its ordinary spelling (`spellingsOf`), in as few calls as there can be: up to 100
 * spellings in one `[in]`, as many as fit into an address that servers take; a value with a comma, which Coupa would split, on its own. A list that is refused for what is in it is
 * asked for by halves, so that one value never costs the others their answer.
 *
 * @throws CoupaError when Coupa cannot be read, or refuses whatever is asked for.
 */
export async function lookUpMany(client: ImportClient, lookUp: LookUp, values: Iterable<string>): Promise<LookUpEnd> {
	const distinct = [...new Set([...values].map((value) => value.trim()))].filter((value) => value !== '');
	const unfit = new Map<string, string>();
	const fit = distinct.filter((value) => {
		const reason = unfitReason(lookUp, value, longestValue(lookUp));
		if (reason !== null) unfit.set(value, reason);
		return reason === null;
	});
	const spellings = new Map(fit.map((value) => [value, spellingsFor(lookUp, value)]));
	const asked = [...new Set([...spellings.values()].flat())];
	const asking = new Asking(client, lookUp);
	await Promise.all(queriesOf(lookUp, asked).map(async (query) => await asking.ask(query)));
	const [refusal] = asking.failed.values();
	if (refusal !== undefined && !asking.isAnswered && asked.length > 1) throw refusal;
	const failed = new Map<string, CoupaError>();
	for (const [value, own] of spellings) {
		const error = own.map((spelling) => asking.failed.get(spelling)).find((found) => found !== undefined);
		if (error !== undefined) failed.set(value, error);
	}
	return { rows: asking.rows, unfit, failed };
}

class Asking {
	readonly rows: CoupaRecord[] = [];
	/** By spelling. */
	readonly failed = new Map<string, CoupaError>();
	isAnswered = false;

	constructor(
		private readonly client: ImportClient,
		private readonly lookUp: LookUp,
	) {}

	async ask(values: string[]): Promise<void> {
		try {
			this.rows.push(...(await this.rowsWith(values)));
			this.isAnswered = true;
		} catch (error) {
			if (!isAboutValues(error)) throw error;
			const [only = ''] = values;
			if (values.length === 1) this.failed.set(only, error);
			if (!this.isAnswered && this.failed.size >= REFUSED_ALONE) throw error;
			if (values.length === 1) return;
			for (const half of chunksOf(values, Math.ceil(values.length / 2))) await this.ask(half);
		}
	}

	private async rowsWith(values: string[]): Promise<CoupaRecord[]> {
		const { unique, narrower, where = [] } = this.lookUp;
		const missing = new Set(values.map(lookUpKey));
		const rows: CoupaRecord[] = [];
		for await (const page of this.pagesWith(values, where)) {
			const isFirst = rows.length === 0;
			rows.push(...page);
			for (const row of page) missing.delete(lookUpKey(this.lookUp.valueOf(row) ?? ''));
			if ((unique === true && missing.size === 0) || this.lookUp.isEnough?.(rows, values) === true) break;
			const instead = isFirst && page.length >= PAGE_ROWS ? narrower?.(page) : null;
			const rest = instead === null || instead === undefined ? null : await this.restWith(values, instead);
			if (rest !== null) return [...rows, ...rest];
		}
		return rows;
	}

	/** The rest by narrower conditions; null where Coupa does not take them, so that it has to be read whole. */
	private async restWith(values: string[], instead: QueryPair[][]): Promise<CoupaRecord[] | null> {
		const { where = [] } = this.lookUp;
		try {
			const lists = await Promise.all(instead.map(async (conditions) => await this.allWith(values, [...where, ...conditions])));
			return lists.flat();
		} catch (error) {
			if (!isAboutValues(error)) throw error;
			return null;
		}
	}

	private async allWith(values: string[], where: QueryPair[]): Promise<CoupaRecord[]> {
		const rows: CoupaRecord[] = [];
		for await (const page of this.pagesWith(values, where)) rows.push(...page);
		return rows;
	}

	private pagesWith(values: string[], where: QueryPair[]) {
		const { path, fields } = this.lookUp;
		return this.client.pages(path, { query: [...condition(this.lookUp, values), ...where], fields });
	}
}

/** The spellings that Coupa may have of a value. */
function spellingsFor(lookUp: LookUp, value: string): string[] {
	const [own = value, ...spelt] = spellingsOf(value, lookUp.isName);
	const others = lookUp.anyCase === true ? [...spelt, own.toLowerCase()] : spelt;
	return [own, ...others.filter((other) => unfitReason(lookUp, other, longestValue(lookUp)) === null)];
}

function condition({ field }: LookUp, values: string[]): QueryPair[] {
	const [only = ''] = values;
	return queryPairs([values.length === 1 ? { field, value: only } : { field, operator: 'in', value: values }]);
}

/** Values that are asked for together. */
function queriesOf(lookUp: LookUp, values: string[]): string[][] {
	const longest = longestValue(lookUp);
	const queries: string[][] = values.filter((value) => !fitsInList(value)).map((value) => [value]);
	let list: string[] = [];
	let bytes = 0;
	for (const value of values.filter(fitsInList)) {
		const more = encodeURIComponent(value).length + COMMA_BYTES;
		if (list.length === (lookUp.perQuery ?? VALUES_PER_QUERY) || (list.length > 0 && bytes + more > longest)) {
			queries.push(list);
			[list, bytes] = [[], 0];
		}
		list.push(value);
		bytes += more;
	}
	return list.length === 0 ? queries : [...queries, list];
}

/** Bytes that an address has left for the values, encoded. */
function longestValue({ path, field, fields, narrower, where = [] }: LookUp): number {
	const others: QueryPair[] = [...queryPairs([{ field, operator: 'in', value: 'x' }]), ...where, ['fields', fieldsParameter(fields)]];
	return LONGEST_TARGET - path.length - queryText(others).length - PAGING_BYTES - (narrower === undefined ? 0 : NARROWER_BYTES);
}

/** Refused for what was asked for: fewer values, or others, may get an answer. */
function isAboutValues(error: unknown): error is CoupaError {
	if (!(error instanceof CoupaError)) return false;
	return error.kind === 'validation' || [414, 431].includes(error.details.status ?? 0);
}

import { isRecord, ownValue, type CoupaRecord, type Json, type PreflightLine } from '../../core';
import { CoupaError } from '../errors';
import { ACCOUNT_FIELDS } from '../import/accounts';
import { COMPARED_FIELDS } from '../import/compare';
import { EXISTING_FIELDS } from '../import/existing';
import { ORDER_FIELDS } from '../import/orders';
import { SUPPLIER_FIELDS } from '../import/suppliers';
import { DOCUMENT_FIELDS } from '../ok-to-pay/read';
import { answered, blocks, limits, listed, ok, type Question } from './line';
import { usersOf, type PreflightSession } from './session';

/** Records that are looked at: what one leaves empty another may show. */
const SAMPLE = 5;
const FILTER = 'the API response filter that applies to the API user (or the default filter of this object)';

interface Reader {
	/** Of the line: `filters.invoice.import`. */
	id: string;
	one: string;
	many: string;
	path: string;
	/** As people find it: `Invoice → Import`. */
	by: string;
	fields: readonly string[];
	/** Without these it cannot work. */
	needed: string[];
	operations: string[];
}

const IMPORT = { by: 'Invoice → Import', operations: ['invoice.import'] };
const INVOICE = { one: 'invoice', many: 'invoices', path: '/api/invoices' };

function readersOf({ reconcileFields }: PreflightSession): Reader[] {
	return [
		{
			...{ ...INVOICE, ...IMPORT, id: 'invoice.import', fields: [...new Set([...COMPARED_FIELDS, ...EXISTING_FIELDS])] },
			needed: ['id', 'status', 'invoice-number', 'supplier.id', 'internal-note', 'created-by', 'updated-by'],
		},
		{
			...{ ...INVOICE, id: 'invoice.okToPay', by: 'Invoice → Get OK to Pay', fields: DOCUMENT_FIELDS },
			needed: ['id', 'status', 'exported', 'invoice-number'],
			operations: ['invoice.getOkToPay', 'invoice.confirmOkToPay'],
		},
		{
			...{ ...INVOICE, id: 'invoice.reconcile', by: 'Invoice → Reconcile', fields: reconcileFields },
			needed: ['id', 'status', 'invoice-number', 'internal-note'],
			operations: ['invoice.reconcile'],
		},
		{
			...{ ...IMPORT, id: 'purchaseOrder.import', one: 'purchase order', many: 'purchase orders', path: '/api/purchase_orders' },
			...{ fields: ORDER_FIELDS, needed: ['id', 'po-number', 'status', 'supplier.id', 'order-lines.id', 'order-lines.line-num'] },
		},
		{
			...{ ...IMPORT, id: 'supplier.import', one: 'supplier', many: 'suppliers', path: '/api/suppliers' },
			...{ fields: SUPPLIER_FIELDS, needed: ['id', 'name', 'number', 'status'] },
		},
		{
			...{ ...IMPORT, id: 'account.import', one: 'account', many: 'accounts', path: '/api/accounts' },
			...{ fields: ACCOUNT_FIELDS, needed: ['id', 'code'] },
		},
	];
}

/** Whether response filters hide what the operations read: by name, and where nothing is named. */
export async function askForFilters(session: PreflightSession): Promise<PreflightLine[]> {
	const lines: PreflightLine[] = [];
	const readers = readersOf(session);
	for (const reader of readers) lines.push(await answered(namedQuestion(session, reader), async () => await named(session, reader)));
	for (const reader of readers.filter(({ path }, index) => readers.findIndex((other) => other.path === path) === index))
		lines.push(await answered(defaultQuestion(session, reader), async () => await byDefault(session, reader)));
	return lines;
}

function namedQuestion(session: PreflightSession, { id, many, by, operations }: Reader): Question {
	return {
		id: `filters.${id}`,
		area: 'Response Filters',
		asked: `Does Coupa show every field of ${many} that ${by} asks for by name?`,
		templates: usersOf(session, ...operations),
	};
}

async function named(session: PreflightSession, reader: Reader): Promise<PreflightLine> {
	const question = namedQuestion(session, reader);
	const { path, fields, needed, many, by } = reader;
	let records: CoupaRecord[];
	try {
		records = await session.asking.newest(path, SAMPLE, [...fields]);
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
		const advice = `${by} cannot read ${many} here. Send this line to whoever maintains the package.`;
		return blocks(question, `Coupa refuses the fields. ${error.message}`, { advice });
	}
	if (records.length === 0) return noRecord(question, reader);
	const hidden = hiddenFields(records, fields);
	if (hidden.length === 0) return ok(question, `Yes, all ${fields.length}.`);
	const seen = `No: ${listed(hidden)} hidden although asked for by name.`;
	const advice = `Have your Coupa admin add ${hidden.length === 1 ? 'it' : 'them'} to ${FILTER}.`;
	if (hidden.some((field) => needed.some((need) => need === field || need.startsWith(`${field}.`) || field.startsWith(`${need}.`))))
		return blocks(question, seen, { advice: `${by} does not work without. ${advice}` });
	return limits(question, seen, { advice: `${by} cannot compare or show what it does not see. ${advice}` });
}

function defaultQuestion(session: PreflightSession, { id, many, one }: Reader): Question {
	const object = id.split('.')[0] ?? '';
	return {
		id: `filters.${object}.default`,
		area: 'Response Filters',
		asked: `Does Coupa show the same fields of ${many} where no field is named, as after a write and in whole records (one ${one} read both ways)?`,
		templates: usersOf(session, ...['getAll', 'getUnexported', 'import'].map((operation) => `${object}.${operation}`)),
	};
}

async function byDefault(session: PreflightSession, reader: Reader): Promise<PreflightLine> {
	const question = defaultQuestion(session, reader);
	const records = await session.asking.newest(reader.path, SAMPLE);
	if (records.length === 0) return noRecord(question, reader);
	// Linked records and lines come in short where nothing is named: of them only what is needed is expected.
	const expected = [...new Set([...reader.fields.map((field) => field.replace(/\..*/, '')), ...reader.needed])];
	const hidden = hiddenFields(records, expected);
	if (hidden.length === 0) return ok(question, 'Yes.');
	return limits(question, `No: ${listed(hidden)} hidden where no field is named.`, {
		advice: `The import asks by name and is not affected, but whole records (Get Many without chosen fields, files, triggers) lack ${hidden.length === 1 ? 'it' : 'them'}. Choose the fields by name, or have your Coupa admin add ${hidden.length === 1 ? 'it' : 'them'} to ${FILTER}.`,
		setting: 'Get Many → Output',
		choose: 'Selected Fields',
	});
}

function noRecord(question: Question, { many, one }: Reader): PreflightLine {
	const advice = `Run the preflight again once there is ${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}.`;
	return limits(question, `Cannot be told: this credential sees no ${many} yet.`, { advice });
}

/** Fields that no record shows, although some record has what they belong to. A field within an empty one may or may not be hidden. */
function hiddenFields(records: CoupaRecord[], fields: readonly string[]): string[] {
	return fields.filter((field) => {
		let holders = records;
		for (const step of field.split('.')) {
			if (holders.length === 0) return false;
			const values = holders.map((holder) => spelt(holder, step)).filter((value) => value !== undefined);
			if (values.length === 0) return true;
			holders = values.flat().filter(isRecord);
		}
		return false;
	});
}

/** Null where it is empty. Some newer attributes come with underscores (rules.md §2). */
function spelt(record: CoupaRecord, name: string): Json | undefined {
	const [own, other] = [ownValue(record, name), ownValue(record, name.replaceAll('-', '_'))];
	return own === undefined ? other : own;
}

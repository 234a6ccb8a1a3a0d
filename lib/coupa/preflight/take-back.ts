import { textAt, type CoupaRecord, type PreflightLine } from '../../core';
import type { CoupaClient } from '../client';
import { CoupaError } from '../errors';
import { invoiceAddress } from '../instance';
import { fieldsParameter } from '../query';
import { writeOnce } from '../write-once';
import { limits, ok, type Question } from './line';

const PATH = '/api/invoices';
const GONE = 'gone';
const SHOWN = ['id', 'status', 'invoice-number'];

/** What the test has sent under its number. */
interface TestInvoices {
	number: string;
	/** IDs of those that Coupa answered with. */
	known: Iterable<number>;
	/** One more may be there that nothing shows yet. */
	isUnsure: boolean;
}

/** Voids every test invoice, and one that is still new is deleted; tells by number, ID and link what is left. */
export async function takeBack(client: CoupaClient, question: Question, made: TestInvoices): Promise<PreflightLine> {
	const { number, known, isUnsure } = made;
	const ids = new Set(known);
	let isListed = !isUnsure;
	try {
		for (const row of await client.listAll(PATH, { query: [['invoice_number', number]], fields: SHOWN }))
			if (textAt(row, 'invoice-number') === number) ids.add(Number(textAt(row, 'id')));
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind === 'cancelled') throw error;
		isListed = false;
	}
	const ends: Array<{ text: string; isOver: boolean }> = [];
	for (const id of ids) ends.push(await takenBack(client, number, id));
	const unsure = isListed ? '' : ' Whether there is another one is not known.';
	if (ids.size === 0)
		return isListed
			? ok(question, `Nothing: Coupa shows no invoice ${number}.`)
			: limits(question, `Not known: Coupa shows no invoice ${number} at the moment.`, {
					advice: `Look for ${number} in Coupa and void it.`,
				});
	const seen = `${ends.map(({ text }) => text).join(' ')}${unsure}`;
	if (isListed && ends.every(({ isOver }) => isOver)) return ok(question, seen);
	return limits(question, seen, {
		advice: `Void in Coupa what is not voided; look for the number ${number}. To let the preflight do so, the client needs the scope core.invoice.delete.`,
		setting: 'Credential Coupa OAuth2 API → Scopes',
	});
}

async function takenBack(client: CoupaClient, number: string, id: number): Promise<{ text: string; isOver: boolean }> {
	const link = invoiceAddress(client.instance, id);
	const named = `Invoice ${number} (ID ${id}, ${link})`;
	let refusal = await refusalOf(async () => {
		await writeOnce(client, {
			send: async () => await client.write('PUT', `${PATH}/${id}/void`),
			proof: { read: async () => await statusOf(client, id), isDone: (status) => status === 'voided' },
			hint: `Check in Coupa whether invoice ${number} is voided.`,
		});
	});
	let status = await statusOf(client, id).catch(() => 'not known');
	if (status === 'new') {
		refusal = await refusalOf(async () => {
			await writeOnce(client, {
				send: async () => await client.write('DELETE', `${PATH}/${id}`),
				proof: { read: async () => await statusOf(client, id), isDone: (now) => now === GONE },
				hint: `Check in Coupa whether invoice ${number} is deleted.`,
			});
		});
		status = await statusOf(client, id).catch(() => 'not known');
	}
	if (status === GONE) return { text: `${named} was deleted.`, isOver: true };
	if (status === 'voided' || status === 'abandoned') return { text: `${named} is ${status}.`, isOver: true };
	return { text: `${named} is still there, with the status ${status}.${refusal === null ? '' : ` ${refusal}`}`, isOver: false };
}

async function refusalOf(write: () => Promise<void>): Promise<string | null> {
	try {
		await write();
		return null;
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind === 'cancelled') throw error;
		return error.message;
	}
}

async function statusOf(client: CoupaClient, id: number): Promise<string> {
	try {
		const invoice: CoupaRecord = await client.get(`${PATH}/${id}`, [['fields', fieldsParameter(SHOWN)]]);
		return textAt(invoice, 'status') ?? 'not shown';
	} catch (error) {
		if (error instanceof CoupaError && error.kind === 'notFound') return GONE;
		throw error;
	}
}

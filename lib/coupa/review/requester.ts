import { recordsAt, textAt, valueAt, type CoupaRecord, type Json } from '../../core';
import { CoupaError } from '../errors';
import type { RequesterCheck, ReviewClient, Reviewer } from './types';

/** PO numbers that one look-up asks for. */
const MOST_ORDERS = 40;

/** Attributes by which users are told apart. */
export const USER_FIELDS = ['id', 'login', 'email', 'fullname'];

/** Whether a reviewer is who asked for the goods or the invoice, and how that is known. */
export interface Requesters {
	check: RequesterCheck;
	/** Why it cannot be known, or who the requester is: a sentence; blank where the reviewer surely is not. */
	why: string;
}

/**
 * Compares the reviewer with the requesters that Coupa shows: of the invoice (`requested-by`, `requester-email`), of its purchase orders and of
 * their lines. One list call for the orders; where they cannot be read, nothing is assumed.
 */
export async function requesterCheck(client: ReviewClient, invoice: CoupaRecord, reviewer: Reviewer): Promise<Requesters> {
	const orders = await ordersOf(client, invoice);
	const email = textAt(invoice, 'requester-email');
	const byOrder = (orders ?? []).map((order) => [
		...usersAt(order, 'requester'),
		...recordsAt(order, 'order-lines').flatMap((line) => usersAt(line, 'requester')),
	]);
	const requesters = [...usersAt(invoice, 'requested-by'), ...(email === undefined ? [] : [{ email }]), ...byOrder.flat()];
	const answers = requesters.map((requester) => isUser(requester, reviewer));
	if (answers.includes(true)) return { check: 'is', why: 'The reviewer is the requester of the invoice or of its purchase order.' };
	const unknown = (why: string): Requesters => ({ check: 'unknown', why: `Whether the reviewer is the requester is not known: ${why}.` });
	if (orders === null) return unknown('the purchase order could not be read');
	if (requesters.length === 0 || byOrder.some((users) => users.length === 0)) return unknown('Coupa does not show who the requester is');
	if (!answers.includes(null)) return { check: 'isNot', why: '' };
	return unknown(
		reviewer.coupaUser === '' ? 'no user of Coupa is entered for the reviewer' : 'Coupa does not show enough of the requester',
	);
}

/**
 * Whether a user of Coupa is the reviewer: by the Coupa user entered for the reviewer (ID, login or e-mail address), or by the e-mail address.
 * Null where they cannot be compared.
 */
export function isUser(user: CoupaRecord, { coupaUser, email }: Reviewer): boolean | null {
	const [id, login, address] = ['id', 'login', 'email'].map((name) => textAt(user, name)?.toLowerCase());
	if (address !== undefined && address !== '' && address === email.toLowerCase()) return true;
	const known = coupaUser.trim().toLowerCase();
	if (known === '') return null;
	if (/^\d+$/.test(known)) return id === known || login === known ? true : id === undefined ? null : false;
	if (login === known || address === known) return true;
	const compared = known.includes('@') ? (address ?? login) : login;
	return compared === undefined ? null : false;
}

function usersAt(record: CoupaRecord, name: string): CoupaRecord[] {
	const user: Json | undefined = valueAt(record, name);
	return recordsAt([user ?? null]).filter((found) => USER_FIELDS.some((field) => textAt(found, field) !== undefined));
}

/** Null where they could not be read, or not all of them. */
async function ordersOf(client: ReviewClient, invoice: CoupaRecord): Promise<CoupaRecord[] | null> {
	const numbers = orderNumbers(invoice);
	// A comma would be two numbers in a list.
	if (numbers.length > MOST_ORDERS || numbers.some((number) => number.includes(','))) return null;
	if (numbers.length === 0) return [];
	try {
		const orders = await client.listAll('/api/purchase_orders', {
			query: [['po_number[in]', numbers.join(',')]],
			fields: ['id', 'po-number', ...USER_FIELDS.flatMap((field) => [`requester.${field}`, `order-lines.requester.${field}`])],
		});
		const found = new Set(orders.map((order) => textAt(order, 'po-number')));
		return numbers.every((number) => found.has(number)) ? orders : null;
	} catch (error) {
		if (error instanceof CoupaError && error.kind !== 'cancelled') return null;
		throw error;
	}
}

/** Numbers of the purchase orders that the lines of an invoice stand on. */
export function orderNumbers(invoice: CoupaRecord): string[] {
	const numbers = recordsAt(invoice, 'invoice-lines').flatMap(
		(line) => textAt(line, 'order-header-num') ?? textAt(line, 'po-number') ?? [],
	);
	return [...new Set(numbers.filter((number) => number !== ''))];
}

import type { IDataObject } from 'n8n-workflow';

import { CHART } from '../../../tools/sandbox/dataset';
import { flow } from './current-flow';

/** The parameters of an operation on invoices. */
export const invoice = (operation: string, parameters: IDataObject = {}) => ({
	resource: 'invoice',
	operation,
	output: 'raw',
	...parameters,
});

/** Matches the requests of an operation. */
export const is =
	(operation: string) =>
	(request: { operation: string }): boolean =>
		request.operation === operation;

/** The operations that Coupa was asked for, without those for tokens. */
export const operations = () =>
	flow.coupa
		.requests()
		.map(({ operation }) => operation)
		.filter((operation) => operation !== 'token');

/** The value of a parameter that picks a record. */
export function picked(mode: string, value: string | number): IDataObject {
	return { __rl: true, mode, value };
}

export const FIELDS = {
	specify: 'fields',
	invoiceNumber: 'C-1',
	invoiceDate: '2026-05-04',
	supplier: picked('key', 'V-20011'),
	currency: picked('key', 'USD'),
	chartOfAccounts: picked('key', CHART),
	lines: {},
	additionalFields: {},
};

export function lines(...line: IDataObject[]) {
	return { lines: { line } };
}

import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { CoupaError } from '../../../lib/coupa';
import { SftpFailure } from '../../../lib/sftp';
import { asNodeError, reasonOf } from '../../../nodes/common/errors';

const node: INode = { id: '1', name: 'Coupa', type: 'coupa', typeVersion: 1, position: [0, 0], parameters: {} };
const TEXT = `in\u202evoice\0\r\n${'x'.repeat(100_000)}`;
const SHOWN = ['in\ufffdvoice\ufffd\nxx', 5_000];

test.each<[string, unknown]>([
	['a library', new Error(TEXT)],
	['no error at all', TEXT],
	['n8n', new NodeOperationError(node, TEXT)],
	['our own SFTP', new SftpFailure(TEXT, 'other', {})],
	['Coupa', new CoupaError(TEXT, 'validation', { status: 400, messages: [], mayHaveHappened: false, request: 'GET /api/invoices' })],
])('what an error of %s says can be read', (_, error) => {
	const { message } = asNodeError(node, error, 0);
	expect([message.slice(0, 12), message.length]).toEqual(SHOWN);
	const reason = reasonOf(error);
	expect([reason.slice(0, 12), reason.length]).toEqual(SHOWN);
});

test('hints as well', () => {
	const { description } = asNodeError(node, new SftpFailure('Lost.', 'other', { hint: TEXT }));
	expect([description?.slice(0, 12), description?.length]).toEqual(SHOWN);
	expect(asNodeError(node, new SftpFailure('Lost.', 'other', { hint: 'Run it again.' }))).toMatchObject({
		message: 'Lost.',
		description: 'Run it again.',
	});
});

test('the request stands in the details only: analysts do not know its path', () => {
	const details = { status: 400, messages: [{ field: 'supplier', text: 'is not active' }], mayHaveHappened: false, hint: 'Correct it.' };
	const error = asNodeError(
		node,
		new CoupaError('Coupa refused the invoice.', 'validation', { ...details, request: 'POST /api/invoices' }),
	);
	expect(error.message).toBe('Coupa refused the invoice.');
	expect(error.description).toBe('Correct it.\nsupplier: is not active');
	expect(reasonOf(error)).not.toContain('/api/');
	expect(error.context.details).toEqual({ request: 'POST /api/invoices', messages: details.messages });
});

test.each([[[]], [[{ field: null, text: 'No.' }]]])('without a hint there is no path in its place: %j', (messages) => {
	const failure = new CoupaError('Cancelled.', 'cancelled', {
		status: null,
		messages,
		mayHaveHappened: false,
		request: 'POST /api/invoices',
	});
	const { message, description } = asNodeError(node, failure);
	expect([message, description ?? '']).toEqual(['Cancelled.', messages[0]?.text ?? '']);
});

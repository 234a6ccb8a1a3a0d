import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { CoupaError, type CoupaFailureKind } from '../../lib/coupa';
import { SftpFailure } from '../../lib/sftp';
import { sftpNodeError } from '../common/sftp';

type Cause = NonNullable<NonNullable<ConstructorParameters<typeof NodeOperationError>[2]>['failure']>;

/** What n8n's scheduler may make of a failure: it backs off, or asks for the credential to be mended. */
const FAILURES: Partial<Record<CoupaFailureKind, Cause>> = {
	unauthorized: { cause: 'credential-invalid' },
	forbidden: { cause: 'credential-invalid' },
	rateLimited: { cause: 'rate-limited' },
	server: { cause: 'temporarily-unavailable' },
	network: { cause: 'temporarily-unavailable' },
};

/** Turns any failure of an operation into n8n's own error, in Coupa's words and with the item it belongs to. */
export function asNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof SftpFailure) return sftpNodeError(node, error, itemIndex);
	if (!(error instanceof CoupaError)) return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
	const { status, messages, request, hint } = error.details;
	const failure = FAILURES[error.kind];
	const nodeError = new NodeApiError(node, { request, messages } as unknown as JsonObject, {
		message: error.message,
		description: [hint, ...messages.map(({ field, text }) => (field ? `${field}: ${text}` : text)), request].filter(Boolean).join('\n'),
		itemIndex,
		...(status !== null && { httpCode: String(status) }),
		...(failure && { failure }),
	});
	// n8n puts a general phrase in the place of texts that name a network error; ours says which instance and what to do.
	nodeError.message = error.message;
	nodeError.context.details = { request, messages };
	return nodeError;
}

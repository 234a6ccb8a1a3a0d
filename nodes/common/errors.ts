import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type Failure, isOurFailure, reasonText, shownText } from '../../lib/core';
import { CoupaError, type CoupaFailureKind } from '../../lib/coupa';
import { SftpFailure, type SftpFailureKind } from '../../lib/sftp';

export type NodeError = NodeApiError | NodeOperationError;

type Cause = NonNullable<NonNullable<ConstructorParameters<typeof NodeOperationError>[2]>['failure']>;

/** What n8n's scheduler may make of a kind of failure: it backs off, or asks for the credential to be mended. */
const CAUSES: Partial<Record<CoupaFailureKind | SftpFailureKind, Cause['cause']>> = {
	unauthorized: 'credential-invalid',
	forbidden: 'credential-invalid',
	rateLimited: 'rate-limited',
	server: 'temporarily-unavailable',
	gateway: 'temporarily-unavailable',
	network: 'temporarily-unavailable',
	authentication: 'credential-invalid',
	hostKey: 'credential-invalid',
	unknownHost: 'configuration-invalid',
	refused: 'temporarily-unavailable',
	timeout: 'temporarily-unavailable',
	connectionLost: 'temporarily-unavailable',
};

/** Characters of an error that are shown: a library's, or a person's expression's, may hold a whole answer. */
const LONGEST_TEXT = 5_000;

/** Turns any failure of an operation into n8n's own error, in plain words, with its hint and the item it belongs to. */
export function asNodeError(node: INode, error: unknown, itemIndex?: number): NodeError {
	const nodeError = nodeErrorOf(node, error, itemIndex);
	nodeError.message = shownText(nodeError.message, LONGEST_TEXT);
	if (nodeError.description) nodeError.description = shownText(nodeError.description, LONGEST_TEXT);
	return nodeError;
}

function nodeErrorOf(node: INode, error: unknown, itemIndex?: number): NodeError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!isOurFailure(error)) return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
	const cause = CAUSES[error.kind as CoupaFailureKind | SftpFailureKind];
	const options = { itemIndex, ...(cause && { failure: { cause } as Cause }) };
	return error instanceof CoupaError ? coupaNodeError(node, error, options) : otherNodeError(node, error, options);
}

/** What went wrong and how to get unstuck, as one text for an item. */
export function reasonOf(error: unknown): string {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return shownText(reasonText(error), LONGEST_TEXT);
	return shownText([error.message, error.description].filter(Boolean).join(' '), LONGEST_TEXT);
}

interface Options {
	itemIndex?: number;
	failure?: Cause;
}

/** Coupa's own words with the fields they name; the request is for those who look into the details. */
function coupaNodeError(node: INode, error: CoupaError, options: Options): NodeApiError {
	const { status, messages, request, hint } = error.details;
	const nodeError = new NodeApiError(node, { request, messages } as unknown as JsonObject, {
		...options,
		message: error.message,
		description: [hint, ...messages.map(({ field, text }) => (field ? `${field}: ${text}` : text))].filter(Boolean).join('\n'),
		...(status !== null && { httpCode: String(status) }),
	});
	// n8n replaces texts that name a network error by a general phrase; ours says which instance and what to do.
	nodeError.message = error.message;
	nodeError.context.details = { request, messages };
	return nodeError;
}

function otherNodeError(node: INode, error: Failure, options: Options): NodeOperationError {
	const nodeError = new NodeOperationError(node, error.message, {
		...options,
		...(error.hint !== undefined && { description: error.hint }),
	});
	if (error instanceof SftpFailure) nodeError.context.details = { kind: error.kind, path: error.details.path ?? null };
	return nodeError;
}

import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ClaimLostError, LockBoxBoundError, SftpFailure, type SftpFailureKind } from '../../exchange';

type Cause = NonNullable<NonNullable<ConstructorParameters<typeof NodeOperationError>[2]>['failure']>;

const FAILURES: Partial<Record<SftpFailureKind, Cause>> = {
	authentication: { cause: 'credential-invalid' },
	hostKey: { cause: 'credential-invalid' },
	unknownHost: { cause: 'configuration-invalid' },
	refused: { cause: 'temporarily-unavailable' },
	timeout: { cause: 'temporarily-unavailable' },
	connectionLost: { cause: 'temporarily-unavailable' },
};

/** Turns any failure of an operation into n8n's own error, in plain words and with the item it belongs to. */
export function asNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof ClaimLostError || error instanceof LockBoxBoundError) return new NodeOperationError(node, error.message, { itemIndex, description: error.hint });
	if (!(error instanceof SftpFailure)) return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
	const failure = FAILURES[error.kind];
	const nodeError = new NodeOperationError(node, error.message, {
		itemIndex,
		...(error.details.hint && { description: error.details.hint }),
		...(failure && { failure }),
	});
	nodeError.context.details = { kind: error.kind, path: error.details.path ?? null };
	return nodeError;
}

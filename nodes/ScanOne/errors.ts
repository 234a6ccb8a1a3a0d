import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ClaimLostError, LockBoxBoundError } from '../../lib/lock-box';
import { SftpFailure } from '../../lib/sftp';
import { sftpNodeError } from '../common/sftp';

/** Turns any failure of an operation into n8n's own error, in plain words and with the item it belongs to. */
export function asNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof ClaimLostError || error instanceof LockBoxBoundError)
		return new NodeOperationError(node, error.message, { itemIndex, description: error.hint });
	if (error instanceof SftpFailure) return sftpNodeError(node, error, itemIndex);
	return new NodeOperationError(node, error instanceof Error ? error : String(error), { itemIndex });
}

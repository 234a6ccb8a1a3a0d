import { hostname } from 'node:os';
import type { ICredentialDataDecryptedObject, INode, INodeProperties, IWorkflowMetadata } from 'n8n-workflow';

import { BindingLostError, DEFAULT_TIMES, LockBox, LockBoxBoundError, type LockBoxTimes } from '../../lib/lock-box';
import { type SftpPort, withSftp } from '../../lib/sftp';
import { sftpSettings } from '../common/sftp';
import { CREDENTIAL, expectedInstance, lockBoxFoldersOf } from './credential';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What an operation on the lock-box works with: one connection per run of the node. */
export interface LockBoxSession {
	port: SftpPort;
	credential: ICredentialDataDecryptedObject;
	/** The lock-box folders of one object, e.g. `Invoices`. */
	lockBox(object: string, times?: Partial<LockBoxTimes>): LockBox;
}

interface LockBoxContext {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
	getNode(): INode;
	getWorkflow(): IWorkflowMetadata;
}

/** Opens the lock-box of the node's credential, and closes the connection on every path. */
export async function withLockBox<Result>(
	context: LockBoxContext,
	use: (session: LockBoxSession) => Promise<Result>,
	signal?: AbortSignal,
): Promise<Result> {
	const credential = await context.getCredentials(CREDENTIAL);
	const owner = `${context.getWorkflow().name ?? 'workflow'} / ${context.getNode().name} on ${hostname()}`;
	return await withSftp(
		sftpSettings(credential),
		async (port) =>
			await use({
				port,
				credential,
				lockBox: (object, times = {}) => new LockBox(port, { folders: lockBoxFoldersOf(credential, object), owner, ...times }),
			}),
		signal,
	);
}

/**
 * The Coupa instance a lock-box belongs to, or null while nobody has bound it. A credential that names an instance binds
 * the lock-box before anything is taken; `bind: false` leaves an unbound one as it is, for a look that changes nothing.
 * `tell` hears of a lock-box that is bound again because its binding file was missing.
 *
 * @throws LockBoxBoundError when it is or was bound to another instance than the credential names
 * @throws BindingLostError when it was bound, nobody can tell to which instance, and the credential names none
 */
export async function boundTo(
	{ credential }: LockBoxSession,
	lockBox: LockBox,
	{ bind, tell }: { bind: boolean; tell: (message: string) => void },
): Promise<string | null> {
	const expected = expectedInstance(credential);
	let bound = await lockBox.boundInstance();
	if (bound === null) {
		const lost = await lostBinding(lockBox, expected);
		if (lost !== null) tell(lost);
		bound = await lockBox.boundInstance();
	}
	if (expected === null) return bound;
	// Also where it is bound already: the same call refuses another instance.
	if (bind || bound !== null) await lockBox.bindInstance(expected);
	return expected;
}

/**
 * Nobody binds a lock-box that has been in use to another instance by deleting its binding file.
 *
 * @returns what to say where the credential's instance stands in for the missing file; null for a lock-box that is new
 */
export async function lostBinding(lockBox: LockBox, expected: string | null): Promise<string | null> {
	const earlier = await lockBox.earlierUse();
	// A first run may have bound it, and settled something, since it was found without.
	if (earlier === null || (await lockBox.boundInstance()) !== null) return null;
	const { instance, seen } = earlier;
	if (instance !== null && expected !== null && instance !== expected) throw new LockBoxBoundError(instance, expected, lockBox.bindingPath);
	if (expected === null) throw new BindingLostError(seen, lockBox.bindingPath);
	return `The binding file "${lockBox.bindingPath}" was missing, although this lock-box has been in use: ${seen}. It belongs to ${expected}, as the credential says. Find out who has deleted the file.`;
}

// The usual times, in the units of the options.
const RECLAIM_AFTER = DEFAULT_TIMES.reclaimMs / MINUTE;
const UNREADABLE_AFTER = DEFAULT_TIMES.unreadableAfterMs / MINUTE;
const RETRY_WAITING_AFTER = DEFAULT_TIMES.waitingRetryMs / HOUR;
const SETTLING_TIME = DEFAULT_TIMES.settleMs / SECOND;

/** Times of the lock-box that trigger and Get Many share. */
export const timeProperties: INodeProperties[] = [
	{
		displayName: 'Reclaim After (Minutes)',
		name: 'reclaimAfter',
		type: 'number',
		// A claim that is over at once would be nobody's.
		typeOptions: { minValue: 0.05 },
		default: RECLAIM_AFTER,
		description:
			'A package whose run has shown no activity for this long is taken over, so that nothing is left stranded after a crash. Must be longer than the timeout of the workflow.',
	},
	{
		displayName: 'Refuse Unreadable After (Minutes)',
		name: 'unreadableAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: UNREADABLE_AFTER,
		description: 'How long a package may stay incomplete without growing before it is refused',
	},
	{
		displayName: 'Retry Waiting After (Hours)',
		name: 'retryWaitingAfter',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: RETRY_WAITING_AFTER,
		description: 'How long invoices wait for the buyer before they are tried again',
	},
	{
		displayName: 'Settling Time (Seconds)',
		name: 'settlingTime',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: SETTLING_TIME,
		description: 'How long a package must stay unchanged to count as complete',
	},
];

export interface TimeOptions {
	reclaimAfter?: number;
	retryWaitingAfter?: number;
	settlingTime?: number;
	unreadableAfter?: number;
}

export function lockBoxTimes({
	reclaimAfter = RECLAIM_AFTER,
	unreadableAfter = UNREADABLE_AFTER,
	retryWaitingAfter = RETRY_WAITING_AFTER,
	settlingTime = SETTLING_TIME,
}: TimeOptions): LockBoxTimes {
	return {
		settleMs: settlingTime * SECOND,
		unreadableAfterMs: unreadableAfter * MINUTE,
		reclaimMs: reclaimAfter * MINUTE,
		waitingRetryMs: retryWaitingAfter * HOUR,
	};
}

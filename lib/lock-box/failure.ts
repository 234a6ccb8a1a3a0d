import { Failure } from '../core';

/** The claim is not ours any more, or never was: nothing may be posted or settled for it. */
export class ClaimLostError extends Failure<'claimLost'> {
	override name = 'ClaimLostError';

	constructor(
		readonly claim: string,
		reason: string,
	) {
		super(`The package claimed as "${claim}" is no longer ours: ${reason}`, 'claimLost', {
			hint: 'Nothing is lost: the run that holds it, or the next one, finishes it. If runs take longer than the reclaim time, raise the reclaim time or keep the execution timeout shorter than it.',
		});
	}
}

/** The lock-box belongs to another Coupa instance. */
export class LockBoxBoundError extends Failure<'lockBoxBound'> {
	override name = 'LockBoxBoundError';

	constructor(
		/** Host that the binding file names. */
		readonly boundTo: string,
		/** Host that was to be bound. */
		readonly wanted: string,
		/** Full path of the binding file on the server. */
		readonly bindingPath: string,
	) {
		super(
			`This lock-box is bound to the Coupa instance ${boundTo}, but this workflow works with ${wanted}. Nothing was imported or moved.`,
			'lockBoxBound',
			{
				hint: `A test system must not take production invoices: give ${wanted} a lock-box (or base folder) of its own. Only if this lock-box is really to move from ${boundTo} to ${wanted}, delete the binding file "${bindingPath}" on the SFTP server and run again.`,
			},
		);
	}
}

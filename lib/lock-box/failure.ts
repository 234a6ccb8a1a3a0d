import { Failure, shownLine } from '../core';

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

/** There is a binding file, and it names no instance. */
export class BindingUnreadableError extends Failure<'lockBoxBound'> {
	override name = 'BindingUnreadableError';

	constructor(
		/** What the file holds. */
		text: string,
		/** Full path of the binding file on the server. */
		readonly bindingPath: string,
	) {
		const what = text === '' ? 'is empty' : `names no host ("${shownLine(text)}")`;
		super(
			`The lock-box's binding file ${what}: nobody can tell which Coupa instance it belongs to. Nothing was imported or moved.`,
			'lockBoxBound',
			{
				hint: `Write the host of the instance, such as acme.coupahost.com, into "${bindingPath}" on the SFTP server, and run again. Find out who has changed it: only these workflows should have the right to write into that folder.`,
			},
		);
	}
}

/** The lock-box has been bound, and its binding file is gone. */
export class BindingLostError extends Failure<'lockBoxBound'> {
	override name = 'BindingLostError';

	constructor(
		/** What shows that it was bound. */
		seen: string,
		/** Full path of the binding file on the server. */
		readonly bindingPath: string,
	) {
		super(
			`The binding file "${bindingPath}" is missing, although this lock-box has been in use: ${seen}. Nobody can tell which Coupa instance its invoices are for. Nothing was imported or moved.`,
			'lockBoxBound',
			{
				hint: 'Enter "Coupa Instance" in the Scan One SFTP credential of the workflow that imports these invoices, and run it again: that binds the lock-box. Find out who has deleted the file: only these workflows should have the right to delete in that folder.',
			},
		);
	}
}

/** A claimed package is not the one any more that was read. */
export class ClaimChangedError extends Failure<'claimChanged'> {
	override name = 'ClaimChangedError';

	constructor(
		readonly claim: string,
		/** Full path of the file on the server. */
		path: string,
	) {
		super(
			`The package claimed as "${claim}" has been changed since it was read: what is there now was never imported. Nothing was moved.`,
			'claimChanged',
			{
				hint: `It stays claimed and is read anew by a later run. Find out who has written "${path}": only these workflows should have the right to write into that folder.`,
			},
		);
	}
}

import { reasonText } from '../../core';
import { throwIfLost } from '../../sftp';
import { bindingPath, boundInstance } from '../binding';
import { earlierUse } from '../earlier-use';
import { BindingLostError, LockBoxBoundError } from '../failure';
import { blocks, limits, ok, type Question } from './question';

const SETTING = 'Credential "Scan One SFTP API" → Coupa Instance';

/** Which Coupa instance the lock-box delivers to. */
export const binding: Question = {
	id: 'binding',
	area: 'Binding',
	asked: 'Does the lock-box belong to the Coupa instance that the credential names?',
	needsFiles: false,
	otherwise: 'blocks',
	async ask({ access, options }) {
		try {
			const expected = options.expected();
			const bound = await boundInstance(access);
			if (bound !== null && expected !== null && bound !== expected) throw new LockBoxBoundError(bound, expected, bindingPath(access));
			if (bound !== null)
				return expected === null
					? ok(`It is bound to ${bound}; the credential names no instance.`, {
							advice: 'Name it in the credential, so that this n8n takes nothing from a lock-box that somebody binds to another instance.',
							setting: SETTING,
							choose: bound,
						})
					: ok(`It is bound to ${bound}, as the credential says.`);
			const earlier = await earlierUse(access);
			if (earlier === null)
				return ok(
					expected === null
						? 'It is new: the first import binds it to the Coupa instance of its credential.'
						: `It is new: the first run binds it to ${expected}.`,
				);
			const path = bindingPath(access);
			if (expected === null) throw new BindingLostError(earlier.seen, path);
			if (earlier.instance !== null && earlier.instance !== expected) throw new LockBoxBoundError(earlier.instance, expected, path);
			return limits(
				`The binding file "${path}" is missing, although this lock-box has been in use: ${earlier.seen}.`,
				`The next run binds it to ${expected} again. Find out who has deleted the file.`,
			);
		} catch (error) {
			throwIfLost(error);
			return blocks(reasonText(error), 'Until this is settled nothing is imported: a test system must not take production invoices.', {
				setting: SETTING,
			});
		}
	},
};

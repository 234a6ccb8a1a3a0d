import { Failure } from '../core';

/** A setting of a flat file that cannot be followed, e.g. a column it does not have. The message is for the analyst who set it. */
export class FlatFileError extends Failure<'fileSetting'> {
	override readonly name = 'FlatFileError';

	constructor(message: string, hint: string) {
		super(message, 'fileSetting', { hint });
	}
}

/** A setting of a master data file that cannot be followed, e.g. a column it does not have. The message is for the analyst who set it. */
export class MasterDataError extends Error {
	override readonly name = 'MasterDataError';
	readonly hint: string;

	constructor(message: string, hint: string) {
		super(`${message} ${hint}`);
		this.hint = hint;
	}
}

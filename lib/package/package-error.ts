import { Failure, type Problem } from '../core';

/** A package that cannot be read as a whole. `problem` says why in an AP analyst's words; nothing of the package may be imported. */
export class PackageError extends Failure<'package'> {
	override readonly name = 'PackageError';
	readonly problem: Problem;

	constructor(code: string, message: string, value?: string) {
		super(message, 'package', {});
		this.problem = { severity: 'error', code, ...(value === undefined ? {} : { value }), message };
	}
}

import type { Problem } from '../core';

/** Why a file as a whole cannot be read as an e-invoice, in the words of its sender. */
export class EInvoiceError extends Error {
	override readonly name = 'EInvoiceError';

	constructor(
		readonly code: string,
		message: string,
		readonly value?: string,
	) {
		super(message);
	}

	get problem(): Problem {
		return { severity: 'error', code: this.code, message: this.message, ...(this.value !== undefined && { value: this.value }) };
	}
}

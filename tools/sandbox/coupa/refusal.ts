/** One message of an error answer and the field it names. */
export interface ErrorMessage {
	/** In shape B the object, e.g. `invoice-header.invoice_lines`; in shape A any key. */
	field: string;
	text: string;
}

/** A request that Coupa does not carry out: nothing it touched is kept. */
export class Refusal extends Error {
	override name = 'Refusal';
	/**
	 * @param shape B for the checks of invoice POST, PUT and submit, A for everything else (rules.md §4)
	 */
	constructor(
		readonly status: number,
		readonly messages: ErrorMessage[],
		readonly shape: 'A' | 'B' = 'A',
		readonly headers: Record<string, string> = {},
	) {
		super(messages.map(({ field, text }) => `${field} ${text}`).join('; '));
	}
}

/** rules.md §4 gives no body for 404; ours is shape A. */
export function notFound(what: string): Refusal {
	return new Refusal(404, [{ field: 'base', text: `${what} was not found` }]);
}

/** A 400 in the shape of Coupa's invoice checks. */
export function invoiceRefusal(messages: ErrorMessage[]): Refusal {
	return new Refusal(400, messages, 'B');
}

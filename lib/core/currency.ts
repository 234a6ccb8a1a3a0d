/** Digits after the point that amounts of a currency have (2 for USD, 0 for JPY); 2 for an unknown code. */
export function currencyDigits(code: string): number {
	if (!isKnownCurrency(code)) return 2;
	return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Made when first asked for: it costs milliseconds that n8n would spend at every start. */
let known: ReadonlySet<string> | undefined;

/** Whether a code is an ISO 4217 currency, spelled in capitals as Coupa spells it. */
export function isKnownCurrency(code: string): boolean {
	known ??= new Set(Intl.supportedValuesOf('currency'));
	return known.has(code);
}

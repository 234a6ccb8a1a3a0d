/** A status of Coupa as its pages show it, near enough: `ap_hold` is AP Hold. */
export function statusInWords(status: string): string {
	return status
		.split('_')
		.map((word) => (word === 'ap' ? 'AP' : word.slice(0, 1).toUpperCase() + word.slice(1)))
		.join(' ');
}

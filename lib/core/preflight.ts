/** How a preflight question came out. `notAsked`: it would have needed a permission that was not given. */
export type PreflightVerdict = 'ok' | 'limits' | 'blocks' | 'notAsked';

/** One line of a preflight: what was asked of a system, what was seen there, and what follows from it. */
export interface PreflightLine {
	system: 'Coupa' | 'Scan One';
	/** Stable: never renamed. */
	id: string;
	area: string;
	asked: string;
	seen: string;
	verdict: PreflightVerdict;
	/** What follows, and the way out; null where all is well. */
	advice: string | null;
	/** The named setting to choose, as the user finds it: "Import → Options → Match Purchase Orders By". */
	setting: string | null;
	/** The value to choose there. */
	choose: string | null;
	/** Names of the templates that are affected; empty = all of them. */
	templates: string[];
}

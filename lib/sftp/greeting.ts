import type { HostKey } from './fingerprint';

/** What was learned about the server while connecting. */
export interface Greeting {
	/** The key it showed. */
	hostKey: HostKey | null;
	/** What both sides agreed on, by ssh2's names. */
	agreed: { kex: string; hostKey: string; cipher: string; mac: string } | null;
}

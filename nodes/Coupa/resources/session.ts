import type { CoupaClient } from '../../../lib/coupa';

/** What every operation of the node works with: one client per run of the node. */
export interface CoupaSession {
	client: CoupaClient;
	/** Address of the instance, for links into Coupa. */
	address: string;
}

import { DEFAULT_SCOPES } from '../../lib/coupa';
import type { CoupaSettings, Operation } from '../sandbox/coupa';

/** Client of the sandbox Coupa that all credentials of the bench use. */
export const CLIENT = { clientId: 'bench', clientSecret: 'bench-secret', scopes: DEFAULT_SCOPES };

/** One request as the sandbox saw it. */
export interface SeenRequest {
	/** When its last byte had come, ms since the epoch. */
	time: number;
	operation: Operation;
	status: number | null;
	/** Of a list: how many rows it was answered with; null until then, and where it was refused. */
	rows: number | null;
}

/** What the sandbox's process can be told to do. */
export interface CoupaCalls {
	/** Seeds so many suppliers, or the data set with what so many invoices refer to; gives the address. */
	start: (suppliers: number, invoices: number) => Promise<string>;
	/** Suppliers that are made up when they are asked for, so many that no memory would hold them; gives the address. */
	startDeep: (suppliers: number) => Promise<string>;
	set: (settings: Partial<CoupaSettings>) => Promise<void>;
	clear: () => Promise<void>;
	requests: () => Promise<SeenRequest[]>;
	/** Changes one supplier of every so many, now; gives how many. */
	change: (every: number) => Promise<number>;
}

export interface CoupaCall {
	id: number;
	name: keyof CoupaCalls;
	args: unknown[];
}

export interface CoupaReply {
	id: number;
	result?: unknown;
	error?: string;
}

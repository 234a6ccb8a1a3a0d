import type { CoupaSandbox } from '../coupa';
import type { Html } from './html';

/** The sandboxes that the page is a window on. */
export interface PageWorld {
	coupa: CoupaSandbox;
	/** The lock-box's folder on disk. */
	root: string;
}

/** Where the n8n is that works for the sandboxes, and its login, made for them. */
export interface N8nPlace {
	url: string;
	email: string;
	password: string;
}

export interface SandboxPageOptions {
	/** The sandboxes as they are at this moment; whoever starts new ones hands these out from then on. */
	world: () => PageWorld;
	/** A client of the sandbox Coupa that holds PAGE_SCOPES. */
	client: { clientId: string; clientSecret: string };
	/** Null as long as there is none. */
	n8n?: () => N8nPlace | null;
	/** Why nothing may be sent or changed just now, as a sentence; null when everything may. */
	closed?: () => string | null;
	/** Called after every delivery: somebody may want to look at once. */
	delivered?: () => void;
	/** What happens with what was sent and changed, and when: said on the page. */
	pace?: string;
	/** Default: a free port. */
	port?: number;
}

/** A running page. */
export interface SandboxPage {
	/** `http://127.0.0.1:PORT` */
	url: string;
	/** Ends it; what is under way is cut off. */
	stop(): Promise<void>;
}

/** A request as the pages see it. */
export interface Visit {
	method: 'GET' | 'POST';
	path: string;
	query: URLSearchParams;
	/** Fields of the form that was sent, by name; empty for GET. */
	fields: ReadonlyMap<string, string>;
	files: ReadonlyMap<string, SentFile>;
}

/** A file of a form, as it was chosen. */
export interface SentFile {
	fileName: string;
	bytes: Buffer;
	/** It is larger than may be sent: these bytes are only its beginning. */
	isCut: boolean;
}

/** What a visit is answered with. */
export type Reply =
	| { kind: 'page'; status?: number; title: string; body: Html }
	| { kind: 'moved'; to: string }
	| { kind: 'file'; type: string; bytes: Buffer; fileName?: string };

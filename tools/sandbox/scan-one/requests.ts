import type { SftpStatus } from './replies';

export type SftpOp =
	| 'OPEN'
	| 'CLOSE'
	| 'READ'
	| 'WRITE'
	| 'STAT'
	| 'LSTAT'
	| 'FSTAT'
	| 'SETSTAT'
	| 'FSETSTAT'
	| 'OPENDIR'
	| 'READDIR'
	| 'MKDIR'
	| 'RMDIR'
	| 'REMOVE'
	| 'RENAME'
	| 'EXT_RENAME'
	| 'REALPATH'
	| 'EXTENDED';

/** One SFTP request as it came over the wire. */
export interface RecordedSftp {
	/** 1-based, over all connections, in the order in which they were taken up. */
	n: number;
	/** 1-based number of the SFTP session it came in. */
	session: number;
	op: SftpOp;
	/** Absolute path in the lock-box; for requests on a handle the path it was opened with. */
	path: string;
	/** New name of RENAME and EXT_RENAME; name of an unknown EXTENDED request. */
	target?: string;
	/** Of READ and WRITE, in bytes. */
	offset?: number;
	length?: number;
	/** How it was answered; `DROPPED` when the connection was cut instead, null when it has no answer (yet). */
	status: SftpStatus | 'DROPPED' | null;
}

/** Called before a request is carried out (`received`) and again before its answer leaves (`answering`). `drop` cuts the connection. */
export type SftpHook = (request: RecordedSftp, phase: 'received' | 'answering') => SftpVerdict | Promise<SftpVerdict>;
export type SftpVerdict = 'continue' | 'drop';

/** Every request the server took up, and whoever wants to meddle with them. */
export class RequestLog {
	private entries: RecordedSftp[] = [];
	private taken = 0;
	private hook: SftpHook | null = null;

	add(request: Omit<RecordedSftp, 'n' | 'status'>): RecordedSftp {
		const entry: RecordedSftp = { n: ++this.taken, ...request, status: null };
		this.entries.push(entry);
		return entry;
	}

	all(): RecordedSftp[] {
		return this.entries.map((entry) => ({ ...entry }));
	}

	/** Forgets everything; the next request has number 1 again. */
	clear(): void {
		this.entries = [];
		this.taken = 0;
	}

	/** Sets the one hook, or none; the function that comes back takes it away again. */
	intercept(hook: SftpHook | null): () => void {
		this.hook = hook;
		return () => {
			if (this.hook === hook) this.hook = null;
		};
	}

	async verdict(request: RecordedSftp, phase: 'received' | 'answering'): Promise<SftpVerdict> {
		return this.hook ? await this.hook(request, phase) : 'continue';
	}
}

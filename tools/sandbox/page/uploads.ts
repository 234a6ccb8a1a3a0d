import { randomBytes } from 'node:crypto';

/** A page that a visitor has chosen, or that was made for one, and that is not sent yet. */
export interface Upload {
	fileName: string;
	/** MIME type by content. */
	type: string;
	bytes: Buffer;
}

/** Pages that are kept at once; the oldest one goes first. */
const MOST = 20;

/** Keeps pages while a form is filled in: a browser does not send a chosen file a second time when the form comes back. */
export class Uploads {
	private readonly kept = new Map<string, Upload>();

	/** Keeps a page and says under which name it is found again: 32 hex digits. */
	keep(upload: Upload): string {
		const id = randomBytes(16).toString('hex');
		this.kept.set(id, upload);
		const [oldest] = this.kept.keys();
		if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
		return id;
	}

	get(id: string): Upload | null {
		return this.kept.get(id) ?? null;
	}
}

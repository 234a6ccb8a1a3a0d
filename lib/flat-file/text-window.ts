const LINE_FEED = 10;
const RETURN = 13;

/** The part of a long text that is being read: it grows piece by piece, and what has been taken falls away. */
export class TextWindow {
	text = '';
	/** Where what has not been taken begins. */
	at = 0;

	private isBegun = false;

	constructor(private readonly pieces: Iterator<string, void>) {}

	/** Adds the next piece; false where the text has come to its end. */
	grow(): boolean {
		const next = this.pieces.next();
		if (next.done === true) return false;
		// A file that was put together from two may have its mark twice.
		this.text = this.text.slice(this.at) + (this.isBegun ? next.value : next.value.replace(/^\ufeff/, ''));
		this.isBegun = true;
		this.at = 0;
		return true;
	}

	/** Whether everything has been taken. */
	get isOver(): boolean {
		return this.at >= this.text.length && !this.grow();
	}

	/** What is before a place, which is where the rest begins. */
	take(end: number): string {
		const taken = this.text.slice(this.at, end);
		this.at = end;
		return taken;
	}

	/** Takes line ends as far as the text goes now, and tells how many: CR and LF together are one. */
	skipLineEnds(): number {
		for (let skipped = 0; ; skipped++) {
			const code = this.text.charCodeAt(this.at);
			if (code !== LINE_FEED && code !== RETURN) return skipped;
			if (code === RETURN && this.at === this.text.length - 1) this.grow();
			this.at += code === RETURN && this.text.charCodeAt(this.at + 1) === LINE_FEED ? 2 : 1;
		}
	}
}

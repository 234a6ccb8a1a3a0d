/** A moment of this process, by both of its clocks (ms). */
export interface Moment {
	/** Only goes forward, but stands still while a machine is suspended. */
	monotonic: number;
	/** Goes on while a machine is suspended, but may be set to any time. */
	wall: number;
}

/** A time that something lasts, from a moment on. */
export interface Term {
	since: Moment;
	ms: number;
}

export function thisMoment(): Moment {
	return { monotonic: performance.now(), wall: Date.now() };
}

/**
 * How many ms have passed, by the clock that has seen more of them: neither a suspended machine nor a clock that was set
 * back makes a time look shorter than it was.
 */
export function elapsedSince({ monotonic, wall }: Moment): number {
	return Math.max(performance.now() - monotonic, Date.now() - wall);
}

/** Whether the term may have run out; one of no known length has. */
export function isOver({ since, ms }: Term): boolean {
	return !(elapsedSince(since) < ms);
}

/** When the term ends by the wall clock, for people and for other processes. */
export function endOf({ since, ms }: Term): Date {
	return new Date(since.wall + ms);
}

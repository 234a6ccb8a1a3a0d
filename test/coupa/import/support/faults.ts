import type { Fault, RecordedRequest } from '../../../../tools/sandbox/coupa';

export const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);
export const is = (operation: string) => (request: RecordedRequest) => request.operation === operation;

/** A void that is refused: the client renews its token once after a 403. */
export const refusedTwice = (): Fault[] => times(2, { match: is('void'), status: 403 });

/** Something to wait for. */
export function gate(): { opened: Promise<void>; open: () => void } {
	let open = () => {};
	const opened = new Promise<void>((resolve) => (open = resolve));
	return { opened, open };
}

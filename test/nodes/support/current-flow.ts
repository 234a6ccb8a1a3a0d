import { coupaCredential } from '../../../tools/harness/engine/coupa';
import { defaultSettings } from '../../../tools/sandbox/coupa';
import { Flow } from './flow';

/** The flow of the running test, once the test file has called one of the functions below. */
export let flow: Flow;

/** Each test of the file has a flow of its own. */
export function flowPerTest(): void {
	beforeEach(async () => {
		flow = await Flow.start();
	});

	afterEach(async () => {
		await flow.stop();
	});
}

/** The tests of the file share a flow: what is in Coupa stays there, settings, credential and requests are new for each test. */
export function flowPerFile(): void {
	beforeAll(async () => {
		flow = await Flow.start();
	});

	afterAll(async () => {
		await flow.stop();
	});

	beforeEach(() => {
		Object.assign(flow.coupa.settings, defaultSettings(), { requestsPerSecond: Infinity });
		flow.engine.credentials.byType.coupaOAuth2Api = coupaCredential(flow.coupa);
		flow.coupa.clearRequests();
	});
}

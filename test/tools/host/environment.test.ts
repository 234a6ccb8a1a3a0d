import { delimiter } from 'node:path';
import { hostEnvironment } from '../../../tools/harness/host/environment';

const settings = { node: '/opt/node24/bin/node', userFolder: '/tmp/ü ser', port: 5601, brokerPort: 5602 };

describe('the environment of our n8n', () => {
	it('takes nothing from the settings of the person’s own n8n', () => {
		const own = {
			N8N_ENCRYPTION_KEY: 'theirs',
			n8n_port: '5678',
			DB_TYPE: 'postgresdb',
			QUEUE_BULL_REDIS_HOST: 'redis',
			EXECUTIONS_MODE: 'queue',
			WEBHOOK_URL: 'https://n8n.example.com',
			NODE_OPTIONS: '--inspect',
			npm_config_prefix: '/usr',
		};
		const env = hostEnvironment({ ...own, HOME: '/home/ap' }, settings);
		for (const name of Object.keys(own)) expect(env).not.toHaveProperty(name);
		expect(env.HOME).toBe('/home/ap');
	});

	it('keeps to loopback, its own ports and its own folder, and calls nobody', () => {
		expect(hostEnvironment({}, settings)).toMatchObject({
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: '5601',
			N8N_RUNNERS_BROKER_PORT: '5602',
			N8N_USER_FOLDER: '/tmp/ü ser',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_SECURE_COOKIE: 'false',
		});
	});

	it('keeps loopback off a company proxy, and the hosts that were off it already', () => {
		const env = hostEnvironment({ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '.example.com' }, settings);
		expect(env).toMatchObject({ HTTP_PROXY: 'http://proxy:3128', NO_PROXY: '127.0.0.1,localhost,.example.com' });
	});

	it('puts the Node of n8n first on the path, whatever the path variable is called', () => {
		expect(hostEnvironment({ Path: '/usr/bin' }, settings).Path).toBe(`/opt/node24/bin${delimiter}/usr/bin`);
		expect(hostEnvironment({}, settings).PATH).toBe('/opt/node24/bin');
	});

	it('lets the caller have the last word', () => {
		expect(hostEnvironment({}, settings, { N8N_LOG_LEVEL: 'debug', N8N_PORT: '1' })).toMatchObject({
			N8N_LOG_LEVEL: 'debug',
			N8N_PORT: '1',
		});
	});
});

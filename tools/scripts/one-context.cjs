const { resolve, sep } = require('node:path');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** Stands for the context that the process itself runs in: Node has no name for it. */
const THIS_CONTEXT = {};
const { compileFunction } = vm;
// jest compiles every module by this function, for the context that the environment names.
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) =>
	compileFunction(code, parameters, parsingContext === THIS_CONTEXT ? options : { ...options, parsingContext });

/**
 * jest's environment for Node with one difference: tests run in the context of the process, as programs do. In one of their own,
 * `Error` and `Array` would be others than those of the packages that load-once.cjs loads outside it. What a test file leaves
 * behind in the process is taken back after it: environment variables, what jest puts there, and the package under test.
 */
module.exports = class OneContext extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		const { projectConfig } = config;
		this.global = globalThis;
		this.moduleMocker = new this.moduleMocker.constructor(globalThis);
		this.fakeTimersModern = new this.fakeTimersModern.constructor({ config: projectConfig, global: globalThis });
		this.dist = resolve(projectConfig.rootDir, 'dist') + sep;
		const { env, exit, getBuiltinModule } = process;
		this.before = { keys: new Set(Reflect.ownKeys(globalThis)), console, process: { exit, getBuiltinModule }, env: { ...env } };
	}

	getVmContext() {
		return THIS_CONTEXT;
	}

	async teardown() {
		await super.teardown();
		const { keys, console, process: functions, env } = this.before;
		globalThis.console = console;
		Object.assign(process, functions);
		for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
		Object.assign(process.env, env);
		// jest keeps its state under symbols. Names stay: a package that has defined one is loaded still.
		for (const key of Reflect.ownKeys(globalThis)) if (typeof key === 'symbol' && !keys.has(key)) Reflect.deleteProperty(globalThis, key);
		for (const path of Object.keys(require.cache)) if (path.startsWith(this.dist)) delete require.cache[path];
	}
};

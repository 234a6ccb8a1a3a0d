const { createRequire, isBuiltin } = require('node:module');
const { default: Runtime } = require('jest-runtime');

/** jest's module loader, except that packages are loaded by Node: once for all test files of a process. n8n's engine alone is 1,700 files. */
module.exports = class LoadOnce extends Runtime {
	requireModule(from, name, options, actual) {
		const ofTests = name !== undefined && !options?.isInternalModule;
		if (ofTests && /^[@\w]/.test(name) && !isBuiltin(name)) return createRequire(from)(name);
		return super.requireModule(from, name, options, actual);
	}
};

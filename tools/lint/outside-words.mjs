/**
 * ESLint rule: a word that came from outside never looks something up in a plain object, where `constructor`, `__proto__` and
 * `toString` find what nobody put there, and never becomes a property by assignment, where `__proto__` is lost or worse. Look up with
 * `ownValue` of lib/core, in a Map, or by names that are known to the compiler; build with Object.fromEntries.
 */
const MESSAGE =
	'The key may be any word, “constructor” and “__proto__” among them: use a Map, ownValue() of lib/core, or a key of known names.';

/** @type {import('eslint').Rule.RuleModule} */
export default {
	meta: { type: 'problem', schema: [] },
	create(context) {
		const services = context.sourceCode.parserServices;
		const checker = services.program.getTypeChecker();

		/** Whether an object takes any string as a key; arrays and typed arrays are looked up by place. */
		const takesAnyWord = (node) => {
			const type = checker.getNonNullableType(services.getTypeAtLocation(node));
			const parts = type.isUnion() ? type.types : [type];
			return parts.some((part) => checker.getIndexInfosOfType(part).some(({ keyType }) => checker.typeToString(keyType) === 'string'));
		};

		/** Whether a key may be any string: not one of known names, nor a number. */
		const isAnyWord = (node) => {
			const type = services.getTypeAtLocation(node);
			const parts = type.isUnion() ? type.types : [type];
			return parts.some((part) =>
				['string', 'any', 'unknown'].includes(checker.typeToString(checker.getBaseConstraintOfType(part) ?? part)),
			);
		};

		return {
			MemberExpression(node) {
				if (node.computed && isAnyWord(node.property) && takesAnyWord(node.object))
					context.report({ node: node.property, message: MESSAGE });
			},
			"BinaryExpression[operator='in']"(node) {
				if (isAnyWord(node.left)) context.report({ node: node.left, message: MESSAGE });
			},
		};
	},
};

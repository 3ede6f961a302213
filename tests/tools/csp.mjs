// Judge policies with Google's evaluator: policies in, [{policy, directive, value, severity,
// description}] out.
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { answer, job } from "./site.mjs";

const policies = await job();
answer(policies.flatMap((policy) => new CspEvaluator(new CspParser(policy).csp).evaluate()
  .map(({ directive, value, severity, description }) =>
    ({ policy, directive, value, severity, description }))));

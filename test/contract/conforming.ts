import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openapiDocument } from '../../runtime/api-server/openapi.ts';
import { match } from '../../runtime/api-server/router.ts';
import type { Ask } from './ask.ts';

/** Asks a server, and looks at every answer: it must have the shape that the OpenAPI document gives it. */
export async function conforming(ask: Ask): Promise<Ask> {
  const document = await openapiDocument();
  const ajv = new Ajv2020({ strict: false, logger: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  return async (method, path, body) => {
    const answer = await ask(method, path, body);
    const found = match(method, path.split('?', 1)[0] ?? path);
    if (answer.status >= 300 || answer.body === null || typeof found === 'number') return answer;
    const { path: template, reads } = found.route.endpoint;
    const place = template
      .replaceAll(/:(\w+)/g, '{$1}')
      .replaceAll('~', '~0')
      .replaceAll('/', '~1');
    const pointer = `document#/paths/${encodeURI(place)}/${method.toLowerCase()}/responses/${reads ? '200' : '2XX'}/content/application~1json/schema`;
    const validate = ajv.getSchema(pointer);
    assert.ok(validate !== undefined, `${method} ${template} answers ${JSON.stringify(answer.body)}, which the document does not describe`);
    assert.ok(validate(answer.body), `${method} ${template}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(answer.body)}`);
    return answer;
  };
}

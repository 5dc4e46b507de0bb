import type { ContractCase } from '../case.ts';
import { newFlow } from '../case.ts';

/** What a server is, and flows. */
export const flows: readonly ContractCase[] = [
  {
    name: 'a server says that it lives and what it speaks',
    steps: [
      { call: 'GET /health', status: 200, answer: true },
      { call: 'GET /ready', status: 200, answer: { message: 'OK' } },
      { call: 'GET /version', status: 200, answer: '0.8.4' },
      { call: 'GET /hello', status: 200, answer: '👋' },
      { call: 'GET /admin/version', status: 200, answer: '3.9.1', old: { status: 200, answer: '2.13.7' } },
      { call: 'GET /nowhere', status: 404 },
    ],
  },
  {
    name: 'a flow exists once for its name',
    steps: [
      {
        ...newFlow('contract-flow'),
        body: { name: 'contract-flow', tags: ['a'] },
        answer: { name: 'contract-flow', tags: ['a'], id: '<uuid>', created: '<time>' },
      },
      { call: 'POST /flows/', body: { name: 'contract-flow' }, status: 200, answer: { id: '{flow}' } },
      { call: 'GET /flows/{flow}', status: 200, answer: { name: 'contract-flow' } },
      { call: 'GET /flows/name/contract-flow', status: 200, answer: { id: '{flow}' } },
      { call: 'PATCH /flows/{flow}', body: { tags: ['b'] }, status: 204 },
      {
        call: 'POST /flows/filter',
        body: { flows: { name: { any_: ['contract-flow'] } } },
        status: 200,
        answer: [{ id: '{flow}', tags: ['b'] }],
      },
      { call: 'POST /flows/filter', body: { flows: { name: { like_: 'ONTRACT-FLO' } } }, status: 200, answer: [{ id: '{flow}' }] },
      { call: 'POST /flows/count', body: { flows: { name: { any_: ['contract-flow'] } } }, status: 200, answer: 1 },
      { call: 'DELETE /flows/{flow}', status: 204 },
      { call: 'GET /flows/{flow}', status: 404, answer: { detail: 'Flow not found' } },
    ],
  },
  {
    name: 'names that cannot be part of a path are refused',
    steps: ['a/b', 'a%b', 'a<b'].map((name) => ({ call: 'POST /flows/', body: { name }, status: 422 })),
  },
  {
    name: 'lists come in numbered pages',
    since: '3.9.1',
    steps: [
      newFlow('contract-page-a'),
      newFlow('contract-page-b'),
      newFlow('contract-page-c'),
      {
        call: 'POST /flows/paginate',
        body: { flows: { name: { like_: 'contract-page' } }, page: 2, limit: 2, sort: 'NAME_ASC' },
        status: 200,
        answer: { results: [{ name: 'contract-page-c' }], count: 3, limit: 2, pages: 2, page: 2 },
      },
      {
        call: 'POST /flow_runs/paginate',
        body: { flows: { name: { any_: ['contract-page-a'] } } },
        status: 200,
        answer: { results: [], count: 0, limit: 200, pages: 0, page: 1 },
      },
      { call: 'POST /deployments/paginate', body: { limit: 0 }, status: 200, answer: { results: [], limit: 0 } },
      { call: 'POST /task_runs/paginate', body: { page: 0 }, status: 422 },
    ],
  },
];

import { JsonText, toJsonText } from '../store/rows.ts';
import type { Output } from './route.ts';

/** Which page is asked for. */
interface PageRequest {
  page?: number | null;
  limit?: number | null;
}

/** A page of a list with the number of all, as Prefect's `paginate` operations answer. */
export function paginated(request: PageRequest, list: (range: { limit: number; offset: number }) => Output, count: () => Output): Output {
  const limit = request.limit ?? 200;
  const page = request.page ?? 1;
  const results = toJsonText(list({ limit, offset: (page - 1) * limit }).body);
  const total = Number(count().body);
  const pages = limit === 0 ? 0 : Math.ceil(total / limit);
  return { body: new JsonText(`{"results":${results},"count":${total},"limit":${limit},"pages":${pages},"page":${page}}`) };
}

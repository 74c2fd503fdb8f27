import { find } from "$lib/catalog.server.js";
import { queryOf } from "$lib/query.js";

export const load = ({ url, setHeaders }) => {
  setHeaders({ "cache-control": "private, no-cache" });
  const query = queryOf(url.searchParams);
  return { query, found: find(query), origin: url.origin };
};

// A search as an address, both ways.
const LISTS = { kind: "kinds", field: "fields", area: "areas", for: "audiences", speaks: "languages" };
const FLAGS = { free: "free", barrier_free: "barrierFree", online: "online", ended: "ended" };

export const queryOf = (params) => ({
  ...Object.fromEntries(Object.entries(LISTS).map(([name, field]) => [field, params.getAll(name)])),
  ...Object.fromEntries(Object.entries(FLAGS).map(([name, field]) => [field, params.get(name) === "1"])),
  page: Math.max(1, Number(params.get("page")) || 1),
});

export const hrefOf = (query, more = {}) => {
  const params = new URLSearchParams();
  for (const [name, field] of Object.entries(LISTS)) query[field].forEach((value) => params.append(name, value));
  for (const [name, field] of Object.entries(FLAGS)) if (query[field]) params.set(name, "1");
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  return params.size > 0 ? `/listings?${params}` : "/listings";
};

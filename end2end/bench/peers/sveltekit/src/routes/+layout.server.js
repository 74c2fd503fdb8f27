import { site } from "$lib/catalog.server.js";
import { today } from "$lib/dates.js";

export const load = ({ url }) => ({ site, today: today(), path: url.pathname });

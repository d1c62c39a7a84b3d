// One static page: there is no server behind the window.
export const ssr = false;
export const prerender = false;

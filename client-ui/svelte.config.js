import adapter from '@sveltejs/adapter-static';

// One door at a time: the desktop's own build, or the one over invented data (tests, gallery).
const folder = process.env.TOURNEE_DOOR === 'memory' ? 'build-memory' : 'build';

/** @type {import('@sveltejs/kit').Config} */
const config = {
  kit: {
    adapter: adapter({ pages: folder, assets: folder, fallback: 'index.html' }),
    alias: { $words: 'src/paraglide' },
    version: { pollInterval: 0 }
  }
};

export default config;

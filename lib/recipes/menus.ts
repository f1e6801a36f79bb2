/** A dish as it is kept. Texts may be empty; `description` and `myLink` null. */
export type Dish = {
  id: number;
  name: string;
  /** Names with `、` between, as `tools`. */
  stuff: string;
  link: string;
  difficulty: string;
  tags: string;
  methods: string;
  tools: string;
  description: string | null;
  /** An address of the video, or its path under the deployment's media. */
  myLink: string | null;
};

/** An ingredient or a tool to choose by. `image` as a dish's `myLink`. */
export type Category = { id: number; name: string; classify: number; image: string | null };

/** All that the operator publishes at once: dishes by id, categories by `classify` and id. */
export type Content = { dishes: Dish[]; categories: Category[] };

/** A dish as routes answer it, in the source's order. What a route does not say is null. */
export type Menu = Omit<Dish, 'description' | 'myLink'> & {
  deleted: 0;
  description: string | null;
  myLink: string | null;
  clickCount: number | null;
  praiseCount: number | null;
  collectionCount: number | null;
  isPraise: boolean | null;
  isCollection: boolean | null;
};

/** The content made ready for answers and searches. */
export type Catalogue = {
  menus: Menu[];
  byId: Map<number, Menu>;
  categories: Category[];
  /** Which dishes have a name in their `stuff`, or in their `tools`. */
  byStuff: Map<string, Menu[]>;
  byTool: Map<string, Menu[]>;
};

const SEPARATORS = /[,，、]/;

/** Makes a content ready: once per version and container, so that requests do not. */
export const prepare = ({ dishes, categories }: Content): Catalogue => {
  const menus = dishes.map(toMenu);
  return {
    menus,
    byId: new Map(menus.map((menu) => [menu.id, menu])),
    categories: categories.map((category) => ({ ...category, image: mediaUrl(category.image) })),
    byStuff: byName(menus, ({ stuff }) => stuff),
    byTool: byName(menus, ({ tools }) => tools),
  };
};

/** The names in a text, with `,`, `，` or `、` between. */
export const namesIn = (text: string): string[] =>
  text
    .split(SEPARATORS)
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The dishes that need any of the stuff and any of the tools, by id. An empty list asks for nothing in particular. */
export const search = (catalogue: Catalogue, stuff: string[], tools: string[]): Menu[] => {
  const having = (names: string[], index: Map<string, Menu[]>) =>
    names.length > 0 ? new Set(names.flatMap((name) => index.get(name) ?? [])) : undefined;
  const [first, second] = [having(stuff, catalogue.byStuff), having(tools, catalogue.byTool)];
  const both = first && second ? first.intersection(second) : (first ?? second);
  return both ? [...both].sort((a, b) => a.id - b.id) : catalogue.menus;
};

const byName = (menus: Menu[], namesOf: (menu: Menu) => string): Map<string, Menu[]> => {
  const index = new Map<string, Menu[]>();
  for (const menu of menus) {
    for (const name of namesIn(namesOf(menu))) {
      const known = index.get(name);
      if (known) known.push(menu);
      else index.set(name, [menu]);
    }
  }
  return index;
};

const toMenu = ({ id, name, stuff, link, difficulty, tags, methods, tools, ...more }: Dish): Menu => ({
  id,
  name,
  stuff,
  link,
  difficulty,
  tags,
  methods,
  tools,
  deleted: 0,
  description: more.description,
  myLink: mediaUrl(more.myLink),
  clickCount: null,
  praiseCount: null,
  collectionCount: null,
  isPraise: null,
  isCollection: null,
});

/** Where a picture or video is: a whole address as it stands, a path under MEDIA_URL; null where there is neither. */
const mediaUrl = (path: string | null): string | null => {
  if (path === null || /^https?:\/\//i.test(path)) return path;
  const base = process.env.MEDIA_URL;
  return base ? `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}` : null;
};

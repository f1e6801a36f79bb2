import type { Category, Dish } from '../lib/recipes/menus.ts';
import type { User } from '../lib/recipes/users.ts';

/** The dishes of the source's examples. */
export const DEMO_DISHES: Dish[] = [
  {
    id: 2000,
    name: '电饭煲版广式腊肠煲饭',
    stuff: '腊肠、米',
    link: 'https://www.bilibili.com/video/BV1NE411Q7Jj',
    difficulty: '简单',
    tags: '广式',
    methods: '煲',
    tools: '电饭煲',
    description: null,
    myLink: null,
  },
  {
    id: 2001,
    name: '电饭煲版烧鸡',
    stuff: '鸡肉、洋葱、菌菇',
    link: 'https://www.bilibili.com/video/BV1T54y1U7Cu',
    difficulty: '简单',
    tags: '好吃',
    methods: '',
    tools: '电饭煲',
    description: null,
    myLink: null,
  },
  {
    id: 2011,
    name: '电饭煲版可乐鸡翅',
    stuff: '鸡肉',
    link: 'https://www.bilibili.com/video/BV16J411U79k',
    difficulty: '',
    tags: '',
    methods: '',
    tools: '电饭煲',
    description: null,
    myLink: null,
  },
  {
    id: 2046,
    name: '烤箱烧烤',
    stuff:
      '土豆、胡萝卜、花菜、西葫芦、芹菜、洋葱、莴笋、菌菇、茄子、包菜、午餐肉、香肠、鸡肉、猪肉、虾、牛肉、鸡肉',
    link: 'https://www.bilibili.com/video/BV17P4y1W7Ze',
    difficulty: '',
    tags: '杂烩',
    methods: '',
    tools: '烤箱',
    description:
      '食材:黑椒石头烤肠,辣椒粉,孜然粉,白芝麻,白糖,蚝油.\n\n做法:在烤盘上涂.上一层油,烤肠改刀放在烤盘上,放入烤箱180度烤10分钟。\n\n加入1勺辣椒粉,1勺孜然粉,1勺白芝麻,淋上热油,再放入半勺白糖,-勺蚝油,搅拌均匀备用\n\n拿出烤肠,涂上调好的沾料,可以开动啦!',
    myLink: 'http://123.60.210.186:8080/resources/videos/menus/2046.mp4',
  },
  {
    id: 2060,
    name: '烤箱版黑椒牛肉土豆焖饭',
    stuff: '牛肉、土豆、胡萝卜、米、鸡蛋',
    link: 'https://www.bilibili.com/video/BV14x411D7uN',
    difficulty: '',
    tags: '',
    methods: '',
    tools: '烤箱',
    description: null,
    myLink: 'http://123.60.210.186:8080/resources/videos/menus/2060.mp4',
  },
  {
    id: 2073,
    name: '烤箱腊肠焖饭',
    stuff: '腊肠、花菜、米',
    link: 'https://www.bilibili.com/video/BV14x411D7uN',
    difficulty: '',
    tags: '',
    methods: '',
    tools: '烤箱',
    description: null,
    myLink: null,
  },
  {
    id: 2093,
    name: '土豆杂蔬烘蛋',
    stuff: '土豆、番茄、胡萝卜、香肠',
    link: 'https://www.bilibili.com/video/BV1Y5411S7mu',
    difficulty: '简单',
    tags: '早餐',
    methods: '烘',
    tools: '烤箱、空气炸锅',
    description:
      '[食材]\n可生食鸡蛋2个、煮蛋1个、mini小香肠5个、牛奶30ml、土豆130g、速冻青豆玉米粒共40g。\n[做法]:\n土豆去皮切丁,煮熟,水开后大概煮10分钟。\n小香肠切小丁,留一根备用。\n两个鸡蛋+牛奶+海盐+黑胡椒碎打散。\n3准备一个15厘米的烤碗,垫烘培纸。放青豆玉米粒、香肠、土豆拌匀,倒入蛋液,最后码造型,一个煮蛋切两半再加一根香肠。( 这一步还可以加一些芝士碎,口味更丰富! )\n4预热烤箱180度烤30分钟,蛋黄上可覆盖一-层锡纸,烤出的蛋黄不会太干。',
    myLink: 'http://123.60.210.186:8080/resources/videos/menus/2093.mp4',
  },
];

/** The categories of the source's examples. */
export const DEMO_CATEGORIES: Category[] = [
  {
    id: 2,
    name: '胡萝卜',
    classify: 1,
    image: 'http://123.60.210.186:8080/resources/pictures/categories/2.png',
  },
  {
    id: 17,
    name: '香肠',
    classify: 2,
    image: 'http://123.60.210.186:8080/resources/pictures/categories/17.png',
  },
  {
    id: 26,
    name: '面包',
    classify: 3,
    image: 'http://123.60.210.186:8080/resources/pictures/categories/26.png',
  },
  {
    id: 33,
    name: '一口大锅',
    classify: 4,
    image: 'http://123.60.210.186:8080/resources/pictures/categories/33.png',
  },
];

/** The user of the source's examples. */
export const DEMO_USER: User = {
  id: 20,
  openid: 'oVNdi5HsZGfeJpSDpN_7SdlxpnN0',
  avatarUrl:
    'https://thirdwx.qlogo.cn/mmopen/vi_32/anl3qgiaD4h6n3gO4lljUKibAfVfspNaLYNnareUPics3uDF1rPxnw9fMgg7ZiaHsz0ZzNjnnRcaMibcoBqw8ticWZbg/132',
  city: '',
  country: '',
  gender: 0,
  language: 'zh_CN',
  nickName: '小郭',
  province: '',
};

/* The examples of the source document, as it prints them. */

/** POST /userinfos/login. */
export const LOGIN = `{ "flag": true, "data": { "id": 20, "openid": "oVNdi5HsZGfeJpSDpN_7SdlxpnN0", "sessionKey": "", "avatarUrl": "https://thirdwx.qlogo.cn/mmopen/vi_32/anl3qgiaD4h6n3gO4lljUKibAfVfspNaLYNnareUPics3uDF1rPxnw9fMgg7ZiaHsz0ZzNjnnRcaMibcoBqw8ticWZbg/132", "city": "", "country": "", "gender": 0, "language": "zh_CN", "nickName": "小郭", "province": "", "deleted": 0 }, "sessionId": "75D0CBA397DCB90C40DC322C3186F25B", "message": "登录成功", "login": false }`;

/** POST /userinfos/register, the body. */
export const PROFILE = `{ "nickName": "小郭", "gender": 0, "language": "zh_CN", "city": "", "province": "", "country": "", "avatarUrl": "https://thirdwx.qlogo.cn/mmopen/vi_32/anl3qgiaD4h6n3gO4lljUKibAfVfspNaLYNnareUPics3uDF1rPxnw9fMgg7ZiaHsz0ZzNjnnRcaMibcoBqw8ticWZbg/132" }`;

/** POST /userinfos/register. */
export const REGISTERED = `{ "flag": true, "data": null, "sessionId": null, "message": "注册成功", "login": false }`;

/** POST /userinfos/register, again. */
export const REGISTERED_BEFORE = `{ "flag": false, "data": null, "sessionId": null, "message": "注册失败,用户已存在", "login": false }`;

/** GET /userinfos/logout, without a session. */
export const NO_SESSION = `{ "flag": false, "data": null, "sessionId": null, "message": "登出失败,session不存在或已经销毁", "login": false }`;

/** GET /userinfos/logout. */
export const LOGGED_OUT = `{ "flag": true, "data": null, "sessionId": null, "message": "登出成功", "login": false }`;

/** GET /categories. */
export const CATEGORIES = `{ "flag": true, "data": [{ "id": 2, "name": "胡萝卜", "classify": 1, "image": "http://123.60.210.186:8080/resources/pictures/categories/2.png" }, { "id": 17, "name": "香肠", "classify": 2, "image": "http://123.60.210.186:8080/resources/pictures/categories/17.png" }, { "id": 26, "name": "面包", "classify": 3, "image": "http://123.60.210.186:8080/resources/pictures/categories/26.png" }, { "id": 33, "name": "一口大锅", "classify": 4, "image": "http://123.60.210.186:8080/resources/pictures/categories/33.png" }], "sessionId": null, "message": "查询成功", "login": false }`;

/** GET /menus, its beginning. */
export const MENUS = `{ "flag": true, "data": [ { "id": 2000, "name": "电饭煲版广式腊肠煲饭", "stuff": "腊肠、米", "link": "https://www.bilibili.com/video/BV1NE411Q7Jj", "difficulty": "简单", "tags": "广式", "methods": "煲", "tools": "电饭煲", "deleted": 0, "description": null, "myLink": null, "clickCount": null, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null }, { "id": 2001, "name": "电饭煲版烧鸡", "stuff": "鸡肉、洋葱、菌菇", "link": "https://www.bilibili.com/video/BV1T54y1U7Cu", "difficulty": "简单", "tags": "好吃", "methods": "", "tools": "电饭煲", "deleted": 0, "description": null, "myLink": null, "clickCount": null, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null } ], "sessionId": null, "message": "操作成功", "login": false }`;

/** GET /menus/like/胡萝卜,腊肠,面食/烤箱. */
export const LIKE = String.raw`{ "flag": true, "data": [ { "id": 2046, "name": "烤箱烧烤", "stuff": "土豆、胡萝卜、花菜、西葫芦、芹菜、洋葱、莴笋、菌菇、茄子、包菜、午餐肉、香肠、鸡肉、猪肉、虾、牛肉、鸡肉", "link": "https://www.bilibili.com/video/BV17P4y1W7Ze", "difficulty": "", "tags": "杂烩", "methods": "", "tools": "烤箱", "deleted": 0, "description": "食材:黑椒石头烤肠,辣椒粉,孜然粉,白芝麻,白糖,蚝油.\n\n做法:在烤盘上涂.上一层油,烤肠改刀放在烤盘上,放入烤箱180度烤10分钟。\n\n加入1勺辣椒粉,1勺孜然粉,1勺白芝麻,淋上热油,再放入半勺白糖,-勺蚝油,搅拌均匀备用\n\n拿出烤肠,涂上调好的沾料,可以开动啦!", "myLink": "http://123.60.210.186:8080/resources/videos/menus/2046.mp4", "clickCount": null, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null }, { "id": 2060, "name": "烤箱版黑椒牛肉土豆焖饭", "stuff": "牛肉、土豆、胡萝卜、米、鸡蛋", "link": "https://www.bilibili.com/video/BV14x411D7uN", "difficulty": "", "tags": "", "methods": "", "tools": "烤箱", "deleted": 0, "description": null, "myLink": "http://123.60.210.186:8080/resources/videos/menus/2060.mp4", "clickCount": null, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null }, { "id": 2073, "name": "烤箱腊肠焖饭", "stuff": "腊肠、花菜、米", "link": "https://www.bilibili.com/video/BV14x411D7uN", "difficulty": "", "tags": "", "methods": "", "tools": "烤箱", "deleted": 0, "description": null, "myLink": null, "clickCount": null, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null }, { "id": 2093, "name": "土豆杂蔬烘蛋", "stuff": "土豆、番茄、胡萝卜、香肠", "link": "https://www.bilibili.com/video/BV1Y5411S7mu", "difficulty": "简单", "tags": "早餐", "methods": "烘", "tools": "烤箱、空气炸锅", "deleted": 0, "description": "[食材]\n可生食鸡蛋2个、煮蛋1个、mini小香肠5个、牛奶30ml、土豆130g、速冻青豆玉米粒共40g。\n[做法]:\n土豆去皮切丁,煮熟,水开后大概煮10分钟。\n小香肠切小丁,留一根备用。\n两个鸡蛋+牛奶+海盐+黑胡椒碎打散。\n3准备一个15厘米的烤碗,垫烘培纸。放青豆玉米粒、香肠、土豆拌匀,倒入蛋液,最后码造型,一个煮蛋切两半再加一根香肠。( 这一步还可以加一些芝士碎,口味更丰富! )\n4预热烤箱180度烤30分钟,蛋黄上可覆盖一-层锡纸,烤出的蛋黄不会太干。", "myLink": "http://123.60.210.186:8080/resources/videos/menus/2093.mp4", "clickCount": null, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null } ], "sessionId": null, "message": "操作成功", "login": false }`;

/** POST /clicks. */
export const CLICKED = `{ "flag": true, "data": null, "sessionId": null, "message": "点击量加一成功", "login": true }`;

/** POST /clicks, without a session. */
export const NOT_LOGGED_IN = `{ "flag": false, "data": null, "sessionId": null, "message": "用户未登录", "login": false }`;

/** GET /menus/order, its beginning. */
export const ORDER = String.raw`{ "flag": true, "data": [{ "id": 2046, "name": "烤箱烧烤", "stuff": "土豆、胡萝卜、花菜、西葫芦、芹菜、洋葱、莴笋、菌菇、茄子、包菜、午餐肉、香肠、鸡肉、猪肉、虾、牛肉、鸡肉", "link": "https://www.bilibili.com/video/BV17P4y1W7Ze", "difficulty": "", "tags": "杂烩", "methods": "", "tools": "烤箱", "deleted": 0, "description": "食材:黑椒石头烤肠,辣椒粉,孜然粉,白芝麻,白糖,蚝油.\n\n做法:在烤盘上涂.上一层油,烤肠改刀放在烤盘上,放入烤箱180度烤10分钟。\n\n加入1勺辣椒粉,1勺孜然粉,1勺白芝麻,淋上热油,再放入半勺白糖,-勺蚝油,搅拌均匀备用\n\n拿出烤肠,涂上调好的沾料,可以开动啦!", "myLink": "http://123.60.210.186:8080/resources/videos/menus/2046.mp4", "clickCount": 37, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null }, { "id": 2001, "name": "电饭煲版烧鸡", "stuff": "鸡肉、洋葱、菌菇", "link": "https://www.bilibili.com/video/BV1T54y1U7Cu", "difficulty": "简单", "tags": "好吃", "methods": "", "tools": "电饭煲", "deleted": 0, "description": null, "myLink": null, "clickCount": 31, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null } ], "sessionId": null, "message": "查询成功", "login": false }`;

/** GET /menus/order/2. */
export const ORDER_OF_WOMEN = `{ "flag": true, "data": [ { "id": 2000, "name": "电饭煲版广式腊肠煲饭", "stuff": "腊肠、米", "link": "https://www.bilibili.com/video/BV1NE411Q7Jj", "difficulty": "简单", "tags": "广式", "methods": "煲", "tools": "电饭煲", "deleted": 0, "description": null, "myLink": null, "clickCount": 6, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null }, { "id": 2011, "name": "电饭煲版可乐鸡翅", "stuff": "鸡肉", "link": "https://www.bilibili.com/video/BV16J411U79k", "difficulty": "", "tags": "", "methods": "", "tools": "电饭煲", "deleted": 0, "description": null, "myLink": null, "clickCount": 1, "praiseCount": null, "collectionCount": null, "isPraise": null, "isCollection": null } ], "sessionId": null, "message": "查询成功", "login": false }`;

/** GET /menus/2046. */
export const MENU = String.raw`{ "flag": true, "data": { "id": 2046, "name": "烤箱烧烤", "stuff": "土豆、胡萝卜、花菜、西葫芦、芹菜、洋葱、莴笋、菌菇、茄子、包菜、午餐肉、香肠、鸡肉、猪肉、虾、牛肉、鸡肉", "link": "https://www.bilibili.com/video/BV17P4y1W7Ze", "difficulty": "", "tags": "杂烩", "methods": "", "tools": "烤箱", "deleted": 0, "description": "食材:黑椒石头烤肠,辣椒粉,孜然粉,白芝麻,白糖,蚝油.\n\n做法:在烤盘上涂.上一层油,烤肠改刀放在烤盘上,放入烤箱180度烤10分钟。\n\n加入1勺辣椒粉,1勺孜然粉,1勺白芝麻,淋上热油,再放入半勺白糖,-勺蚝油,搅拌均匀备用\n\n拿出烤肠,涂上调好的沾料,可以开动啦!", "myLink": "http://123.60.210.186:8080/resources/videos/menus/2046.mp4", "clickCount": 39, "praiseCount": 2, "collectionCount": 2, "isPraise": false, "isCollection": false }, "sessionId": null, "message": "查询成功", "login": true }`;

/** An example without the white space between its tokens: what the product answers. */
export const compact = (example: string): string => JSON.stringify(JSON.parse(example));

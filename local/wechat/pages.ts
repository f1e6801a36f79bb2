import { readFileSync } from 'node:fs';
import type { Refusal } from './refusal.ts';
import type { WechatApp } from './world.ts';

/**
 * What the page that asks for a user's consent shows. `address`: where the user's choice is sent. `isWrong`: the openid
 * that was sent is none.
 */
type Consent = {
  app: WechatApp;
  redirectUri: URL;
  address: string;
  openid: string;
  nickname: string;
  isWrong: boolean;
};

const style = readFileSync(new URL('./pages.css', import.meta.url), 'utf8');

/** The page that asks a user, on a phone, whether the app may know who they are, and who they are. */
export const consentPage = ({ app, redirectUri, address, openid, nickname, isWrong }: Consent): string => {
  const title = app.title ?? app.appid;
  return page(
    '微信授权',
    `<form method="post" action="${escaped(address)}">
  <header>
    <div class="logo" aria-hidden="true">${escaped([...title.replace(/^wx-?/, '')][0] ?? '微')}</div>
    <h1>${escaped(title)}</h1>
    ${app.title ? `<p>${escaped(app.appid)}</p>` : ''}
  </header>
  <section>
    <h2>申请获取以下权限</h2>
    <p class="scope">获得你的公开信息（昵称、头像等）</p>
  </section>
  <section>
    <h2>以谁的身份</h2>
    <label>OpenID
      <input name="openid" value="${escaped(openid)}" required maxlength="128" autocomplete="off" autocapitalize="off" spellcheck="false">
    </label>
    <label>昵称
      <input name="nickname" value="${escaped(nickname)}" maxlength="64" autocomplete="off">
    </label>
    ${isWrong ? '<p class="wrong" role="alert">OpenID 只能由字母、数字、“_”和“-”组成，最多 128 个</p>' : ''}
  </section>
  <div class="choices">
    <button name="choice" value="agree">同意</button>
    <button name="choice" value="refuse" formnovalidate>拒绝</button>
  </div>
  <footer>完成后返回 ${escaped(redirectUri.host)}<br>微信模拟器，不是真正的微信</footer>
</form>`,
  );
};

/** The page that says why there is nothing to consent to. */
export const errorPage = ({ errcode, message }: Refusal): string =>
  page(
    '微信',
    `<main>
  <div class="sign" aria-hidden="true">!</div>
  <h1>${escaped(message)}</h1>
  <p>错误码：${errcode}</p>
  <footer>微信模拟器，不是真正的微信</footer>
</main>`,
  );

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

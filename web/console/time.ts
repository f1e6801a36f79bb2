/** A time in words: 11月20日 08:30. */
export const timeOf = (time: string): string =>
  new Date(time).toLocaleString('zh-CN', {
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

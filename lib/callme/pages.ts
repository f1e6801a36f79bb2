/** The page of the eaters' mini-program that shows a stall: codes and messages open it. */
export const PAGE = 'pages/qu/qu';

/** That page with the stall that it is to show. */
export const stallPage = (sellerId: number): string => `${PAGE}?sellerId=${sellerId}`;

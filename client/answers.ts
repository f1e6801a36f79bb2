/**
 * A ticket: a number that a stall handed out. Numbers are used again; with its `ticketId` it is this ticket that is
 * meant, and no later one.
 */
export type Ticket = { sellerId: number; marchSn: number; ticketId?: string };

/** A number that was handed out; with the code of the paper ticket where the stall asks for proof. */
export type Fetched = { marchSn: number; ticketId: string; ticketCode?: string };

/** Whether a number was called, and where to; `missed` when nobody came. */
export type Hungry = { ready: false } | { ready: true; ticketId: string; counter?: string; missed?: boolean };

/** The number that `next` called. */
export type Next = { marchSn: number; ticketId: string; noteContent: string | null };

/** What was taken back; `back` are the numbers of a `clear` that are open again. */
export type Undone = { marchSn: number; undone: 'call' | 'miss' | 'done' | 'clear'; back?: number[] };

/** How a stall works. `hours` are spans of its clock, such as `['10:30', '13:30']`; docs/callme.md has the rest. */
export type Settings = {
  proof: 'none' | 'code';
  selfService: boolean;
  perTenMinutes: number;
  paused: boolean;
  hours: [string, string][];
  remindAhead: number;
  missAfter: number;
};

/** A stall that is open to eaters. */
export type Seller = { id: number; name: string; imageUrl: string | null };

export type SellerList = { count: number; list: Seller[] };

/** A dish; `price` is in fen, and of an option's choices `most` at most are taken. */
export type Dish = {
  name: string;
  price?: number;
  soldOut?: boolean;
  options?: { name: string; choices: string[]; most?: number }[];
};

/** What an eater orders of a dish; one without choices unless it says otherwise. */
export type Item = { name: string; count?: number; choices?: string[] };

/** A stall's dishes, of which `menuContent` are the names of those to be had, and the ticket that the eater has open, at whichever stall. */
export type Menu = { menuContent: string[]; menuItems: Dish[]; sellerName: string } & (
  | { takenFlag: 'fail' }
  | {
      takenFlag: 'success';
      takenSellerId: number;
      takenSellerName?: string;
      takenMarchSn: number;
      takenMenuName: string;
    }
);

/** The seller's open tickets in the order of fetching. */
export type Note = {
  sellerId: number;
  orderList: {
    notedList: { marchSn: number; noteContent: string }[];
    unnotedList: { marchSn: number; noteContent: null }[];
  };
};

/**
 * What an eater writes on a ticket, in 1–200 characters, or orders from the menu. `subscribe` asks for a WeChat message when it is called;
 * `ticketCode` is the paper ticket's, where the stall asks for proof.
 */
export type Order = Ticket & { subscribe?: boolean; ticketCode?: string } & (
    | { noteContent: string }
    | { items: Item[] }
  );

/** The order is on the ticket; `total` is in fen, where every dish has a price. */
export type Pushed = { ticketId?: string; total?: number };

/** What a seller says of the stall: all of it, some or nothing. */
export type StallInfo = {
  sellerName?: string;
  personName?: string;
  menuList?: string[];
  menuItems?: Dish[];
  /** That a dish is out, or back. */
  soldOut?: { name: string; value: boolean };
};

export type Info = {
  sellerName: string;
  personName: string;
  imageUrl: string | null;
  menuList: string[];
  menuItems: Dish[];
  /** Months begun until the stall must be renewed; 0 when it is not paid. */
  balanceMon: number;
};

/** What became of the picture; the information is changed in either case. */
export type Updated =
  | { updateImageSuccess: 'success' }
  | { updateImageSuccess: 'fail'; failMsg: 'No File Uploaded' | 'Size Error' | 'Type Error' };

/** An administrator enrols a stall, for a number of months (1 unless given). */
export type Enrolment = { telNum: string; term?: number };
/** A seller takes over the stall that was enrolled under the phone number. */
export type Binding = { telNum: string; sellerName: string; personName: string };

/** A stall as administrators see it; the names are null until its seller signs up. */
export type Stall = {
  sellerName: string | null;
  personName: string | null;
  telNum: string;
  balanceMon: number;
  open: boolean;
};

/** Numbers that wait, in the order of fetching, and numbers that were called, or missed if any were, the latest last. */
export type Queue = { waiting: number[]; called: number[]; missed?: number[] };

/** A queue with today's average wait, which is null before anyone was called. */
export type QueueNow = Queue & { averageWaitSeconds: number | null };

/** Where in the queue a number is. */
export type Place = { ahead: number; expectedSeconds: number | null };

/**
 * A stall's day in numbers. Waits are from fetch to first call, null where nobody was called; nine in ten did not wait
 * longer than `p90WaitSeconds`. Of the WeChat messages to the stall's eaters, how many WeChat took, and how many it refused.
 */
export type Stats = {
  fetched: number;
  noted: number;
  called: number;
  done: number;
  missed: number;
  selfTaken: number;
  averageWaitSeconds: number | null;
  medianWaitSeconds: number | null;
  p90WaitSeconds: number | null;
  messagesSent: number;
  messagesRefused: number;
  /** From the first hour in which anything happened to the last. */
  byHour: { hour: number; fetched: number; called: number; averageWaitSeconds: number | null }[];
};

/** A span in numbers, and each of its days. */
export type SpanStats = Stats & { days: ({ day: string } & Omit<Stats, 'byHour'>)[] };

/** A ticket was called: for the first time, or again. */
export type Called = Ticket & { callCount: number; counter?: string };

/** The A4 page, lying: its charts are drawn in these sizes (px) and scaled into the room that their legends leave. */
export const PAPER = {
  visits: { width: 490, height: 190 },
  quotes: 490,
  revenue: { width: 490, height: 190 }
};

/** What is open of the frame itself. */
class FrameState {
  paletteOpen = $state(false);
  freshnessOpen = $state(false);
  helpOpen = $state(false);
}

export const frame = new FrameState();

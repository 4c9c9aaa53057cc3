// Loaded before the bundle: the machine's clock, shifted so that it began at a moment of the test's choice. It goes on as time does.
const shift = Number(process.env.FIRSTPASS_TEST_TIME) - Date.now();
const RealDate = Date;
const now = () => RealDate.now() + shift;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now() {
    return now();
  }
};

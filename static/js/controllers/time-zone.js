/** A hidden field that tells the browser's time zone, so that a new member's day begins at their midnight. */
export function attach(input) {
  input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

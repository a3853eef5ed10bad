import { DropdownMenu, Popover } from 'radix-ui'

// What opens beside a button, in one piece that comes with the first of them.
export { DropdownMenu, Popover }

/** The product's sign; its name stands beside it. */
export function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 text-accent">
      <path fill="currentColor" d="M1 2h9v7H5l-4 3.5z" />
      <path fill="none" stroke="currentColor" strokeWidth="1.5" d="M12.5 6H15v8l-3-2.5H7" />
    </svg>
  )
}

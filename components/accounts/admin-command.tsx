import { CopyButton } from '@/components/ui/copy-button'

/** A command for whoever runs this installation, to copy. */
export function AdminCommand({ command }: { command: string }) {
  return (
    <div className="flex items-start gap-2 rounded-md bg-subtle px-3 py-2">
      <code dir="ltr" className="min-w-0 flex-1 font-mono text-xs leading-6">
        {command}
      </code>
      <CopyButton text={command} />
    </div>
  )
}

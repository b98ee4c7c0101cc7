using ContactRelay.Mailboxes;

namespace ContactRelay.Simulation.Ports;

/// <summary>A message on a queue.</summary>
internal sealed class Message(string name, string queue, string id, string text, MailboxKey? key, DateTimeOffset insertedAt)
{
    public const string PoisonSuffix = "-poison";

    /// <summary>How the trace names it.</summary>
    public string Name { get; } = name;

    public string Queue { get; } = queue;

    public string Id { get; } = id;

    public string Text { get; } = text;

    /// <summary>The mailbox that it wakes; null where it wakes none.</summary>
    public MailboxKey? Key { get; } = key;

    public DateTimeOffset InsertedAt { get; } = insertedAt;

    /// <summary>When it may be seen, in milliseconds since the run began.</summary>
    public long VisibleAt { get; set; }

    public int DequeueCount { get; set; }

    /// <summary>Who was given it last, by a number: only that one may delete it.</summary>
    public int Receipt { get; set; }

    /// <summary>The process that has it in hand; null where none has.</summary>
    public Instance? Holder { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>Whether the queue is one for what failed too often.</summary>
    public static bool IsPoison(string queue) => queue.EndsWith(PoisonSuffix, StringComparison.Ordinal);
}

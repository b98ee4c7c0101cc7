namespace ContactRelay.Mailboxes;

/// <summary>A message that says: look into this mailbox then.</summary>
/// <param name="Key">Which mailbox.</param>
/// <param name="At">When to look; a time in the past is at once.</param>
/// <param name="IsBulk">Whether it must not delay what did not come in bulk.</param>
/// <param name="Slot">The slot of the tenant's rate that is reserved for it; null where none is.</param>
/// <param name="Deferrals">How often it has been turned away because too many calls were being made for the tenant.</param>
/// <param name="TraceParent">The trace that it belongs to, as W3C's Trace Context writes it; null for none.</param>
/// <param name="IsExtra">
/// Whether the mailbox has another on its way, so that this one may be dropped if nothing can be done now: of what is sent
/// to many mailboxes at once each round would else add one more.
/// </param>
public sealed record WakeUp(
    MailboxKey Key, DateTimeOffset At, bool IsBulk = false, DateTimeOffset? Slot = null, int Deferrals = 0, string? TraceParent = null,
    bool IsExtra = false)
{
    /// <summary>
    /// The longest a message may be delayed: the limit of Azure's queues. What is due later is woken on the way there
    /// and sent on.
    /// </summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(7);

    /// <summary>Whether it says nothing but which mailbox to look into.</summary>
    public bool IsPlain => this is { Slot: null, Deferrals: 0, TraceParent: null, IsExtra: false };

    /// <summary>How long to delay it, from now.</summary>
    public TimeSpan Delay(DateTimeOffset now) =>
        At <= now ? TimeSpan.Zero : At - now < MaxDelay ? At - now : MaxDelay;
}

namespace ContactRelay.Delivery.Gates;

/// <summary>Places a tenant's hold, finds out whether it is over, and ends it.</summary>
public static class Holding
{
    /// <summary>How long the first hold lasts where nobody says how long; it doubles each time.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    /// <summary>The longest hold where nobody says how long.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How long one call has to find out whether it is over, before another may.</summary>
    public static readonly TimeSpan ProbeTime = MailboxDelivery.LeaseTime;

    // After this long without a word of it, a provider that throttles again does so for the first time.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    /// <summary>Whether calls are held at this time: until its end, or until one has found out that it is over.</summary>
    public static bool IsHeld(TenantGate gate, DateTimeOffset now) =>
        gate.Hold is { } hold && (hold.Until > now || hold.Reason != HoldReason.Throttled);

    /// <summary>
    /// Holds the tenant, or goes on doing so, because of a call that began at <paramref name="began"/>. Of many calls
    /// that fail together the first says it all: those that began before it was placed change nothing, unless they ask
    /// for longer.
    /// </summary>
    /// <param name="gate">The gate as loaded.</param>
    /// <param name="reason">Why.</param>
    /// <param name="words">That in words.</param>
    /// <param name="after">How long the provider asks to wait; null where it does not say.</param>
    /// <param name="secretVersion">The version of the secret that was refused.</param>
    /// <param name="began">When the call began.</param>
    /// <param name="now">The present.</param>
    public static TenantGate Place(
        TenantGate gate, HoldReason reason, string words, TimeSpan? after, string? secretVersion, DateTimeOffset began, DateTimeOffset now)
    {
        var known = gate.Hold is { } held && (held.Reason != HoldReason.Throttled || now - held.Until < Forgotten) ? held : null;
        if (known is not null && began < known.ChangedAt)
        {
            return after is { } asked && now + asked > known.Until ? gate with { Hold = known with { Until = now + asked } } : gate;
        }

        var times = known?.Reason == reason ? known.Times + 1 : 0;
        var until = now + (after ?? Wait(times));
        var isOn = known is not null && IsHeld(gate, now);
        return gate with
        {
            Hold = new(reason, words, isOn ? known!.Since : now, isOn && known!.Until > until ? known.Until : until, times, now, SecretVersion: secretVersion),
        };
    }

    /// <summary>
    /// The gate for the one call that is to find out whether the hold is over; it is to be saved first, since it is the
    /// saving that keeps others from doing so too. Null where it is too early for that.
    /// </summary>
    public static TenantGate? Probe(TenantGate gate, DateTimeOffset now) =>
        gate.Hold is { } hold && hold.NextTryAt <= now ? gate with { Hold = hold with { ProbedUntil = now + ProbeTime } } : null;

    /// <summary>Ends the hold, if a call that began after it was placed was answered, and so shows that it is over.</summary>
    public static TenantGate Answered(TenantGate gate, DateTimeOffset began) =>
        gate.Hold is { } hold && hold.Reason != HoldReason.Throttled && began >= hold.ChangedAt ? Release(gate) : gate;

    /// <summary>Ends the hold.</summary>
    public static TenantGate Release(TenantGate gate) => gate.Hold is null ? gate : gate with { Hold = null };

    private static TimeSpan Wait(int times)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(times, 10));
        return wait < LongestWait ? wait : LongestWait;
    }
}

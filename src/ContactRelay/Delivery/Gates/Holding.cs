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

    private static readonly TimeSpan OthersFirst = TimeSpan.FromMinutes(2);

    // After this long without a word of it, a provider that throttles again does so for the first time.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    /// <summary>Whether calls are held at this time: until its end, or until one has found out that it is over.</summary>
    public static bool IsHeld(TenantGate gate, DateTimeOffset now) => gate.Hold is { } hold && (hold.Until > now || EndsByProbe(hold));

    /// <summary>
    /// Holds the tenant, or goes on doing so, because of what came of a call. Of many calls that fail together the first
    /// says it all: while the tenant is held only the call that was to find out makes the hold longer, and after a hold
    /// that ended by itself only one that began then. The others change nothing, unless they ask for longer.
    /// </summary>
    /// <param name="gate">The gate as loaded.</param>
    /// <param name="cause">Why.</param>
    /// <param name="call">The call.</param>
    /// <param name="now">The present.</param>
    public static TenantGate Place(TenantGate gate, HoldCause cause, GatedCall call, DateTimeOffset now)
    {
        var isOn = IsHeld(gate, now);
        var known = gate.Hold is { } held && (isOn || now - held.Until < Forgotten) ? held : null;
        if (known is not null && !(isOn ? call.Probe is not null && call.Probe == known.Probe : call.Began >= known.Until))
        {
            return cause.After is { } asked && now + asked > known.Until ? gate with { Hold = known with { Until = now + asked } } : gate;
        }

        var times = known?.Reason == cause.Reason ? known.Times + 1 : 0;
        var until = now + (cause.After ?? Wait(times));
        return gate with
        {
            Hold = new(
                cause.Reason,
                cause.Words,
                isOn ? known!.Since : now,
                isOn && known!.Until > until ? known.Until : until,
                times,
                now,
                SecretVersion: cause.SecretVersion,
                Contacts: Hold.With(isOn ? known!.Contacts : null, call.Contact),
                IsDoubted: cause.IsDoubted),
        };
    }

    /// <summary>
    /// The gate for the one call that is to find out whether the hold is over; it is to be saved first, since it is the
    /// saving that keeps others from doing so too. Null where it is too early for that.
    /// </summary>
    public static TenantGate? Probe(TenantGate gate, string probe, DateTimeOffset now) =>
        gate.Hold is { } hold && hold.NextTryAt <= now ? gate with { Hold = hold with { ProbedUntil = now + ProbeTime, Probe = probe } } : null;

    /// <summary>
    /// Ends the hold, if a call that began after it was placed was answered, and so shows that it is over. If that was
    /// about another contact than the hold was due to, those are excused: it was they and not the tenant.
    /// </summary>
    public static TenantGate Answered(TenantGate gate, GatedCall call, DateTimeOffset now) => gate.Hold switch
    {
        null => gate,
        { } hold when EndsByProbe(hold) => call.Began >= hold.ChangedAt ? Release(Excuse.Add(gate, call, now)) : gate,
        { IsPassed: false } hold when call.Began >= hold.Until && !hold.ContactList().Contains(call.Contact) =>
            Excuse.Add(gate, call, now) with { Hold = hold with { IsPassed = true } },
        _ => gate,
    };

    /// <summary>
    /// Whether a contact that the hold may be due to has to let others go first, now that the hold is over or to be found out
    /// about: what befalls its call again says nothing of them. After a while it may go all the same.
    /// </summary>
    public static bool LetsOthersFirst(TenantGate gate, string contact, DateTimeOffset now) =>
        gate.Hold is { IsPassed: false } hold && hold.NextTryAt <= now && now - hold.NextTryAt < OthersFirst && gate.Suspects().Contains(contact);

    /// <summary>Ends the hold.</summary>
    public static TenantGate Release(TenantGate gate) => gate.Hold is null ? gate : gate with { Hold = null };

    private static bool EndsByProbe(Hold hold) => hold.Reason != HoldReason.Throttled || hold.IsDoubted;

    private static TimeSpan Wait(int times)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(times, 10));
        return wait < LongestWait ? wait : LongestWait;
    }
}

using System.Collections.Immutable;

namespace ContactRelay.Delivery.Gates;

/// <summary>
/// A contact whose call placed a hold that another contact's call has shown to be about that contact alone: what befalls it
/// again is its own affair, and holds its tenant no more.
/// </summary>
/// <param name="Contact">The contact's fingerprint.</param>
/// <param name="At">When that was found out last.</param>
/// <param name="Times">How often it was.</param>
public sealed record Excuse(string Contact, DateTimeOffset At, int Times)
{
    // A provider that throttles does so to whoever comes next, so that it takes a second time to tell.
    private const int TimesIfThrottled = 2;
    private const int Max = 32;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Whether a call of this contact that would place a hold for this reason is its own affair.</summary>
    public static bool Covers(TenantGate gate, string contact, HoldReason reason, DateTimeOffset now) => gate.Excused.Any(excuse =>
        excuse.Contact == contact && now - excuse.At < Kept && excuse.Times >= (reason == HoldReason.Throttled ? TimesIfThrottled : 1));

    /// <summary>The gate with those excused that its hold is due to, now that this call of another contact was answered.</summary>
    internal static TenantGate Add(TenantGate gate, GatedCall answered, DateTimeOffset now)
    {
        var due = gate.Hold!.Reason == HoldReason.ProviderDown ? [] : gate.Hold.ContactList();
        if (due.Count == 0 || due.Contains(answered.Contact))
        {
            return gate;
        }

        var others = gate.Excused.RemoveAll(excuse => due.Contains(excuse.Contact) || now - excuse.At >= Kept);
        var excused = due.Select(contact => new Excuse(contact, now, 1 + (gate.Excused.FirstOrDefault(excuse => excuse.Contact == contact)?.Times ?? 0)));
        return gate with { Excused = [.. others.Concat(excused).TakeLast(Max)] };
    }
}
